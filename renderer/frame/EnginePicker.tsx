import { Menu } from '@mantine/core';
import { IconCheck, IconCloud, IconPlugConnected, IconServer2 } from '@tabler/icons-react';
import type { ConnectionInfo } from '../../preload/contract.js';
import { useConnections } from '../state/connections.js';
import { chooseEngine, chosenElsewhere, engineNames } from '../state/engine-choice.js';
import { goTo, useFilters } from '../state/filters.js';
import { BarButton } from './BarButton.js';
import classes from './DatasetPicker.module.css';

function about(connection: ConnectionInfo): string {
  const where =
    connection.kind === 'athena'
      ? `${connection.region} · ${connection.database}`
      : `${new URL(connection.server).host} · ${connection.schema}`;
  return `${engineNames[connection.kind]} · ${where}`;
}

/** What answers the reports: this machine, or an engine elsewhere, which is asked only when a person says so. */
export function EnginePicker() {
  const [filters] = useFilters();
  const connections = useConnections().data ?? [];
  const chosen = chosenElsewhere(filters);
  const name = chosen?.connection ?? engineNames.duckdb;
  return (
    <Menu position="bottom-end" shadow="md" width={320}>
      <Menu.Target>
        <BarButton icon={chosen ? IconCloud : IconServer2} aria-label={`Answered by: ${name}`}>
          {name}
        </BarButton>
      </Menu.Target>
      <Menu.Dropdown className={classes.list}>
        <Menu.Label>Reports are answered by</Menu.Label>
        <Menu.Item
          rightSection={chosen === null && <IconCheck size={16} aria-label="chosen" />}
          onClick={() => chooseEngine(null)}
        >
          <div className={classes.name}>DuckDB</div>
          <div className={classes.about}>on this machine, at once</div>
        </Menu.Item>
        {connections.map((connection) => (
          <Menu.Item
            key={connection.name}
            rightSection={chosen?.connection === connection.name && <IconCheck size={16} aria-label="chosen" />}
            onClick={() => chooseEngine({ engine: connection.kind, connection: connection.name })}
          >
            <div className={classes.name}>{connection.name}</div>
            <div className={classes.about}>{about(connection)}</div>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlugConnected size={16} stroke={1.5} />} onClick={() => goTo('lake')}>
          Connect…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import type { ConnectionInfo } from '../../../preload/contract.js';
import { attachEvents } from '../../state/connections.js';
import classes from './Catalog.module.css';

/** Which table the reports of this connection read as events. */
export function Attached({ connection }: { readonly connection: ConnectionInfo }) {
  const { name, kind, events } = connection;
  const lake = connection.kind === 'athena' ? connection.lake : null;
  const usual = connection.kind === 'athena' ? connection.database : connection.schema;
  if (events)
    return (
      <div className={classes.attached}>
        <IconLink size={16} stroke={1.75} aria-hidden />
        <span className={classes.grow}>
          Reports of {name} read{' '}
          <strong>
            {events.database ?? usual}.{events.table}
          </strong>{' '}
          as their events.
        </span>
        <Button size="compact-sm" variant="default" onClick={() => void attachEvents(name, null)}>
          Detach
        </Button>
      </div>
    );
  return (
    <p className={classes.dim}>
      {kind === 'athena' && lake !== null
        ? `Reports of ${name} read the lake that Vitrine has published at ${lake}.`
        : `Reports of ${name} read the table events of ${usual}. To read another one, choose it and use it as events.`}
    </p>
  );
}

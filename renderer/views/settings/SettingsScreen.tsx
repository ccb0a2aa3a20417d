import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useCall } from '../../engine.js';
import { rememberSettings, useSettings } from '../../state/settings.js';
import { Page, Panel } from '../../ui/Page.js';
import { BrokenDatasets } from './BrokenDatasets.js';
import { DatasetList } from './DatasetList.js';
import { MemoryLimit } from './MemoryLimit.js';
import { NotificationSwitch } from './NotificationSwitch.js';
import { WebhookList } from './WebhookList.js';
import classes from './SettingsScreen.module.css';

type Scheme = 'light' | 'dark' | 'auto';

const schemes: { value: Scheme; label: string }[] = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

export function SettingsScreen() {
  const info = useCall('app.info', {}).data;
  const settings = useSettings().data;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title="Settings">
      <Panel title="Datasets">
        <DatasetList />
        <BrokenDatasets />
      </Panel>
      <Panel title="Look and memory">
        <Row name="Theme" about="Light, dark, or as the system says.">
          <SegmentedControl
            size="xs"
            data={schemes}
            value={colorScheme}
            aria-label="Theme"
            onChange={(theme) => {
              setColorScheme(theme);
              rememberSettings({ theme });
            }}
          />
        </Row>
        <Row name="Memory limit" about="What the engine may use for one question. Beyond it, it works on disk.">
          {settings && <MemoryLimit key={settings.memoryLimitBytes} bytes={settings.memoryLimitBytes} />}
        </Row>
      </Panel>
      <Panel title="Alerts">
        <Row name="Notifications" about="Of the system, for each new high alert while a replay plays.">
          <NotificationSwitch />
        </Row>
      </Panel>
      <Panel title="Webhooks">
        <WebhookList />
      </Panel>
      <Panel title="About">
        <Row name="Workspace" about="Datasets and settings live in this folder.">
          <code className={classes.path}>{info?.workspace}</code>
        </Row>
        <Row name="Versions">{info && `Vitrine ${info.version} · DuckDB ${info.duckdb} · Node ${info.node}`}</Row>
      </Panel>
    </Page>
  );
}

interface RowProps {
  readonly name: string;
  readonly about?: string;
  readonly children: ReactNode;
}

function Row({ name, about, children }: RowProps) {
  return (
    <div className={classes.row}>
      <div>
        <div>{name}</div>
        {about && <div className={classes.about}>{about}</div>}
      </div>
      <div className={classes.value}>{children}</div>
    </div>
  );
}

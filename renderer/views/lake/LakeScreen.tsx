import { Select, Tabs } from '@mantine/core';
import { useChosenConnection, useConnections } from '../../state/connections.js';
import { changeOwn, useOwnParam } from '../../state/filters.js';
import { Page } from '../../ui/Page.js';
import { BrowseTab } from './BrowseTab.js';
import { CatalogTab } from './CatalogTab.js';
import { ConnectionsTab } from './ConnectionsTab.js';
import { HistoryTab } from './HistoryTab.js';
import classes from './LakeScreen.module.css';
import { PublishTab } from './PublishTab.js';

const tabs = ['connections', 'browse', 'publish', 'catalog', 'history'] as const;
type Tab = (typeof tabs)[number];

const names: Readonly<Record<Tab, string>> = {
  connections: 'Connections',
  browse: 'Browse',
  publish: 'Publish',
  catalog: 'Catalog',
  history: 'History',
};

/** Lakes and engines elsewhere: who they are, what lies there, what goes there, what they were asked. */
export function LakeScreen() {
  const [tab] = useOwnParam<Tab>('tab', 'connections', tabs);
  return (
    <Page title="Lake" controls={tab !== 'connections' && tab !== 'history' && <ConnectionPicker tab={tab} />}>
      <Tabs
        value={tab}
        onChange={(next) => {
          const chosen = tabs.find((other) => other === next);
          if (chosen) changeOwn({ tab: chosen === 'connections' ? null : chosen, form: null, edit: null });
        }}
        keepMounted={false}
        classNames={{ list: classes.tabs, tab: classes.tab }}
      >
        <Tabs.List aria-label="Parts of the lake">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {names[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="connections" className={classes.panel}>
          <ConnectionsTab />
        </Tabs.Panel>
        <Tabs.Panel value="browse" className={classes.panel}>
          <BrowseTab />
        </Tabs.Panel>
        <Tabs.Panel value="publish" className={classes.panel}>
          <PublishTab />
        </Tabs.Panel>
        <Tabs.Panel value="catalog" className={classes.panel}>
          <CatalogTab />
        </Tabs.Panel>
        <Tabs.Panel value="history" className={classes.panel}>
          <HistoryTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** Objects are of connections to S3; catalogs are of all. */
function ConnectionPicker({ tab }: { readonly tab: Tab }) {
  const connections = useConnections().data ?? [];
  const [chosen, choose] = useChosenConnection(tab === 'catalog' ? 'any' : 'athena');
  const shown = connections.filter(({ kind }) => tab === 'catalog' || kind === 'athena');
  if (!chosen) return null;
  return (
    <Select
      size="xs"
      w={220}
      aria-label="Connection"
      data={shown.map(({ name }) => name)}
      value={chosen.name}
      allowDeselect={false}
      onChange={(name) => name !== null && choose(name)}
    />
  );
}

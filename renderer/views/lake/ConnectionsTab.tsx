import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconPlugConnected } from '@tabler/icons-react';
import { useConnections, useProfiles } from '../../state/connections.js';
import { changeOwn, usePlace } from '../../state/filters.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { ConnectionForm } from './ConnectionForm.js';
import { ConnectionRow } from './ConnectionRow.js';
import classes from './Connections.module.css';
import { SignInNote } from './SignInNote.js';

/** The connections there are; or the form of one, where the URL says so. */
export function ConnectionsTab() {
  const { own } = usePlace();
  const connections = useConnections();
  const list = connections.data;
  const edited = list?.find(({ name }) => name === own['edit']);
  const form = own['form'];
  if (connections.error && !list)
    return <ErrorNote error={connections.error} meaning="They could not be listed." onRetry={connections.retry} />;
  if (!list) return null;
  const taken = list.map(({ name }) => name);
  if (edited) return <ConnectionForm key={edited.name} edited={edited} kind={edited.kind} taken={taken} />;
  if (form === 'athena' || form === 'trino')
    return <ConnectionForm key={form} edited={null} kind={form} taken={taken} />;
  return <ConnectionList />;
}

function ConnectionList() {
  const list = useConnections().data ?? [];
  const usesProfile = list.some((info) => info.kind === 'athena' && info.credentials.from === 'profile');
  const profiles = useProfiles(usesProfile).data ?? [];
  if (list.length === 0)
    return (
      <EmptyState
        icon={IconPlugConnected}
        title="No connection yet"
        action={
          <div className={classes.first}>
            <Button onClick={() => changeOwn({ form: 'athena' })}>Connect to AWS</Button>
            <Button variant="default" onClick={() => changeOwn({ form: 'trino' })}>
              Connect to Trino
            </Button>
          </div>
        }
      >
        A connection says where a lake lies and which engine asks it: S3 with Athena, or a Trino cluster of your own.
        Then its files can be browsed and loaded, datasets published, and reports run there.
      </EmptyState>
    );
  return (
    <>
      <SignInNote />
      <Panel title={formatCount(list.length, 'connection')} aside={<AddMenu />}>
        <ul className={classes.list}>
          {list.map((info) => (
            <ConnectionRow key={info.name} info={info} profiles={profiles} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

function AddMenu() {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="xs" rightSection={<IconChevronDown size={14} stroke={1.75} />}>
          Add a connection
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => changeOwn({ form: 'athena' })}>S3 and Athena</Menu.Item>
        <Menu.Item onClick={() => changeOwn({ form: 'trino' })}>Trino</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

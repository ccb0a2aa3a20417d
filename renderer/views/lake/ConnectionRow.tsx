import { ActionIcon, Button, Group, Modal, Text, Tooltip } from '@mantine/core';
import { IconBrandAws, IconDatabaseShare, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { AwsProfile, ConnectionInfo } from '../../../preload/contract.js';
import { removeConnection, signIn, useSigningIn } from '../../state/connections.js';
import { changeOwn, goTo } from '../../state/filters.js';
import classes from './Connections.module.css';
import { ConnectionChecks } from './ConnectionChecks.js';
import { CredentialsWord } from './CredentialsWord.js';
import { useTesting } from './use-testing.js';

interface ConnectionRowProps {
  readonly info: ConnectionInfo;
  /** Known only where a connection uses one. */
  readonly profiles: readonly AwsProfile[];
}

/** Where it leads, in a line. */
function describe(info: ConnectionInfo): string {
  if (info.kind === 'trino') return [info.server, `${info.catalog}.${info.schema}`, `user ${info.user}`].join(' · ');
  const { region, endpoint, workgroup, database, lake } = info;
  const parts = [region, endpoint, `work group ${workgroup}`, `database ${database}`, lake && `lake ${lake}`];
  return parts.filter(Boolean).join(' · ');
}

export function ConnectionRow({ info, profiles }: ConnectionRowProps) {
  const { name, kind } = info;
  const [toRemove, setToRemove] = useState(false);
  const testing = useTesting();
  const isSigningIn = useSigningIn(({ profile }) => profile !== null);
  const profile = info.kind === 'athena' && info.credentials.from === 'profile' ? info.credentials.profile : null;
  const isSso = profiles.some((other) => other.name === profile && other.kind === 'sso');
  const Glyph = kind === 'athena' ? IconBrandAws : IconDatabaseShare;
  return (
    <li className={classes.connection} aria-label={name}>
      <div className={classes.line}>
        <Glyph size={20} stroke={1.5} className={classes.glyph} aria-hidden />
        <div className={classes.about}>
          <div className={classes.name}>
            {name} <span className={classes.kind}>{kind === 'athena' ? 'S3 and Athena' : 'Trino'}</span>
          </div>
          <div className={classes.where}>{describe(info)}</div>
          <CredentialsWord info={info} profiles={profiles} />
        </div>
        <div className={classes.buttons}>
          {profile !== null && isSso && (
            <Button size="compact-sm" variant="default" disabled={isSigningIn} onClick={() => void signIn(profile)}>
              Sign in again
            </Button>
          )}
          {kind === 'athena' && (
            <Button size="compact-sm" variant="default" onClick={() => goTo('lake', {}, { tab: 'browse', with: name })}>
              Browse
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => goTo('visitors', { engine: kind, connection: name })}
          >
            Reports
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={testing.isRunning}
            onClick={() => void testing.test({ name })}
          >
            Test connection
          </Button>
          <Tooltip label="Edit">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Edit ${name}`}
              onClick={() => changeOwn({ edit: name })}
            >
              <IconPencil size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Remove">
            <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={() => setToRemove(true)}>
              <IconTrash size={16} stroke={1.5} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <ConnectionChecks testing={testing} />
      <Modal opened={toRemove} onClose={() => setToRemove(false)} title={`Remove “${name}”?`}>
        <Text size="sm">
          Its settings and its secret leave this machine. What lies in the lake, and the history of queries, stay.
        </Text>
        <Group justify="flex-end" gap={8} mt={16}>
          <Button variant="default" data-autofocus onClick={() => setToRemove(false)}>
            Keep it
          </Button>
          <Button
            color="red"
            onClick={() => {
              setToRemove(false);
              void removeConnection(name);
            }}
          >
            Remove
          </Button>
        </Group>
      </Modal>
    </li>
  );
}

import { Button, Select, TextInput } from '@mantine/core';
import { IconCloudUpload, IconDatabaseImport } from '@tabler/icons-react';
import { useState } from 'react';
import type { ConnectionInfo } from '../../../preload/contract.js';
import { s3Uri } from '../../../preload/remote/connection.js';
import { useChosenConnection } from '../../state/connections.js';
import { useDatasets } from '../../state/datasets.js';
import { goTo, useFilters, useOwnParam } from '../../state/filters.js';
import { isSameRequest, publish, usePublishing } from '../../state/lake-publishing.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { Panel } from '../../ui/Page.js';
import { NoConnection } from './NoConnection.js';
import { PublicationView } from './PublicationView.js';
import classes from './Publish.module.css';

/** A dataset of this machine becomes a lake: what would be done, then doing it. */
export function PublishTab() {
  const [connection] = useChosenConnection('athena');
  const datasets = useDatasets().data;
  if (!connection)
    return (
      <NoConnection title="Nowhere to publish to yet">
        Here a dataset becomes a lake on S3: the original files, the events by day as Parquet, and the tables by which
        Athena and Trino read them. It needs a connection to S3.
      </NoConnection>
    );
  if (!datasets) return null;
  if (datasets.length === 0)
    return (
      <EmptyState
        icon={IconDatabaseImport}
        title="Nothing to publish yet"
        action={<Button onClick={() => goTo('load')}>Load files</Button>}
      >
        Here a dataset becomes a lake on S3. There is no dataset on this machine yet: load files, or the sample.
      </EmptyState>
    );
  return (
    <>
      <PublishForm key={connection.name} connection={connection} names={datasets.map(({ name }) => name)} />
      <Outcome connection={connection} />
    </>
  );
}

interface PublishFormProps {
  readonly connection: ConnectionInfo;
  readonly names: readonly string[];
}

function PublishForm({ connection, names }: PublishFormProps) {
  const [{ dataset: shown }] = useFilters();
  const [picked, setPicked] = useOwnParam<string>('what', '');
  const lake = connection.kind === 'athena' ? connection.lake : null;
  const { running, outcome } = usePublishing();
  const before = [running?.request, outcome?.request].find((request) => request?.connection === connection.name);
  const [to, setTo] = useState(before?.to ?? lake ?? '');
  const dataset = [picked, before?.dataset, shown].find((name) => name && names.includes(name)) ?? names[0] ?? '';
  const place = to.trim() === '' || to.trim().endsWith('/') ? to.trim() : `${to.trim()}/`;
  const isPlace = s3Uri.safeParse(place).success;
  const request = { connection: connection.name, dataset, to: place };
  const isTried = outcome?.isDryRun === true && outcome.publication !== null && isSameRequest(outcome.request, request);
  const isDisabled = !isPlace || running !== null;
  return (
    <Panel title="Publish a dataset">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDisabled) void publish(request, true);
        }}
      >
        <Select
          size="xs"
          label="Dataset"
          data={[...names]}
          value={dataset}
          allowDeselect={false}
          onChange={(name) => name !== null && setPicked(name)}
        />
        <TextInput
          size="xs"
          label="Place in S3"
          placeholder="s3://bucket/lake/"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={to !== '' && !isPlace && 'A place in S3 is written s3://bucket/prefix/.'}
          spellCheck={false}
          autoComplete="off"
        />
        <Button
          size="xs"
          type="submit"
          variant={isTried ? 'default' : 'filled'}
          disabled={isDisabled}
          loading={running?.isDryRun === true}
        >
          Dry run
        </Button>
        <Button
          size="xs"
          variant={isTried ? 'filled' : 'default'}
          leftSection={<IconCloudUpload size={14} stroke={1.75} />}
          disabled={isDisabled}
          loading={running?.isDryRun === false}
          onClick={() => void publish(request, false)}
        >
          Publish
        </Button>
        <p className={classes.hint}>
          A dry run shows every object, every statement and the cost, and sends nothing. Publishing sends what is not
          there yet: after an addition only the days that have changed. The manifest comes last, so that no half of a
          lake is read.
        </p>
      </form>
    </Panel>
  );
}

function Outcome({ connection }: { readonly connection: ConnectionInfo }) {
  const { running, outcome } = usePublishing();
  if (running || !outcome || outcome.request.connection !== connection.name) return null;
  const { publication, error, isDryRun } = outcome;
  if (publication) return <PublicationView publication={publication} />;
  const meaning = isDryRun
    ? 'Nothing was sent.'
    : 'What was sent is not read until publishing has come to its end; publish again to go on from here.';
  return error && <ErrorNote error={error} meaning={meaning} />;
}

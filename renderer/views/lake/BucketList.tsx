import { Button, TextInput } from '@mantine/core';
import { IconBucket } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Bucket, ConnectionInfo, Table } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { DataTable } from '../../ui/DataTable.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { openFolder } from './Breadcrumb.js';
import classes from './Browse.module.css';
import { Waiting } from './Waiting.js';

function toTable(buckets: readonly Bucket[]): Table {
  const column = (name: string, title: string, type: 'text' | 'time', values: readonly (string | null)[]) => ({
    name,
    title,
    type,
    unit: '',
    values,
  });
  return {
    rowCount: buckets.length,
    columns: [
      column(
        'name',
        'Bucket',
        'text',
        buckets.map(({ name }) => name),
      ),
      column(
        'created',
        'Made (UTC)',
        'time',
        buckets.map(({ createdAt }) => createdAt),
      ),
    ],
  };
}

/** The buckets of the account; those that it may not list are opened by their name. */
export function BucketList({ connection }: { readonly connection: ConnectionInfo }) {
  const buckets = useCall('lake.buckets', { connection: connection.name });
  const { data } = buckets;
  const table = useMemo(() => toTable(data ?? []), [data]);
  return (
    <>
      {buckets.error && (
        <ErrorNote error={buckets.error} meaning="The buckets could not be listed." onRetry={buckets.retry} />
      )}
      {!data && buckets.loading && <Waiting>Listing the buckets</Waiting>}
      {data?.length === 0 && (
        <EmptyState icon={IconBucket} title="No buckets">
          The account of {connection.name} has none, or shows none. A bucket of somebody else is opened by its name.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <DataTable
          table={table}
          label="Buckets"
          onRowActivate={(row) => {
            const bucket = data[row];
            if (bucket) openFolder(bucket.name);
          }}
        />
      )}
      <OpenPlace />
    </>
  );
}

/** `s3://bucket/prefix` or `bucket/prefix` as bucket and prefix. */
function readPlace(text: string): { readonly bucket: string; readonly prefix: string } | null {
  const [bucket = '', ...rest] = text
    .trim()
    .replace(/^s3:\/\//, '')
    .split('/');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return null;
  const prefix = rest.join('/');
  return { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

function OpenPlace() {
  const [text, setText] = useState('');
  const place = readPlace(text);
  return (
    <form
      className={classes.open}
      onSubmit={(event) => {
        event.preventDefault();
        if (place) openFolder(place.bucket, place.prefix);
      }}
    >
      <TextInput
        className={classes.grow}
        size="xs"
        aria-label="Open a bucket or place by its name"
        placeholder="Another bucket or place: s3://bucket/prefix/"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      <Button type="submit" size="xs" variant="default" disabled={place === null}>
        Open it
      </Button>
    </form>
  );
}

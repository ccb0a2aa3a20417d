import { Button, Drawer } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { CatalogColumn, CatalogTable, ConnectionInfo, Table } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { DataTable } from '../../ui/DataTable.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import classes from './Catalog.module.css';
import { EventsForm } from './EventsForm.js';
import { Waiting } from './Waiting.js';

interface CatalogDetailProps {
  readonly connection: ConnectionInfo;
  readonly table: CatalogTable;
}

function toTable(columns: readonly CatalogColumn[]): Table {
  const text = (name: string, title: string, values: readonly string[]) =>
    ({ name, title, type: 'text', unit: '', values }) as const;
  return {
    rowCount: columns.length,
    columns: [
      text(
        'name',
        'Column',
        columns.map(({ name }) => name),
      ),
      text(
        'type',
        'Type',
        columns.map(({ type }) => type),
      ),
      text(
        'partition',
        'Parted by',
        columns.map(({ isPartition }) => (isPartition ? 'partition' : '')),
      ),
    ],
  };
}

/** A table: where it lies, its columns, its partitions, and the way to read it as events. */
export function CatalogDetail({ connection, table }: CatalogDetailProps) {
  const { database, name, columns, location, format } = table;
  const [isOpen, setIsOpen] = useState(false);
  const shown = useMemo(() => toTable(columns), [columns]);
  const isParted = columns.some(({ isPartition }) => isPartition);
  return (
    <Panel
      title={`${database}.${name}`}
      aside={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconLink size={14} stroke={1.75} />}
          onClick={() => setIsOpen(true)}
        >
          Use as events…
        </Button>
      }
    >
      <p className={classes.where}>{[format, location].filter((part) => part !== null).join(' · ') || 'A view'}</p>
      <DataTable table={shown} label="Columns" maxHeightPx={360} />
      {isParted && <Partitions connection={connection.name} database={database} table={name} />}
      <Drawer
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        position="right"
        size={620}
        title={`${database}.${name} as events`}
      >
        {isOpen && <EventsForm connection={connection.name} table={table} onClose={() => setIsOpen(false)} />}
      </Drawer>
    </Panel>
  );
}

interface PartitionsProps {
  readonly connection: string;
  readonly database: string;
  readonly table: string;
}

const mostShown = 400;

/** Asked for when it is wanted: a large table has thousands. */
function Partitions(props: PartitionsProps) {
  const [isWanted, setIsWanted] = useState(false);
  const partitions = useCall('catalog.partitions', isWanted ? { ...props } : null);
  const { data, error } = partitions;
  if (!isWanted)
    return (
      <Button className={classes.partitions} size="xs" variant="default" onClick={() => setIsWanted(true)}>
        Show the partitions
      </Button>
    );
  return (
    <section className={classes.partitions} aria-label="Partitions">
      {error && <ErrorNote error={error} onRetry={partitions.retry} />}
      {!data && partitions.loading && <Waiting>Listing the partitions</Waiting>}
      {data && (
        <>
          <h3 className={classes.title}>{formatCount(data.length, 'partition')}</h3>
          {data.length === 0 ? (
            <p className={classes.dim}>None is written down: they are projected, or the table is empty.</p>
          ) : (
            <ul className={classes.partitionList}>
              {data.slice(0, mostShown).map((partition) => (
                <li key={partition}>{partition}</li>
              ))}
            </ul>
          )}
          {data.length > mostShown && <p className={classes.dim}>and {formatNumber(data.length - mostShown)} more</p>}
        </>
      )}
    </section>
  );
}

import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { CatalogTable, ConnectionInfo } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { useChosenConnection } from '../../state/connections.js';
import { changeOwn, goTo, usePlace } from '../../state/filters.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount } from '../../ui/format-number.js';
import { Attached } from './Attached.js';
import { CatalogDetail } from './CatalogDetail.js';
import classes from './Catalog.module.css';
import { NoConnection } from './NoConnection.js';
import { Waiting } from './Waiting.js';

/** Databases and tables that there are, and which of them is read as the events. */
export function CatalogTab() {
  const [connection] = useChosenConnection('any');
  if (!connection)
    return (
      <NoConnection title="No catalog yet">
        Here the databases and tables of Athena or Trino are looked through, and a table that somebody else has made is
        read as events. It needs a connection.
      </NoConnection>
    );
  return <Catalog key={connection.name} connection={connection} />;
}

function Catalog({ connection }: { readonly connection: ConnectionInfo }) {
  const { own } = usePlace();
  const usual = connection.kind === 'athena' ? connection.database : connection.schema;
  const databases = useCall('catalog.databases', { connection: connection.name });
  const names = databases.data;
  const wanted = own['database'] ?? usual;
  const database = names?.includes(wanted) ? wanted : (own['database'] ?? names?.[0]);
  return (
    <>
      <Attached connection={connection} />
      {databases.error && (
        <ErrorNote error={databases.error} meaning="The catalog could not be read." onRetry={databases.retry} />
      )}
      {!names && databases.loading && <Waiting>Reading the catalog</Waiting>}
      {names?.length === 0 && (
        <EmptyState
          icon={IconTable}
          title="The catalog has no database"
          action={
            <Button variant="default" onClick={() => goTo('lake', {}, { tab: 'publish', with: connection.name })}>
              Publish a dataset
            </Button>
          }
        >
          Publishing a dataset makes its database and tables.
        </EmptyState>
      )}
      {names && database !== undefined && (
        <Database key={database} connection={connection} database={database} names={names} />
      )}
    </>
  );
}

interface DatabaseProps {
  readonly connection: ConnectionInfo;
  readonly database: string;
  readonly names: readonly string[];
}

function Database({ connection, database, names }: DatabaseProps) {
  const { own } = usePlace();
  const [words, setWords] = useState('');
  const tables = useCall('catalog.tables', { connection: connection.name, database });
  const all = tables.data ?? [];
  const needle = words.trim().toLowerCase();
  const shown = all.filter(({ name }) => name.toLowerCase().includes(needle));
  const named = (wanted: string | null | undefined) => all.find(({ name }) => name === wanted);
  const chosen = named(own['table']) ?? named('events') ?? all[0];
  return (
    <>
      <div className={classes.bar}>
        <Select
          size="xs"
          w={220}
          aria-label="Database"
          data={[...names]}
          searchable={names.length > 8}
          value={database}
          allowDeselect={false}
          onChange={(name) => name !== null && changeOwn({ database: name, table: null })}
        />
        {all.length > 8 && (
          <TextInput
            size="xs"
            w={220}
            type="search"
            aria-label="Search tables"
            placeholder="Search tables"
            leftSection={<IconSearch size={14} stroke={1.5} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
        )}
        <span className={classes.dim}>{tables.data && formatCount(all.length, 'table')}</span>
      </div>
      {tables.error && (
        <ErrorNote error={tables.error} meaning="The tables could not be listed." onRetry={tables.retry} />
      )}
      {!tables.data && tables.loading && <Waiting>Listing the tables of {database}</Waiting>}
      {tables.data && all.length === 0 && (
        <EmptyState icon={IconTable} title={`No tables in ${database}`}>
          Publish a dataset into this database, or choose another one.
        </EmptyState>
      )}
      {chosen && (
        <div className={classes.split}>
          <TableList tables={shown} chosen={chosen.name} />
          <CatalogDetail key={chosen.name} connection={connection} table={chosen} />
        </div>
      )}
    </>
  );
}

interface TableListProps {
  readonly tables: readonly CatalogTable[];
  readonly chosen: string;
}

function TableList({ tables, chosen }: TableListProps) {
  return (
    <ul className={classes.tables} aria-label="Tables">
      {tables.map(({ name, columns }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.table}
            aria-pressed={name === chosen}
            onClick={() => changeOwn({ table: name })}
          >
            <span className={classes.tableName}>{name}</span>
            <span className={classes.dim}>{formatCount(columns.length, 'column')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

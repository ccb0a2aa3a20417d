/** The calls about catalogs of engines elsewhere, and the table that a connection reads as its events. */
import { EngineError, type CatalogTable, type EventsMapping } from '../../../preload/contract.js';
import type { Connections, RemoteEngine } from '../elsewhere.js';
import type { Handlers } from '../serve.js';
import { proposeMapping } from './mapping/propose-mapping.js';

export type CatalogHandlers = Pick<
  Handlers,
  'catalog.databases' | 'catalog.tables' | 'catalog.partitions' | 'catalog.propose' | 'catalog.attach'
>;

async function getTable(
  engine: RemoteEngine,
  database: string,
  table: string,
  signal: AbortSignal,
): Promise<CatalogTable> {
  const found = await engine.table(database, table, signal);
  if (found !== null) return found;
  throw new EngineError('not_found', `There is no table “${table}” in “${database}”.`, {
    resource: `${database}.${table}`,
    wayOut: 'Choose one of the tables that are listed.',
  });
}

/** Throws EngineError `not_found` for a column that the table does not have. Names of columns have no case there. */
function checkColumns(table: CatalogTable, { columns, partition }: EventsMapping): void {
  const known = new Set(table.columns.map(({ name }) => name.toLowerCase()));
  const asked = [...Object.values(columns).map(({ column }) => column), ...(partition ? [partition.column] : [])];
  const missing = asked.filter((name) => !known.has(name.toLowerCase()));
  if (missing.length === 0) return;
  const names = missing.map((name) => `“${name}”`).join(', ');
  throw new EngineError('not_found', `The table “${table.name}” has no column ${names}.`, {
    resource: `${table.database}.${table.name}`,
    wayOut: `Its columns are: ${table.columns.map(({ name }) => name).join(', ')}.`,
  });
}

export function createCatalogCalls(
  connections: Connections,
  open: (connection: string) => Promise<RemoteEngine>,
): CatalogHandlers {
  return {
    'catalog.databases': async ({ connection }, { signal }) => (await open(connection)).databases(signal),
    'catalog.tables': async ({ connection, database }, { signal }) => (await open(connection)).tables(database, signal),
    'catalog.partitions': async ({ connection, database, table }, { signal }) =>
      (await open(connection)).partitions(database, table, signal),
    'catalog.propose': async ({ connection, database, table }, { signal }) =>
      proposeMapping(await getTable(await open(connection), database, table, signal)),
    async 'catalog.attach'({ connection, events }, { signal }) {
      if (events !== null) {
        const engine = await open(connection);
        const usual = engine.connection.kind === 'athena' ? engine.connection.database : engine.connection.schema;
        checkColumns(await getTable(engine, events.database ?? usual, events.table, signal), events);
      }
      return connections.change(connection, { events });
    },
  };
}

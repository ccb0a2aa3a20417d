/** Athena as an engine elsewhere. */
import type { AthenaConnection } from '../../../../preload/contract.js';
import type { Connections, RemoteEngine } from '../../elsewhere.js';
import type { Asking } from '../asking.js';
import type { Pace } from '../pace.js';
import type { Turns } from '../turns.js';
import { findTable, listDatabases, listTables, type AthenaCatalog } from './athena-catalog.js';
import { isProjected, listPartitionFolders, writeShowPartitions } from './athena-partitions.js';
import { driveAthena } from './drive-athena.js';
import type { ReadingNeeds } from './read-result.js';

export interface AthenaEngineNeeds {
  readonly connection: AthenaConnection;
  readonly connections: Connections;
  readonly asking: Asking;
  readonly connect: ReadingNeeds['connect'];
  readonly withTemporaryFolder: ReadingNeeds['withTemporaryFolder'];
  /** Of this connection's starts. */
  readonly turns: Turns;
  readonly pace: Pace;
  /** By connection: what Athena said when it was asked last. */
  readonly versions: Map<string, string>;
}

export function createAthenaEngine(needs: AthenaEngineNeeds): RemoteEngine {
  const { connection, connections, asking, connect, withTemporaryFolder, turns, pace, versions } = needs;
  const { name } = connection;
  const openS3 = async () => (await connections.openS3(name)).client;
  const drive = driveAthena({
    open: () => connections.openAthena(name),
    reading: { openS3, connect, withTemporaryFolder },
    turns,
    pace,
    onVersion: (version) => versions.set(name, version),
  });

  async function openCatalog(signal: AbortSignal): Promise<AthenaCatalog> {
    const { client } = await connections.openAthena(name);
    return { client, catalog: connection.catalog, workgroup: connection.workgroup, signal };
  }
  const browse = <T>(signal: AbortSignal, work: (catalog: AthenaCatalog) => Promise<T>) =>
    asking.track(signal, async (tracked) => work(await openCatalog(tracked)));

  return {
    connection,
    get name() {
      return versions.get(name) ?? 'Athena';
    },
    ask: (query, job) => asking.ask(connection, drive, query, job),
    databases: (signal) => browse(signal, listDatabases),
    tables: (database, signal) => browse(signal, (catalog) => listTables(catalog, database)),
    table: (database, table, signal) =>
      browse(signal, async (catalog) => (await findTable(catalog, database, table))?.table ?? null),
    async partitions(database, table, signal) {
      const found = await browse(signal, (catalog) => findTable(catalog, database, table));
      if (found === null || !found.table.columns.some(({ isPartition }) => isPartition)) return [];
      if (isProjected(found.parameters))
        return asking.track(signal, async (tracked) => listPartitionFolders(await openS3(), found.table, tracked));
      const { columns } = await asking.ask(
        connection,
        drive,
        { sql: writeShowPartitions(database, table), values: [], purpose: 'ddl', dataset: null, estimatedBytes: 0 },
        { signal, onProgress: () => undefined },
      );
      return [...(columns[0]?.values ?? [])].flatMap((value) => (typeof value === 'string' ? [value] : []));
    },
  };
}

/** One's own Trino as an engine elsewhere. */
import { randomUUID } from 'node:crypto';
import type { TrinoConnection } from '../../../../preload/contract.js';
import type { Connections, RemoteEngine } from '../../elsewhere.js';
import type { Asking } from '../asking.js';
import type { Run } from '../driver.js';
import type { Pace } from '../pace.js';
import { driveTrino, followQuery } from './drive-trino.js';
import { findTable, listPartitions, listSchemas, listTables, type AskTexts } from './trino-catalog.js';
import { openTrinoSession } from './trino-session.js';

export interface TrinoEngineNeeds {
  readonly connection: TrinoConnection;
  readonly connections: Connections;
  readonly asking: Asking;
  readonly pace: Pace;
  /** By connection: what Trino said when it was asked last. */
  readonly versions: Map<string, string>;
}

export function createTrinoEngine({ connection, connections, asking, pace, versions }: TrinoEngineNeeds): RemoteEngine {
  const { name, catalog } = connection;
  const server = new URL(connection.server).origin;
  async function open() {
    const opened = await connections.openTrino(name);
    const session = openTrinoSession(opened.connection, opened.password);
    if (!versions.has(name)) {
      const version = await session.version().catch(() => null);
      if (version !== null) versions.set(name, `Trino ${version}`);
    }
    return { session, server };
  }

  /** Texts of the catalog are no questions of people's: they are not in the history. */
  const browse = <T>(signal: AbortSignal, work: (ask: AskTexts) => Promise<T>) =>
    asking.track(signal, async (tracked) => {
      const { session } = await open();
      const run: Run = {
        token: randomUUID(),
        signal: tracked,
        accepted: async () => undefined,
        saw: () => undefined,
        phase: () => undefined,
      };
      return work(async (sql, values = []) => {
        const { columns, rowCount } = await followQuery({ session, server, sql, values, run, pace });
        return Array.from({ length: rowCount }, (_, row) =>
          columns.map(({ values: cells }) => {
            const cell = cells[row];
            return cell === null || cell === undefined ? null : String(cell);
          }),
        );
      });
    });

  return {
    connection,
    get name() {
      return versions.get(name) ?? 'Trino';
    },
    ask: (query, job) => asking.ask(connection, driveTrino({ open, pace }), query, job),
    databases: (signal) => browse(signal, (ask) => listSchemas(ask, catalog)),
    tables: (database, signal) => browse(signal, (ask) => listTables(ask, catalog, database)),
    table: (database, table, signal) => browse(signal, (ask) => findTable(ask, catalog, database, table)),
    partitions: (database, table, signal) => browse(signal, (ask) => listPartitions(ask, catalog, database, table)),
  };
}

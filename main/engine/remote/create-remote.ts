/** Engines elsewhere behind one interface; what they were asked, what it cost, and how much more they may be asked. */
import { EngineError } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Connections, RemoteEngines } from '../elsewhere.js';
import type { Handlers } from '../serve.js';

export interface RemoteNeeds {
  readonly workspaceDir: string;
  readonly connections: Connections;
  /** A DuckDB connection for reading results. */
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
  readonly withTemporaryFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
}

export type RemoteHandlers = Pick<
  Handlers,
  | 'remote.history'
  | 'remote.stopAll'
  | 'catalog.databases'
  | 'catalog.tables'
  | 'catalog.partitions'
  | 'catalog.propose'
  | 'catalog.attach'
>;

export interface Remote extends RemoteEngines {
  readonly handlers: RemoteHandlers;
  /** Stops what is running, as far as that can be had in two seconds. */
  close(): Promise<void>;
}

export function createRemote(_needs: RemoteNeeds): Remote {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Remote engines are not built yet.');
  };
  return {
    open: later,
    cost: async () => null,
    todayBytes: later,
    handlers: {
      'remote.history': async () => ({ total: 0, records: [], bytesScanned: 0, costUsd: 0, running: 0 }),
      'remote.stopAll': async () => 0,
      'catalog.databases': later,
      'catalog.tables': later,
      'catalog.partitions': later,
      'catalog.propose': later,
      'catalog.attach': later,
    },
    close: async () => undefined,
  };
}

/** Lakes on S3: what lies there is listed, fetched and published. */
import type { DatasetInfo } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Connections, RemoteEngines } from '../elsewhere.js';
import type { LakeManifest } from '../lake-manifest.js';
import type { QueryFiles } from '../query-files.js';
import type { Handlers, Job } from '../serve.js';
import { createFetching } from './fetch/create-fetching.js';
import { createPublishing } from './publish/create-publishing.js';

export interface LakeNeeds {
  readonly workspaceDir: string;
  readonly files: QueryFiles;
  readonly connections: Connections;
  readonly engines: RemoteEngines;
  readonly getDataset: (name: string) => Promise<DatasetInfo>;
  readonly withDataset: <T>(
    name: string,
    options: { signal?: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
  readonly withTemporaryFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  readonly json: {
    readonly read: (path: string) => Promise<unknown>;
    readonly write: (path: string, value: unknown) => Promise<void>;
  };
  /** Runs `work` while no one else changes what is in `folder`, in any process. Throws EngineError `in_use`. */
  readonly withLock: <T>(folder: string, name: string, work: () => Promise<T>) => Promise<T>;
  /** Null where it cannot be told. */
  readonly measureFreeBytes: (folder: string) => Promise<number | null>;
}

export type LakeHandlers = Pick<
  Handlers,
  'lake.buckets' | 'lake.list' | 'lake.find' | 'lake.fetch' | 'lake.cache' | 'lake.publish'
>;

export interface Lake {
  readonly handlers: LakeHandlers;
  /** Null where nothing was published there. Throws EngineError `mismatch` for a lake that is half published. */
  readManifest(connection: string, place: string, signal: AbortSignal): Promise<LakeManifest | null>;
  /** Bytes of the objects below a place, by `event_date` where their keys name one. */
  measure(
    connection: string,
    place: string,
    job: Pick<Job, 'signal'>,
  ): Promise<{ readonly bytes: number; readonly byDay: ReadonlyMap<string, number> }>;
}

export function createLake(needs: LakeNeeds): Lake {
  const fetching = createFetching(needs);
  const publishing = createPublishing(needs);
  return {
    handlers: { ...fetching.handlers, ...publishing.handlers },
    measure: fetching.measure,
    readManifest: publishing.readManifest,
  };
}

/** What a load needs from the rest of the engine; the engine hands it in. */
import type { DatasetInfo } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Connect } from './inspect-files.js';
import type { KnownDatasets } from './published-figures.js';

/** A dataset that is being made. */
export interface Draft {
  writeDocument(document: string, value: unknown): Promise<void>;
  /** A connection whose search path is the new database; the job's abort interrupts it. */
  connect<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
}

export interface LoadTools {
  /** Makes a dataset that is there whole or not at all. */
  create(
    name: string,
    options: { readonly signal?: AbortSignal },
    build: (draft: Draft) => Promise<Omit<DatasetInfo, 'name' | 'sizeBytes'>>,
  ): Promise<DatasetInfo>;
  /** Gives `work` a folder on the workspace's disk and deletes it afterwards. */
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  readonly connect: Connect;
  /** Stores the models of `events`. */
  buildModels(connection: Connection, onProgress: (done: number, total: number, name: string) => void): Promise<void>;
  readonly known: KnownDatasets;
  /** Free bytes of the disk that holds a folder; null where that cannot be told. */
  measureFreeBytes(folder: string): Promise<number | null>;
}

/** What the room of alerts needs of the others. */
import type { DatasetInfo } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

/** Small JSON files that are whole or not there; undefined where there is none, null where it is no JSON. */
export interface JsonFiles {
  readonly read: (path: string) => Promise<unknown>;
  readonly write: (path: string, value: unknown) => Promise<void>;
}

/** Where a dataset lives, and which version of it counts: another after each change. */
export interface DatasetPlace {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
}

/** Runs `work` while nobody else holds the folder; rejects with EngineError `in_use` where somebody does. */
export type WithLock = <T>(folder: string, name: string, work: () => Promise<T>) => Promise<T>;

/** A connection that sees the dataset's tables by their bare names. */
export type WithDataset = <T>(
  dataset: string,
  options: { readonly signal?: AbortSignal },
  work: (connection: Connection) => Promise<T>,
) => Promise<T>;

export interface DatasetAccess {
  /** Throws EngineError `not_found`, `wrong_version`, `bad_input`. */
  readonly locate: (dataset: string) => Promise<DatasetPlace>;
  readonly get: (dataset: string) => Promise<DatasetInfo>;
  readonly withDataset: WithDataset;
}

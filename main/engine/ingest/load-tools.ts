/** What a load needs from the rest of the engine; the engine hands it in. */
import type { DatasetInfo, EarlyAnswers, FileLayout } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { Connect } from './inspect-files.js';
import type { KnownDatasets } from './published-figures.js';
import type { ThreadTools } from './usual/scan-usual.js';

/** A dataset that is being made, or added to. */
export interface Draft {
  writeDocument(document: string, value: unknown): Promise<void>;
  /** Begins to make the new database while other work goes on; `connect` waits for it. */
  begin(): void;
  /** A connection that works in the new database and finds the tables of `besides`; the job's abort interrupts it. */
  connect<T>(work: (connection: Connection) => Promise<T>, besides?: readonly string[]): Promise<T>;
}

export type NewDatasetInfo = Omit<DatasetInfo, 'name' | 'sizeBytes'>;

/** What is known of a dataset before it is there. */
export type EarlyFacts = Pick<DatasetInfo, 'name' | 'rowsRejected' | 'absentFields' | 'sessionGapMinutes'>;

type OnModel = (done: number, total: number, name: string) => void;

export interface LoadTools {
  /** Makes a dataset that is there whole or not at all. */
  create(
    name: string,
    options: { readonly signal?: AbortSignal },
    build: (draft: Draft) => Promise<NewDatasetInfo | null>,
  ): Promise<DatasetInfo>;
  /** Replaces a dataset by what `build` makes of a copy of it; null leaves it as it is. */
  change(
    name: string,
    options: { readonly signal?: AbortSignal },
    build: (draft: Draft, info: DatasetInfo) => Promise<NewDatasetInfo | null>,
  ): Promise<DatasetInfo>;
  exists(name: string): Promise<boolean>;
  /** Gives `work` a folder on the workspace's disk and deletes it afterwards. */
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** Gives `work` a connection to an empty database in the folder, and that database's name. */
  withScratch<T>(
    folder: string,
    signal: AbortSignal,
    work: (connection: Connection, catalog: string) => Promise<T>,
  ): Promise<T>;
  readonly connect: Connect;
  /** Stores the models of `events`. */
  buildModels(connection: Connection, onProgress: OnModel, ready?: ReadonlySet<string>): Promise<void>;
  /** Threads that read files. */
  readonly scanThreads: ThreadTools;
  /**
   * Brings the models up to date with what was added. The temporary relations `new_events`, `events_before` and
   * `events_after` hold the added events, and all events of the sessions that these belong to, before and after;
   * `touched_sessions (session_key)` names those that were there before.
   */
  extendModels(connection: Connection, onProgress: OnModel): Promise<void>;
  /**
   * Answers what can be told before there are events: the connection finds the models `category_slots` and `data_range`,
   * and a relation `events` of which the other models are made that are needed.
   */
  answerEarly(connection: Connection, facts: EarlyFacts): Promise<EarlyAnswers>;
  readonly known: KnownDatasets;
  readonly layouts: readonly FileLayout[];
  /** Free bytes of the disk that holds a folder; null where that cannot be told. */
  measureFreeBytes(folder: string): Promise<number | null>;
}

/** Questions to engines elsewhere: how far they are, what they cost, what was asked before; and what their catalogs hold. */
import type { EngineKind } from '../question.js';
import type { EventsMapping } from './connection.js';

export type RemoteState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface RemoteProgress {
  readonly queryId: string | null;
  readonly state: RemoteState;
  readonly bytesScanned: number | null;
}

/** How a remote engine came to its answer. Null: it does not say. */
export interface RemoteFacts {
  readonly connection: string;
  readonly kind: Exclude<EngineKind, 'duckdb'>;
  readonly queryId: string;
  readonly bytesScanned: number | null;
  /** US dollars, with the least that is charged; null for an engine without a price. */
  readonly costUsd: number | null;
  readonly reused: boolean;
  readonly queueMs: number | null;
  readonly planningMs: number | null;
  readonly engineMs: number | null;
  readonly totalMs: number;
}

/** What a question would scan, before it is asked. */
export interface RemoteEstimate {
  /** At most so many; null where it cannot be told. */
  readonly bytes: number | null;
  readonly costUsd: number | null;
  /** What it rests on, in a sentence. */
  readonly basis: string;
  /** Beyond the soft limit: the person is asked. */
  readonly needsApproval: boolean;
  /** Whether facts of the whole data are missing, so that all days are read. */
  readonly readsAllDays: boolean;
  /** Scanned today by this connection, and its cap. */
  readonly todayBytes: number;
  readonly dayCapBytes: number | null;
}

/** A query that was sent. */
export interface RemoteRecord {
  /** Ours: also the client's request token. */
  readonly id: string;
  readonly connection: string;
  readonly kind: Exclude<EngineKind, 'duckdb'>;
  /** Of the engine; null until it was accepted. */
  readonly queryId: string | null;
  /** What it was for: the report's id, or `ddl`, `facts`. */
  readonly purpose: string;
  readonly dataset: string | null;
  readonly sql: string;
  readonly values: readonly (string | number | boolean)[];
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly state: RemoteState;
  readonly bytesScanned: number | null;
  readonly costUsd: number | null;
  readonly reused: boolean;
  readonly rows: number | null;
  readonly error: string | null;
}

export interface RemoteHistory {
  readonly total: number;
  /** Newest first. */
  readonly records: readonly RemoteRecord[];
  /** Of all that match. */
  readonly bytesScanned: number;
  readonly costUsd: number;
  /** How many are running. */
  readonly running: number;
}

export interface CatalogTable {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly CatalogColumn[];
  readonly location: string | null;
  readonly format: string | null;
}

export interface CatalogColumn {
  readonly name: string;
  /** As the engine writes it. */
  readonly type: string;
  readonly isPartition: boolean;
}

/** How a table could be read as events, for a person to confirm. */
export interface ProposedMapping {
  readonly mapping: EventsMapping;
  /** Fields for which no column was found, and what follows from it, in sentences. */
  readonly notes: readonly string[];
  /** Null where it can be used; else what is missing. */
  readonly problem: string | null;
}

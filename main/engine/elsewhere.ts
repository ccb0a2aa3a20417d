/** What the rooms `connections`, `lake`, `remote` and `reports` know of each other: engine.ts hands it over. */
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import type {
  AthenaConnection,
  CatalogTable,
  ConnectionInfo,
  ConnectionSettings,
  EventsMapping,
  Field,
  RemoteFacts,
  TrinoConnection,
} from '../../preload/contract.js';
import type { ResultColumn } from './result-columns.js';
import type { Job } from './serve.js';

/** Of the room `connections`. All throw EngineError `not_found`, or `credentials` where there are none. */
export interface Connections {
  get(name: string): Promise<ConnectionSettings>;
  /** Changes what Vitrine itself finds out about a connection. */
  change(
    name: string,
    changes: { readonly lake?: string | null; readonly events?: EventsMapping | null },
  ): Promise<ConnectionInfo>;
  /** Clients are made once for a connection, and anew when its settings or credentials change. */
  openS3(name: string): Promise<{ readonly client: S3Client; readonly connection: AthenaConnection }>;
  openAthena(name: string): Promise<{ readonly client: AthenaClient; readonly connection: AthenaConnection }>;
  /** With the password, where one is kept. */
  openTrino(name: string): Promise<{ readonly connection: TrinoConnection; readonly password: string | null }>;
}

export type RemoteValue = string | number | boolean;

export interface RemoteQuery {
  /** With one `?` for each of `values`. */
  readonly sql: string;
  readonly values: readonly RemoteValue[];
  /** The report's id, or `ddl`, `facts`. */
  readonly purpose: string;
  readonly dataset: string | null;
  /** What it would scan at most; null where that is not known. */
  readonly estimatedBytes: number | null;
  /** What a person agreed to. */
  readonly approvedBytes?: number;
  /** When the data last changed (ISO 8601), where that is known: no older answer is used again. */
  readonly dataSince?: string;
}

export interface RemoteAnswer {
  /** As `Connection.columns` gives them: numbers as Float64Array, all else as texts. */
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  readonly facts: RemoteFacts;
}

/** An engine elsewhere, whichever it is. */
export interface RemoteEngine {
  readonly connection: ConnectionSettings;
  /** Such as `Athena engine version 3` or `Trino 414`. */
  readonly name: string;
  /**
   * Runs a text and reads its whole result. An abort stops it over there, too. Progress is told as `progress.remote`.
   * Throws EngineError `needs_approval` and `over_limit` before anything is sent, else what {@link explain} makes of errors.
   */
  ask(query: RemoteQuery, job: Job): Promise<RemoteAnswer>;
  databases(signal: AbortSignal): Promise<readonly string[]>;
  tables(database: string, signal: AbortSignal): Promise<readonly CatalogTable[]>;
  /** Null where there is no such table. */
  table(database: string, name: string, signal: AbortSignal): Promise<CatalogTable | null>;
  partitions(database: string, table: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** Of the room `remote`. */
export interface RemoteEngines {
  open(connection: string): Promise<RemoteEngine>;
  /** US dollars for a query that scans so much; null for an engine without a price. */
  cost(connection: ConnectionSettings, bytes: number): Promise<number | null>;
  /** Scanned in this local day by the connection. */
  todayBytes(connection: string): Promise<number>;
}

/** A table as the relation `events`. */
export interface EventsRelation {
  /** Its text over all of the table; without `?`. */
  readonly all: string;
  /** Over some days (UTC), with two `?`: the first, and the one after the last. Null where it is not parted by days. */
  readonly inDays: string | null;
  /** A day `YYYY-MM-DD` as the table writes it, for one of these `?`. */
  readonly writeDay: (day: string) => string;
  readonly absentFields: readonly Field[];
  /** Otherwise each user is one session. */
  readonly hasSessions: boolean;
  /** Whether ids of users are texts there. */
  readonly hasTextUsers: boolean;
  /** As Vitrine publishes them: ids that are texts are negative numbers, whose words are in tables beside it. */
  readonly hasCodes: boolean;
}

/** The shapes that calls return. Days are `YYYY-MM-DD`, times ISO 8601 in UTC with `Z`, sizes bytes, 64-bit ids text. */
import type { Alert, Entity, GroupedAlert, KeptAlert } from './alert.js';
import type { Field, FileLayout } from './layout.js';
import type { RemoteFacts } from './remote/remote.js';
import type { RulePack } from './rules/pack.js';
import type { Severity } from './rules/rule-kind.js';

/** What a column holds. Numbers come as Float64Array with NaN for "not known", all else as texts with null. */
export type ColumnType = 'text' | 'id' | 'date' | 'time' | 'boolean' | 'integer' | 'number';

export interface ColumnMeta {
  readonly name: string;
  readonly title: string;
  readonly type: ColumnType;
  /** `visitors`, `events`, `share` (a fraction), `money` (the file's unit), `minutes`, `index` …; empty where there is none. */
  readonly unit: string;
}

export interface NumberColumn extends ColumnMeta {
  readonly type: 'integer' | 'number';
  readonly values: Float64Array;
}

export interface TextColumn extends ColumnMeta {
  readonly type: 'text' | 'id' | 'date' | 'time' | 'boolean';
  readonly values: readonly (string | null)[];
}

export type Column = NumberColumn | TextColumn;

/** A table as columns of equal length. */
export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
}

export interface AppInfo {
  readonly version: string;
  readonly duckdb: string;
  readonly node: string;
  readonly host: 'electron' | 'browser' | 'cli';
  readonly workspace: string;
}

export interface DoctorCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly wayOut: string | null;
}

export interface Settings {
  readonly lastDataset: string | null;
  readonly theme: 'light' | 'dark' | 'auto';
  readonly memoryLimitBytes: number | null;
}

export interface DatasetFile {
  readonly name: string;
  /** Where it lay when it was loaded; left out where that was not kept. */
  readonly path?: string;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
}

export interface DatasetInfo {
  readonly name: string;
  readonly rows: number;
  readonly rowsRead: number;
  readonly rowsRejected: number;
  /** Surplus copies of rows that are equal in all nine fields. */
  readonly duplicates: number;
  readonly duplicatesDropped: boolean;
  /** First and last event; null when no row was loaded. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sizeBytes: number;
  /** In the order that decides between events of the same second: by name, then by content. */
  readonly files: readonly DatasetFile[];
  /** Rows of event types that the layout ignores: neither read nor rejected. */
  readonly rowsIgnored: number;
  /** The layout of the files that were loaded first. */
  readonly layout: FileLayout;
  /** Fields that no file of the dataset has. Without `user_session` sessions are made: see `sessionGapMinutes`. */
  readonly absentFields: readonly Field[];
  /** Null where the files tell the sessions; else a pause of so many minutes begins a new session of a user. */
  readonly sessionGapMinutes: number | null;
  readonly loadedAt: string;
  readonly loadSeconds: number;
}

export interface Facet {
  readonly value: string;
  readonly events: number;
}

/** First-level categories and folded brands, most events first; the unknown ones are the value ''. */
export interface DatasetFacets {
  readonly categories: readonly Facet[];
  readonly brands: readonly Facet[];
}

export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** Of an append: what it read and loaded, not the whole dataset; `duplicates` are those that came with it. */
export interface LoadSummary {
  readonly dataset: string;
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly duplicates: number;
  readonly duplicatesDropped: boolean;
  readonly seconds: number;
  readonly bytes: number;
  /** Rows of event types that the layout ignores; they are not among `rowsRead`. */
  readonly rowsIgnored: number;
  /** Files that were not loaded because their content already is in the dataset. */
  readonly skipped: readonly SkippedFile[];
  /** What one would not expect, in sentences; left out where there is nothing of the kind. */
  readonly notes?: readonly string[];
}

export interface Reject {
  readonly file: string;
  /** 1-based line of the uncompressed file, header included; the row's number for Parquet. */
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface RejectPage {
  readonly total: number;
  readonly rejects: readonly Reject[];
}

export interface FileInspection {
  readonly path: string;
  /** The file's own name; where others have it too, with as many of its folders as tell them apart. */
  readonly name: string;
  /** How often the paths name it; it is loaded once. */
  readonly timesNamed: number;
  readonly kind: 'csv' | 'csv.gz' | 'zip' | 'parquet' | 'ndjson' | 'ndjson.gz';
  readonly sizeBytes: number;
  readonly hasHeader: boolean;
  /** The file's columns, and which of the nine fields each one fills (null: not used). */
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
  readonly missingFields: readonly string[];
  /** The layout through which the file was looked at; null where none could even be proposed. */
  readonly layout: FileLayout | null;
  /** `given` by the caller, `recognised` by the header, or only `proposed` from names and values: to be looked at by a person. */
  readonly layoutFrom: 'given' | 'recognised' | 'proposed' | null;
  /** The first rows (at most 100), as texts. */
  readonly preview: readonly (readonly (string | null)[])[];
  /** Null where the file can be loaded; else why not. */
  readonly problem: string | null;
}

export type QualityLevel = 'green' | 'amber' | 'red';

export interface QualityCheck {
  readonly id: string;
  readonly title: string;
  readonly level: QualityLevel;
  readonly count: number;
  readonly unit: string;
  readonly why: string;
  /** A few examples, each a small record: numbers as numbers, ids and times as texts. */
  readonly examples: readonly Readonly<Record<string, string | number | null>>[];
}

export interface PublishedFigure {
  readonly figure: string;
  readonly expected: number;
  readonly actual: number;
  readonly equal: boolean;
}

export interface QualityReport {
  readonly checks: readonly QualityCheck[];
  /** Empty unless the dataset has exactly the row count of a known file. */
  readonly published: readonly PublishedFigure[];
  /** Where the published figures come from; null when there are none. */
  readonly publishedSource: string | null;
}

export interface ReportParameter {
  readonly name: string;
  readonly title: string;
  readonly type: 'choice' | 'integer';
  readonly choices: readonly string[];
  readonly default: string | number;
}

export interface ReportDefinition {
  readonly id: string;
  readonly title: string;
  /** The definition in sentences, as it is printed under the number. */
  readonly meaning: string;
  /** One row per … */
  readonly grain: string;
  readonly parameters: readonly ReportParameter[];
  readonly columns: readonly ColumnMeta[];
  readonly summary: readonly ColumnMeta[];
}

export interface ReportResult {
  readonly report: string;
  readonly title: string;
  readonly meaning: string;
  readonly dataset: string;
  /** All parameters as they were used, the range resolved: from, to, tz, category, brand, exclude_flagged, and the report's own. */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly summary: Readonly<Record<string, number | null>>;
  readonly summaryColumns: readonly ColumnMeta[];
  readonly table: Table;
  /** The text that ran, with its `?`, and the values bound to them in order. */
  readonly sql: string;
  readonly values: readonly (string | number | boolean)[];
  /** Of this asking. */
  readonly elapsedMs: number;
  /** Where the answer was kept from an earlier asking: when the text ran, and for how long. */
  readonly kept?: { readonly at: string; readonly elapsedMs: number };
  readonly engine: string;
  /** What the dataset lacks for this report, in sentences: no price, made sessions; empty where nothing is missing. */
  readonly notes: readonly string[];
  readonly datasetRows: number;
  readonly datasetRejected: number;
  /** Where a remote engine has answered. */
  readonly remote?: RemoteFacts;
}

export interface SavedFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number | null;
}

/** The beginning of a file, read through a layout. */
export interface TriedLayout {
  /** Rows looked at, and whether that is the whole file. */
  readonly rows: number;
  readonly isWhole: boolean;
  readonly rowsSound: number;
  readonly rowsRejected: number;
  readonly rowsIgnored: number;
  /** The first reasons of rejects with how many rows have them, most first. */
  readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
  /** The words of `event_type` with their rows, most first; `meaning` is null for those that the layout does not know. */
  readonly words: readonly { readonly word: string; readonly rows: number; readonly meaning: string | null }[];
  /** The first rows (at most 100) as they would be loaded: the nine fields as texts, and why a row would be rejected. */
  readonly preview: readonly {
    readonly values: readonly (string | null)[];
    readonly reason: string | null;
  }[];
  /** Of the sound rows among those looked at: a sample, not the data. */
  readonly profile: readonly ColumnProfile[];
  /** Null where the layout fits the file; else why nothing can be read through it. */
  readonly problem: string | null;
}

export interface ProfileValue {
  /** As it is shown: ids as they were written. */
  readonly value: string;
  readonly rows: number;
  /** Of all rows, a fraction. */
  readonly share: number;
}

export interface ProfileBar {
  /** Where the bar begins and ends (not included): numbers, or times as ISO 8601 in UTC. A single value is a bar without width. */
  readonly from: string | number;
  readonly to: string | number;
  readonly rows: number;
}

/** What one field holds. */
export interface ColumnProfile {
  readonly field: Field;
  readonly type: 'time' | 'word' | 'id' | 'text' | 'money';
  readonly rows: number;
  readonly nulls: number;
  /** Exact, nulls not counted. */
  readonly distinct: number;
  /** Smallest and largest: time, money, and ids that are numbers; texts by code point. Null where there is no value. */
  readonly min: string | null;
  readonly max: string | null;
  /** Most frequent first (at most 10), ties by value. */
  readonly top: readonly ProfileValue[];
  /**
   * Times and money: at most 31 bars of equal, round width over the middle 98 % of the rows or a little more; the first
   * and the last bar also hold what lies beyond them (`min`, `max`). Ids, words, texts: empty.
   */
  readonly histogram: readonly ProfileBar[];
  /** Null where the field was in the files; else why it is empty or how it was made. */
  readonly note: string | null;
}

export interface DatasetProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

export interface PackEntry {
  readonly pack: RulePack;
  readonly isShipped: boolean;
  /** The pack whose alerts flag users, and that a replay takes where none is named. */
  readonly isActive: boolean;
  /** Earlier versions, newest first. */
  readonly earlier: readonly RulePack[];
}

export interface AlertPage {
  readonly total: number;
  /** Newest detection first. The first of a group may stand on another page, or not be among those that are asked for. */
  readonly alerts: readonly GroupedAlert[];
  /** How many there are of each, all filters but its own applied. */
  readonly facets: {
    readonly states: Readonly<Record<string, number>>;
    readonly severities: Readonly<Record<string, number>>;
    readonly families: Readonly<Record<string, number>>;
    readonly verdicts: Readonly<Record<string, number>>;
  };
  /** Alerts by when they were detected, of the whole answer: at most 200 buckets of equal length, empty ones left out. */
  readonly timeline: readonly { readonly at: string; readonly severity: Severity; readonly alerts: number }[];
  readonly timelineSeconds: number;
  /** Users that are flagged by the dataset's alerts. */
  readonly flaggedUsers: number;
}

export interface EntityPage {
  readonly entity: Entity;
  readonly firstEventAt: string | null;
  readonly lastEventAt: string | null;
  readonly events: number;
  readonly views: number;
  readonly carts: number;
  readonly removes: number;
  readonly purchases: number;
  readonly purchaseValue: number;
  readonly users: number;
  readonly sessions: number;
  readonly products: number;
  /** Events by type over the time between first and last: at most 200 buckets of equal length. Columns at, view, cart, remove_from_cart, purchase. */
  readonly timeline: Table;
  readonly timelineSeconds: number;
  /** The events asked for, in order. */
  readonly page: Table;
  readonly alerts: readonly KeptAlert[];
}

export interface Webhook {
  readonly url: string;
  /** The secret itself stays in the engine. */
  readonly hasSecret: boolean;
  readonly minSeverity: Severity;
  readonly isOn: boolean;
}

export interface DeadLetter {
  readonly id: string;
  readonly url: string;
  readonly at: string;
  readonly attempts: number;
  readonly reason: string;
  readonly alert: Alert;
}

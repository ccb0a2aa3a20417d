/**
 * The contract between a screen (or the command line) and the engine: every call with its parameters and result,
 * the messages that carry them, and the one error class. It imports zod and nothing of ours.
 */
import { z } from 'zod';
import type {
  AlertPage,
  AppInfo,
  DatasetFacets,
  DatasetProfile,
  DatasetInfo,
  DeadLetter,
  DoctorCheck,
  EntityPage,
  FileInspection,
  LoadSummary,
  PackEntry,
  QualityReport,
  Reject,
  RejectPage,
  ReportDefinition,
  ReportResult,
  SavedFile,
  Settings,
  Table,
  TriedLayout,
  Webhook,
} from './shapes.js';
import type {
  Alert,
  AllowEntry,
  KeptAlert,
  LiveFrame,
  PackComparison,
  RunInfo,
  RunSummary,
  Simulation,
} from './alert.js';
import { alertStates } from './alert.js';
import type { EarlyAnswers, FilesPreview } from './early-answers.js';
import { fileLayout, type FileLayout } from './layout.js';
import { packName, rulePack, type RulePack } from './rules/pack.js';
import { datasetName, reportQuestion } from './question.js';
import { remoteCalls } from './remote/calls.js';
import type { RemoteProgress } from './remote/remote.js';
import { entityTypes, families, severities } from './rules/rule-kind.js';
import { call, nothing } from './call.js';

export type * from './shapes.js';
export type * from './remote/connection.js';
export type * from './remote/lake.js';
export type * from './remote/remote.js';
export type * from './alert.js';
export type * from './early-answers.js';
export { eventTypes, fields, fileLayout, neededFields } from './layout.js';
export { connectionName, datasetName, engineKinds } from './question.js';
export type { EngineKind, ReportQuestion } from './question.js';
export type { EventType, Field, FileLayout, WrittenLayout } from './layout.js';

const reportFormat = z.enum(['csv', 'json', 'parquet', 'pdf']);
export type ReportFormat = z.infer<typeof reportFormat>;

const loadRequest = z.strictObject({
  dataset: datasetName,
  /** Files or folders; a folder stands for the files in it that can be read. */
  paths: z.array(z.string().min(1)).min(1),
  dropDuplicates: z.boolean().optional(),
  /** Adds the files to the dataset of this name, or makes it where there is none. */
  append: z.boolean().optional(),
  /** How all of the files are written; left out, each is recognised by its header, or is as the dataset's others. */
  layout: fileLayout.optional(),
});
export type LoadRequest = z.infer<typeof loadRequest>;

const settingsPatch = z.strictObject({
  lastDataset: datasetName.nullable().optional(),
  theme: z.enum(['light', 'dark', 'auto']).optional(),
  memoryLimitBytes: z.number().int().positive().nullable().optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** ISO 8601 with zone, as all times. */
const time = z.iso.datetime({ offset: true });

/** A pack by its name (its newest version), or one that is tried before it is saved. */
const packChoice = z.union([packName, rulePack]);
export type PackChoice = z.infer<typeof packChoice>;

const replayRequest = z.strictObject({
  /** Chosen by the caller, for `replay.control`. */
  run: z.string().min(1).max(64),
  dataset: datasetName,
  /** Left out: the active pack. */
  pack: packChoice.optional(),
  /** Events from here to before there; left out, the whole data. Detection begins without memory of what was before. */
  from: time.optional(),
  to: time.optional(),
  /** Seconds of event time a second; null for as fast as it goes. */
  speed: z.number().positive().max(1_000_000).nullable(),
  isPaused: z.boolean().optional(),
  /** Goes on where the last run over the same range and pack was stopped: catches up at full speed to there. */
  resume: z.boolean().optional(),
  /** Every change of an alert comes with the progress, as `alerts`, and no frames. */
  follow: z.boolean().optional(),
});
export type ReplayRequest = z.infer<typeof replayRequest>;

const alertQuestion = z.strictObject({
  dataset: datasetName,
  /** Left out: the newest run of the active pack, or where it has none the newest run. */
  run: z.string().optional(),
  states: z.array(z.enum(alertStates)).optional(),
  severities: z.array(z.enum(severities)).optional(),
  families: z.array(z.enum(families)).optional(),
  verdicts: z.array(z.enum(['none', 'confirmed', 'dismissed'])).optional(),
  /** Of the alerts that were detected from here to before there. */
  from: time.optional(),
  to: time.optional(),
  entity: z.strictObject({ type: z.enum(entityTypes), id: z.string() }).optional(),
  /** Part of the entity's id, the rule or the reason. */
  search: z.string().optional(),
  /** Those that are muted or allowed are left out unless asked for. */
  withQuiet: z.boolean().optional(),
});
export type AlertQuestion = z.infer<typeof alertQuestion>;

const page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(10_000) };

const ofDataset = z.strictObject({ dataset: datasetName });

/** Every call there is. Params are parsed at the engine's door; long calls report {@link Progress}. */
export const calls = {
  'app.info': call<AppInfo>()(nothing),
  'app.doctor': call<readonly DoctorCheck[]>()(nothing),
  'settings.get': call<Settings>()(nothing),
  'settings.set': call<Settings>()(settingsPatch),
  'datasets.list': call<readonly DatasetInfo[]>()(nothing),
  /** Folders that should be datasets and cannot be used: damaged, or made by another version. */
  'datasets.broken': call<readonly BrokenDataset[]>()(nothing),
  'datasets.get': call<DatasetInfo>()(ofDataset),
  'datasets.facets': call<DatasetFacets>()(ofDataset),
  'datasets.remove': call<null>()(ofDataset),
  'datasets.load': call<LoadSummary>()(loadRequest),
  /** What files hold, out of a sample of them and within a second or so; through `layout`, or the one that each is recognised by. */
  'datasets.preview': call<FilesPreview>()(loadRequest.pick({ paths: true, layout: true })),
  'datasets.rejects': call<RejectPage>()(
    ofDataset.extend({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(100_000) }),
  ),
  /** With a `layout` the files are looked at through it; else through the one they are recognised by. */
  'files.inspect': call<readonly FileInspection[]>()(
    z.strictObject({ paths: z.array(z.string().min(1)).min(1), layout: fileLayout.optional() }),
  ),
  /** Reads the beginning of a file through a layout, as a load would. */
  'files.try': call<TriedLayout>()(z.strictObject({ path: z.string().min(1), layout: fileLayout })),
  /** The layouts that are shipped. */
  'layouts.list': call<readonly FileLayout[]>()(nothing),
  'sample.open': call<DatasetInfo>()(nothing),
  'sample.write': call<SavedFile>()(
    z.strictObject({ rows: z.number().int().min(1), seed: z.number().int(), path: z.string().min(1) }),
  ),
  'quality.get': call<QualityReport>()(ofDataset),
  'profile.get': call<DatasetProfile>()(ofDataset),
  'reports.list': call<readonly ReportDefinition[]>()(nothing),
  'reports.run': call<ReportResult>()(reportQuestion),
  /** Plays a dataset through a pack, keeps its alerts; the progress carries frames for the screen, ten a second at most. */
  'replay.run': call<RunSummary>()(replayRequest),
  'replay.control': call<null>()(
    z.strictObject({
      run: z.string(),
      /** `step` goes on for a minute of event time and pauses. */
      action: z.enum(['play', 'pause', 'step']).optional(),
      speed: z.number().positive().max(1_000_000).nullable().optional(),
    }),
  ),
  /** Tries a pack on the loaded data; keeps nothing. */
  'replay.simulate': call<Simulation>()(
    z.strictObject({ dataset: datasetName, pack: packChoice, from: time.optional(), to: time.optional() }),
  ),
  'replay.compare': call<PackComparison>()(
    z.strictObject({
      dataset: datasetName,
      before: packChoice,
      after: packChoice,
      from: time.optional(),
      to: time.optional(),
    }),
  ),
  'packs.list': call<readonly PackEntry[]>()(nothing),
  /** Keeps a pack of one's own: a new version where its rules have changed. Names of shipped packs are taken. */
  'packs.save': call<RulePack>()(z.strictObject({ pack: rulePack })),
  'packs.remove': call<null>()(z.strictObject({ name: packName })),
  'packs.activate': call<null>()(z.strictObject({ name: packName })),
  'alerts.runs': call<readonly RunInfo[]>()(ofDataset),
  'alerts.list': call<AlertPage>()(alertQuestion.extend(page)),
  /** The events that an alert rests on, in order. */
  'alerts.evidence': call<Table>()(z.strictObject({ dataset: datasetName, alert: z.string(), ...page })),
  'alerts.care': call<readonly KeptAlert[]>()(
    z.strictObject({
      dataset: datasetName,
      alerts: z.array(z.string()).min(1).max(10_000),
      verdict: z.enum(['none', 'confirmed', 'dismissed']).optional(),
      acknowledge: z.boolean().optional(),
      note: z.string().max(2000).nullable().optional(),
      mutedUntil: time.nullable().optional(),
    }),
  ),
  'allow.list': call<readonly AllowEntry[]>()(ofDataset),
  'allow.add': call<readonly AllowEntry[]>()(
    z.strictObject({
      dataset: datasetName,
      type: z.enum(['user', 'session', 'product']),
      id: z.string().min(1),
      reason: z.string().min(1).max(500),
      until: time.nullable(),
    }),
  ),
  'allow.remove': call<readonly AllowEntry[]>()(
    z.strictObject({ dataset: datasetName, type: z.enum(['user', 'session', 'product']), id: z.string() }),
  ),
  /** Everything that a user, session or product did. */
  'entity.get': call<EntityPage>()(
    z.strictObject({ dataset: datasetName, type: z.enum(['user', 'session', 'product']), id: z.string(), ...page }),
  ),
  'webhooks.list': call<readonly Webhook[]>()(nothing),
  'webhooks.save': call<readonly Webhook[]>()(
    z.strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Signs the body (HMAC-SHA-256); left out, the secret that is there stays. */
      secret: z.string().min(1).optional(),
      minSeverity: z.enum(severities),
      isOn: z.boolean(),
    }),
  ),
  'webhooks.remove': call<readonly Webhook[]>()(z.strictObject({ url: z.string() })),
  /** Sends a made-up alert once; the result is what came back. */
  'webhooks.test': call<{ readonly ok: boolean; readonly detail: string }>()(z.strictObject({ url: z.string() })),
  'webhooks.deadLetters': call<readonly DeadLetter[]>()(nothing),
  'webhooks.resend': call<readonly DeadLetter[]>()(z.strictObject({ ids: z.array(z.string()) })),
  'export.alerts': call<SavedFile>()(
    z.strictObject({ question: alertQuestion, format: z.enum(['csv', 'json', 'pdf']), path: z.string().min(1) }),
  ),
  'export.report': call<SavedFile>()(
    z.strictObject({ question: reportQuestion, format: reportFormat, path: z.string().min(1) }),
  ),
  'export.dataset': call<SavedFile>()(ofDataset.extend({ path: z.string().min(1) })),
  'export.rejects': call<SavedFile>()(ofDataset.extend({ path: z.string().min(1) })),
  ...remoteCalls,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallParams<Name extends CallName> = z.infer<Calls[Name]['params']>;
export type CallResult<Name extends CallName> = Calls[Name]['result'];

/** How far a long call is. `total` is null while it is not known; `secondsLeft` likewise. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'rows' | 'bytes' | 'files' | 'pages' | 'steps';
  readonly rows?: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number | null;
  /** Of a load: told once, as soon as all rows have been counted. */
  readonly early?: EarlyAnswers;
  /** Of a replay: what the live screen shows. */
  readonly frame?: LiveFrame;
  /** Of detection that is followed: alerts as they change. */
  readonly alerts?: readonly Alert[];
  /** Of detection over a file or stream: rows that are no events, as they are met. */
  readonly rejects?: readonly Reject[];
  /** Of a question to a remote engine. */
  readonly remote?: RemoteProgress;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The engine as its callers see it, over a wire or in the same process. */
export type CallEngine = <Name extends CallName>(
  name: Name,
  params: CallParams<Name>,
  options?: CallOptions,
) => Promise<CallResult<Name>>;

export const errorCodes = [
  'bad_params', // the call's parameters do not fit
  'unknown_call',
  'cancelled',
  'not_found', // no such dataset, file or report
  'already_exists',
  'bad_input', // a file that cannot be read as what it should be
  'no_space', // not enough disk
  'out_of_memory',
  'in_use', // another process holds the file
  'wrong_version', // a workspace or dataset of another version of the app
  'mismatch', // a check of counts failed: rows read = loaded + rejected
  'query_failed',
  'credentials', // none, expired or refused
  'access_denied', // `action` and `resource` say what is missing
  'misconfigured', // no output location, a wrong region, no such bucket, work group or database
  'throttled', // the service wants fewer calls, or its quota is used up
  'network', // the other end cannot be reached, or the connection broke
  'needs_approval', // a remote query beyond the soft limit: ask again with `approvedBytes`
  'over_limit', // the day's cap, or a work group's cut-off
  'disconnected', // the wire closed while the call waited
  'engine_crashed',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Where it happened; `wayOut` is a sentence that says what to do next. */
export interface ErrorDetails {
  readonly file?: string;
  readonly line?: number;
  readonly report?: string;
  readonly sql?: string;
  readonly wayOut?: string;
  /** What was not allowed (`s3:GetObject`) and on what (`arn:aws:s3:::bucket/key`, or a name). */
  readonly action?: string;
  readonly resource?: string;
  /** Of `needs_approval` and `over_limit`: what the query would scan, and cost in US dollars. */
  readonly bytes?: number;
  readonly costUsd?: number | null;
  /** Of the remote engine, where the query was accepted. */
  readonly queryId?: string;
}

export interface BrokenDataset {
  readonly name: string;
  readonly error: SerializedError;
}

export interface SerializedError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** The one error that crosses the wire. The message is a neutral statement for people. */
export class EngineError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'EngineError';
  }

  serialize(): SerializedError {
    return { code: this.code, message: this.message, details: this.details };
  }

  static from(error: unknown): EngineError {
    if (error instanceof EngineError) return error;
    if (error instanceof Error && error.name === 'AbortError') return new EngineError('cancelled', 'Cancelled.');
    return new EngineError('internal', error instanceof Error ? error.message : String(error));
  }

  static deserialize(error: SerializedError): EngineError {
    return new EngineError(error.code, error.message, error.details);
  }
}

/** Down the wire. */
export type Request =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

/** Up the wire. */
export type Reply =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: SerializedError };

/** One end of a two-way line: it posts structured-cloneable messages in order and says when it is closed. */
export interface Wire<Out, In> {
  post(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: (reason: string) => void): void;
}

/** Connections to engines and lakes elsewhere. A secret goes down with `connections.save` and never comes up. */
import { z } from 'zod';
import { eventTypes, fields } from '../layout.js';
import { connectionName } from '../question.js';

export const s3Uri = z
  .string()
  .regex(/^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/.*)?$/, 'a place in S3 is written s3://bucket/prefix/');

/** How a column of somebody else's table gives a field. `text_utc` also reads `2019-10-01 00:00:00 UTC`. */
const columnMapping = z.strictObject({
  column: z.string().min(1),
  form: z.enum(['as_is', 'text_utc', 'epoch_seconds', 'epoch_millis']),
});
export type ColumnMapping = z.infer<typeof columnMapping>;

/** A table of events that Vitrine did not publish. */
export const eventsMapping = z.strictObject({
  /** Left out: the connection's database or schema. */
  database: z.string().min(1).optional(),
  table: z.string().min(1),
  /** Fields that are left out are not known. Without `user_session` each user is one session. */
  columns: z.partialRecord(z.enum(fields), columnMapping),
  /** Words of the event type that are written otherwise: `{"order": "purchase"}`. */
  words: z.record(z.string(), z.enum(eventTypes)).optional(),
  /** The column by which days (UTC) are parted: a DATE, or a text `YYYY-MM-DD` or `YYYYMMDD`. */
  partition: z
    .strictObject({ column: z.string().min(1), form: z.enum(['date', 'iso_text', 'compact_text']) })
    .optional(),
});
export type EventsMapping = z.infer<typeof eventsMapping>;

const identity = z.string().min(1).max(128);
const bytesOrNone = z.number().min(0).nullable();

export const athenaConnection = z.strictObject({
  kind: z.literal('athena'),
  name: connectionName,
  region: z.string().regex(/^[a-z0-9-]{1,32}$/, 'a region is written like us-east-1'),
  /** `default`: as the AWS tools look for them. `keys`: kept in the system's safe storage, or until the app ends. */
  credentials: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('default') }),
    z.strictObject({ from: z.literal('environment') }),
    z.strictObject({ from: z.literal('profile'), profile: identity }),
    z.strictObject({ from: z.literal('keys') }),
  ]),
  /** Of a service that speaks like AWS; S3 is then addressed by path, and Athena is asked there too. */
  endpoint: z.url({ protocol: /^https?$/ }).nullable(),
  workgroup: z.string().regex(/^[a-zA-Z0-9._-]{1,128}$/),
  /** Where results are written; null where the work group says it. */
  output: s3Uri.nullable(),
  catalog: identity,
  database: identity,
  /** Where Vitrine has published a lake; null where it has not. */
  lake: s3Uri.nullable(),
  /** Somebody else's table as the events; null for the lake's own. */
  events: eventsMapping.nullable(),
  /** US dollars for 10^12 bytes. */
  pricePerTb: z.number().min(0),
  /** A query that would scan more is asked about first. Null: never. */
  softLimitBytes: bytesOrNone,
  /** What may be scanned in one local day, all queries together. Null: no cap. */
  dayCapBytes: bytesOrNone,
  /** Answers of so many minutes ago may be used again, without a scan. 0: never. */
  reuseMinutes: z.number().int().min(0).max(10_080),
});
export type AthenaConnection = z.infer<typeof athenaConnection>;

export const trinoConnection = z.strictObject({
  kind: z.literal('trino'),
  name: connectionName,
  server: z.url({ protocol: /^https?$/ }),
  catalog: identity,
  schema: identity,
  user: identity,
  /** Where the catalog's tables are a lake that Vitrine has published: only for its manifest. */
  events: eventsMapping.nullable(),
});
export type TrinoConnection = z.infer<typeof trinoConnection>;

export const connection = z.discriminatedUnion('kind', [athenaConnection, trinoConnection]);
export type ConnectionSettings = z.infer<typeof connection>;

/** Goes down only. */
export const connectionSecret = z.union([
  z.strictObject({
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    sessionToken: z.string().min(1).optional(),
  }),
  z.strictObject({ password: z.string().min(1) }),
]);
export type ConnectionSecret = z.infer<typeof connectionSecret>;

/** A connection as people see it. */
export type ConnectionInfo = ConnectionSettings & {
  /** Whether there is a secret, and how long it stays; null where the connection needs none. */
  readonly secret: 'kept' | 'until_the_app_ends' | 'missing' | null;
  /** Of an SSO profile or a session token, where it is known: ISO 8601. */
  readonly expiresAt: string | null;
};

export interface ConnectionCheck {
  readonly id: 'credentials' | 'reach' | 'workgroup' | 'output' | 'database' | 'lake' | 'events';
  readonly title: string;
  /** Null: not tried, because an earlier one failed or nothing is set. */
  readonly ok: boolean | null;
  readonly detail: string;
  readonly wayOut: string | null;
}

export interface AwsProfile {
  readonly name: string;
  readonly region: string | null;
  readonly kind: 'keys' | 'sso' | 'role' | 'process' | 'other';
  /** Of SSO: when the sign-in ends; null where nobody is signed in. */
  readonly expiresAt: string | null;
  readonly isExpired: boolean;
}

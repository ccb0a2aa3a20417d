/** A connection while a person writes it: texts and numbers as they stand in the form. Pure functions. */
import { connection, type ConnectionSecret } from '../../preload/remote/connection.js';
import type { AthenaConnection, ConnectionInfo, ConnectionSettings, EventsMapping } from '../../preload/contract.js';
import type { ConnectionRequest } from './connections.js';

export type CredentialsFrom = AthenaConnection['credentials']['from'];

export interface ConnectionDraft {
  readonly kind: ConnectionSettings['kind'];
  readonly name: string;
  readonly region: string;
  readonly from: CredentialsFrom;
  readonly profile: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly endpoint: string;
  readonly workgroup: string;
  readonly output: string;
  readonly catalog: string;
  /** Of Athena the database, of Trino the schema. */
  readonly database: string;
  readonly lake: string;
  readonly pricePerTb: number | null;
  readonly softLimitGb: number | null;
  readonly dayCapGb: number | null;
  readonly reuseMinutes: number | null;
  readonly server: string;
  readonly user: string;
  readonly password: string;
  /** Not of the form: what was attached stays. */
  readonly events: EventsMapping | null;
}

export type DraftProblems = Readonly<Partial<Record<keyof ConnectionDraft, string>>>;

const gigabyte = 1e9;

export function emptyDraft(kind: ConnectionDraft['kind']): ConnectionDraft {
  return {
    kind,
    name: '',
    region: 'us-east-1',
    from: 'default',
    profile: '',
    accessKeyId: '',
    secretAccessKey: '',
    sessionToken: '',
    endpoint: '',
    workgroup: 'primary',
    output: '',
    catalog: kind === 'athena' ? 'AwsDataCatalog' : 'hive',
    database: 'default',
    lake: '',
    pricePerTb: 5,
    softLimitGb: 100,
    dayCapGb: null,
    reuseMinutes: 60,
    server: '',
    user: '',
    password: '',
    events: null,
  };
}

function toGigabytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / gigabyte;
}

/** The connection as a form shows it: without its secret, which the screen does not know. */
export function draftOf(info: ConnectionInfo): ConnectionDraft {
  const { kind, name, catalog, events } = info;
  if (info.kind === 'trino') {
    const { server, schema, user } = info;
    return { ...emptyDraft(kind), name, catalog, events, server, user, database: schema };
  }
  const { region, credentials, workgroup, database, pricePerTb, reuseMinutes } = info;
  return {
    ...emptyDraft(kind),
    name,
    catalog,
    events,
    region,
    workgroup,
    database,
    pricePerTb,
    reuseMinutes,
    from: credentials.from,
    profile: credentials.from === 'profile' ? credentials.profile : '',
    endpoint: info.endpoint ?? '',
    output: info.output ?? '',
    lake: info.lake ?? '',
    softLimitGb: toGigabytes(info.softLimitBytes),
    dayCapGb: toGigabytes(info.dayCapBytes),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

function toBytes(gigabytes: number | null): number | null {
  return gigabytes === null ? null : Math.round(gigabytes * gigabyte);
}

/** A place in S3 stands for all that is below it. */
function placeOrNull(text: string): string | null {
  const place = orNull(text);
  return place === null || place.endsWith('/') ? place : `${place}/`;
}

function settingsOf(draft: ConnectionDraft): unknown {
  const name = draft.name.trim();
  const catalog = draft.catalog.trim();
  const database = draft.database.trim();
  const { kind, events } = draft;
  if (kind === 'trino')
    return { kind, name, server: draft.server.trim(), catalog, schema: database, user: draft.user.trim(), events };
  const { from } = draft;
  return {
    kind,
    name,
    region: draft.region.trim(),
    credentials: from === 'profile' ? { from, profile: draft.profile.trim() } : { from },
    endpoint: orNull(draft.endpoint),
    workgroup: draft.workgroup.trim(),
    output: placeOrNull(draft.output),
    catalog,
    database,
    lake: placeOrNull(draft.lake),
    events,
    pricePerTb: draft.pricePerTb ?? 0,
    softLimitBytes: toBytes(draft.softLimitGb),
    dayCapBytes: toBytes(draft.dayCapGb),
    reuseMinutes: draft.reuseMinutes ?? 0,
  };
}

function secretOf(draft: ConnectionDraft): ConnectionSecret | undefined {
  const { kind, from, password } = draft;
  if (kind === 'trino') return password === '' ? undefined : { password };
  const accessKeyId = draft.accessKeyId.trim();
  const secretAccessKey = draft.secretAccessKey.trim();
  const sessionToken = draft.sessionToken.trim();
  if (from !== 'keys' || accessKeyId === '' || secretAccessKey === '') return undefined;
  return sessionToken === '' ? { accessKeyId, secretAccessKey } : { accessKeyId, secretAccessKey, sessionToken };
}

const place = 'A place in S3 is written s3://bucket/prefix/.';
/** What to write, by the path of the setting that does not fit. */
const sentences: Readonly<Record<string, readonly [keyof ConnectionDraft, string]>> = {
  name: ['name', 'A name has 1 to 64 letters, digits, spaces, dots, dashes or underscores.'],
  region: ['region', 'A region is written like us-east-1.'],
  'credentials.profile': ['profile', 'Choose a profile.'],
  endpoint: ['endpoint', 'An address begins with http:// or https://.'],
  workgroup: ['workgroup', 'A work group has letters, digits, dots, dashes and underscores.'],
  output: ['output', place],
  catalog: ['catalog', 'Name the catalog.'],
  database: ['database', 'Name the database.'],
  schema: ['database', 'Name the schema.'],
  lake: ['lake', place],
  pricePerTb: ['pricePerTb', 'A price is 0 or more.'],
  softLimitBytes: ['softLimitGb', 'A limit is 0 or more.'],
  dayCapBytes: ['dayCapGb', 'A cap is 0 or more.'],
  reuseMinutes: ['reuseMinutes', 'From 0 to 10,080 whole minutes.'],
  server: ['server', 'An address begins with http:// or https://.'],
  user: ['user', 'Name the user.'],
};

/** What is wrong with the secret: half a pair of keys, or none where none is there. */
function secretProblems(draft: ConnectionDraft, hasSecret: boolean): DraftProblems {
  if (draft.kind !== 'athena' || draft.from !== 'keys') return {};
  const hasId = draft.accessKeyId.trim() !== '';
  const hasKey = draft.secretAccessKey.trim() !== '';
  if (!hasId && !hasKey && hasSecret && draft.sessionToken.trim() === '') return {};
  return {
    ...(!hasId && { accessKeyId: 'Write the access key id.' }),
    ...(!hasKey && { secretAccessKey: 'Write the secret access key.' }),
  };
}

export type ReadDraft =
  | { readonly request: ConnectionRequest; readonly problems: null }
  | { readonly request: null; readonly problems: DraftProblems };

/**
 * What the draft says, or what is wrong with it, by its fields. `hasSecret`: the engine has the connection's secret, so
 * that empty fields leave it as it is. `taken` are names that a new connection may not have.
 */
export function readDraft(draft: ConnectionDraft, hasSecret: boolean, taken: readonly string[]): ReadDraft {
  const read = connection.safeParse(settingsOf(draft));
  const problems: Record<string, string> = { ...secretProblems(draft, hasSecret) };
  if (taken.includes(draft.name.trim())) problems['name'] = 'There is a connection of this name.';
  for (const { path, message } of read.error?.issues ?? []) {
    const [field, sentence] = sentences[path.join('.')] ?? (['name', message] as const);
    problems[field] ??= sentence;
  }
  if (!read.success || Object.keys(problems).length > 0) return { request: null, problems };
  const secret = secretOf(draft);
  return { request: secret ? { connection: read.data, secret } : { connection: read.data }, problems: null };
}

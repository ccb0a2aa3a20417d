/** What `connect` was given becomes a connection. */
import type { ConnectionSettings } from '../../preload/contract.js';
import { UsageError } from './exit-code.js';
import type { GlobalOptions } from './session.js';

export interface ConnectOptions extends GlobalOptions {
  readonly kind?: 'athena' | 'trino';
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly workgroup?: string;
  readonly output?: string;
  readonly database?: string;
  readonly lake?: string;
  readonly price?: number;
  /** Infinity: none. */
  readonly softLimit?: number;
  readonly dayCap?: number;
  readonly reuseMinutes?: number;
  readonly server?: string;
  readonly catalog?: string;
  readonly schema?: string;
  readonly user?: string;
  readonly test?: boolean;
  readonly remove?: boolean;
}

const ofAthena = [
  'region',
  'profile',
  'endpoint',
  'workgroup',
  'output',
  'database',
  'lake',
  'price',
  'softLimit',
  'dayCap',
  'reuseMinutes',
] as const;
const ofTrino = ['server', 'schema', 'user'] as const;

function flag(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Throws UsageError. */
export function checkConnectOptions(options: ConnectOptions): void {
  const { kind, test, remove } = options;
  const own = [...ofAthena, ...ofTrino, 'catalog' as const].filter((option) => options[option] !== undefined);
  if (remove === true && (kind !== undefined || test === true || own.length > 0))
    throw new UsageError('“--remove” stands alone.', 'Leave the other options out.');
  if (kind === undefined && own[0] !== undefined)
    throw new UsageError(`“${flag(own[0])}” needs “--kind”.`, 'Add --kind athena or --kind trino.');
  if (kind === undefined && test !== true && remove !== true)
    throw new UsageError(
      'There is nothing to do.',
      'Add --kind athena|trino to make the connection, --test to try it, or --remove.',
    );
  const foreign: readonly (keyof ConnectOptions)[] = kind === 'athena' ? ofTrino : kind === 'trino' ? ofAthena : [];
  const wrong = foreign.find((option) => options[option] !== undefined);
  if (wrong !== undefined) throw new UsageError(`“${flag(wrong)}” is not for “--kind ${kind ?? ''}”.`, 'Leave it out.');
}

function require(option: 'region' | 'database' | 'server' | 'catalog' | 'schema', value: string | undefined): string {
  if (value !== undefined) return value;
  throw new UsageError(`“${flag(option)}” is missing.`, `Add ${flag(option)}.`);
}

/** Text without a slash at its end is a place, too. */
function asPlace(uri: string | undefined): string | null {
  return uri === undefined || uri === '' ? null : uri;
}

type Given<Kind extends ConnectionSettings['kind']> = Extract<ConnectionSettings, { kind: Kind }>;

/** A limit as an option says it, or as it is where the option was left out. */
const limit = (option: number | undefined, before: number | null) =>
  option === undefined ? before : option === Infinity ? null : option;

function athena(name: string, options: ConnectOptions, before: Given<'athena'> | null): Given<'athena'> {
  const { profile, endpoint = null, workgroup = 'primary', output, lake, catalog = 'AwsDataCatalog' } = options;
  const region = require('region', options.region);
  const database = require('database', options.database);
  // What Vitrine found out about a lake stays true only of that place.
  const isSamePlace =
    before?.database === database &&
    before.region === region &&
    before.endpoint === endpoint &&
    before.catalog === catalog;
  return {
    kind: 'athena',
    name,
    region,
    credentials: profile === undefined ? { from: 'default' } : { from: 'profile', profile },
    endpoint,
    workgroup,
    output: asPlace(output),
    catalog,
    database,
    lake: lake === undefined ? (isSamePlace ? before.lake : null) : asPlace(lake),
    events: isSamePlace ? before.events : null,
    pricePerTb: options.price ?? before?.pricePerTb ?? 5,
    softLimitBytes: limit(options.softLimit, before ? before.softLimitBytes : 100e9),
    dayCapBytes: limit(options.dayCap, before?.dayCapBytes ?? null),
    reuseMinutes: options.reuseMinutes ?? before?.reuseMinutes ?? 0,
  };
}

function trino(
  name: string,
  options: ConnectOptions,
  before: Given<'trino'> | null,
  environment: Readonly<Record<string, string | undefined>>,
): Given<'trino'> {
  const server = require('server', options.server);
  const catalog = require('catalog', options.catalog);
  const schema = require('schema', options.schema);
  const isSamePlace = before?.server === server && before.catalog === catalog && before.schema === schema;
  return {
    kind: 'trino',
    name,
    server,
    catalog,
    schema,
    user: options.user ?? before?.user ?? environment['USER'] ?? environment['USERNAME'] ?? 'vitrine',
    events: isSamePlace ? before.events : null,
  };
}

/** `before` is the connection of this name, where there is one: its limits stay. Throws UsageError. */
export function toConnection(
  name: string,
  options: ConnectOptions,
  before: ConnectionSettings | null,
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings {
  return options.kind === 'trino'
    ? trino(name, options, before?.kind === 'trino' ? before : null, environment)
    : athena(name, options, before?.kind === 'athena' ? before : null);
}

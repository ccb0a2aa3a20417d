/** What each field holds: of a loaded dataset, or of a sample of a file before it is loaded. */
import type { ColumnProfile, DatasetProfile, Field, ProfileValue } from '../../../preload/contract.js';
import type { BoundValue, Connection } from '../database.js';
import { countValues } from './counted-values.js';
import { datasetFields, profiledFields, sampleFields, type CountedField } from './profile-fields.js';
import { countHistogram } from './profile-histogram.js';

type Type = ColumnProfile['type'];

/** What the dataset's files lack. */
export interface ProfileFacts {
  readonly absentFields: readonly Field[];
  readonly sessionGapMinutes: number | null;
}

const summarise = (counted: string) => `SELECT coalesce(sum(events), 0) AS rows,
    coalesce(sum(events) FILTER (WHERE number IS NULL AND word IS NULL), 0) AS nulls,
    count(number) + count(word) AS "distinct", count(number) > 0 AND count(word) > 0 AS is_mixed,
    coalesce(CAST(min(number) AS VARCHAR), min(word)) AS low, coalesce(CAST(max(number) AS VARCHAR), max(word)) AS high
  FROM ${counted}`;

const rangeOfTexts = (counted: string) =>
  `SELECT min(coalesce(word, CAST(number AS VARCHAR))) AS low, max(coalesce(word, CAST(number AS VARCHAR))) AS high
  FROM ${counted}`;

const mostFrequent = (counted: string) => `SELECT coalesce(word, CAST(number AS VARCHAR)) AS value, events
  FROM (SELECT number, word, events FROM ${counted} WHERE number IS NOT NULL OR word IS NOT NULL
    ORDER BY events DESC, number NULLS LAST, word LIMIT 10)
  ORDER BY events DESC, number NULLS LAST, word`;

/** Money has at least two decimals, and the third and fourth where they say something. */
function show(type: Type, value: string): string {
  if (type === 'time') return `${value.replace(' ', 'T')}Z`;
  if (type === 'money') return value.replace(/(\.\d\d\d?)0+$/, '$1').replace(/(\.\d\d)0$/, '$1');
  return value;
}

function showIfAny(type: Type, value: unknown): string | null {
  return typeof value === 'string' ? show(type, value) : null;
}

async function profileCounted(
  connection: Connection,
  { field, type }: CountedField,
  counted: string,
): Promise<ColumnProfile> {
  const [summary] = await connection.rows(summarise(counted));
  const rows = Number(summary?.rows);
  const [range] = summary?.is_mixed === true ? await connection.rows(rangeOfTexts(counted)) : [summary];
  const top = (await connection.rows(mostFrequent(counted))).map(({ value, events }): ProfileValue => ({
    value: show(type, String(value)),
    rows: Number(events),
    share: Number(events) / rows,
  }));
  const histogram = type === 'time' || type === 'money' ? await countHistogram(connection, type, counted) : [];
  return {
    field,
    type,
    rows,
    nulls: Number(summary?.nulls),
    distinct: Number(summary?.distinct),
    min: showIfAny(type, range?.low),
    max: showIfAny(type, range?.high),
    top,
    histogram,
    note: null,
  };
}

/** Counts the values once, so that everything else is asked of the counts and not of the rows. */
async function profileField(connection: Connection, counted: CountedField): Promise<ColumnProfile> {
  if (counted.isReady) return profileCounted(connection, counted, `(${counted.sql})`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE profile_counts AS ${counted.sql}`);
  const profile = await profileCounted(connection, counted, 'profile_counts');
  await connection.run('DROP TABLE profile_counts');
  return profile;
}

function profileAbsent(field: Field, rows: number, note: string): ColumnProfile {
  const type = profiledFields.find((profiled) => profiled.field === field)?.type ?? 'text';
  return { field, type, rows, nulls: rows, distinct: 0, min: null, max: null, top: [], histogram: [], note };
}

async function describeAbsence(connection: Connection, field: Field, facts: ProfileFacts): Promise<string> {
  if (field !== 'user_session' || facts.sessionGapMinutes === null) return 'No file has this column.';
  const made = await connection.number('SELECT count(*) FROM sessions');
  const sessions = `${made.toLocaleString('en-US')} ${made === 1 ? 'session' : 'sessions'}`;
  return `Made: a new session after ${facts.sessionGapMinutes} minutes without an event. ${sessions}.`;
}

/**
 * All nine fields of a loaded database (`events` with its counted values, `sessions`, `*_words`), exact.
 * Each field is scanned once, as the whole numbers and ENUMs that are stored.
 */
export async function measureProfile(connection: Connection, facts: ProfileFacts): Promise<DatasetProfile> {
  await countValues(connection);
  const rows = await connection.number('SELECT count(*) FROM events');
  const columns: ColumnProfile[] = [];
  for (const counted of datasetFields) {
    const { field } = counted;
    columns.push(
      facts.absentFields.includes(field)
        ? profileAbsent(field, rows, await describeAbsence(connection, field, facts))
        : await profileField(connection, counted),
    );
  }
  return { rows, columns };
}

/**
 * All nine fields of a relation that has them as they are written: `event_time` TIMESTAMP, `price` DECIMAL(18,4), the
 * others VARCHAR. `relation` is what may stand behind FROM, `values` are bound to its `?`; it is read once.
 */
export async function profileSample(
  connection: Connection,
  relation: string,
  values: readonly BoundValue[] = [],
): Promise<readonly ColumnProfile[]> {
  const fields = profiledFields.map(({ field }) => field).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE profile_sample AS SELECT ${fields} FROM ${relation}`, values);
  const columns: ColumnProfile[] = [];
  for (const counted of sampleFields('profile_sample')) columns.push(await profileField(connection, counted));
  await connection.run('DROP TABLE profile_sample');
  return columns;
}

/**
 * Times and event words out of texts, in SQL. DuckDB's casts are kinder than we may be (a zone behind a time is dropped),
 * so each text is matched before it is cast.
 */
import { eventTypes, type FileLayout } from '../../../preload/contract.js';
import type { BoundValue } from '../database.js';

/** An expression over the texts of a row, with the values that its `?` take. */
interface Reading {
  readonly sql: string;
  readonly values: readonly BoundValue[];
}

/** The way the published files write a time. */
export const usualTime = `regexp_full_match(event_time, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC')`;
const anyTime = `\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?( ?(UTC|GMT|Z|[+-](0\\d|1[0-4])(:?[0-5]\\d)?))?`;

const isUtc = (zone: string) => ['UTC', 'ETC/UTC', 'GMT'].includes(zone.toUpperCase());

/** A local time of the zone in UTC. */
function localTime(time: string, zone: string): Reading {
  return isUtc(zone) ? { sql: time, values: [] } : { sql: `timezone('UTC', timezone(?, ${time}))`, values: [zone] };
}

function readTextTime(zone: string): Reading {
  const bare = localTime(`TRY_CAST(event_time AS TIMESTAMP)`, zone);
  const whenBare = isUtc(zone) ? '' : `WHEN regexp_full_match(substr(event_time, 20), '[0-9.]*') THEN ${bare.sql}`;
  return {
    sql: `CASE
    WHEN ${usualTime} THEN TRY_CAST(event_time AS TIMESTAMP)
    WHEN NOT regexp_full_match(event_time, '${anyTime}') THEN NULL
    WHEN regexp_matches(substr(event_time, 20), '[+-]')
      THEN timezone('UTC', TRY_CAST(left(event_time, 19) || replace(substr(event_time, 20), ' ', '') AS TIMESTAMPTZ))
    ${whenBare}
    ELSE TRY_CAST(rtrim(event_time, ' UTCGMZ') AS TIMESTAMP) END`,
    values: bare.values,
  };
}

/** Up to the end of the year 9999, to the microsecond. */
function readEpoch(microseconds: number): Reading {
  const number = 'TRY_CAST(event_time AS DECIMAL(30,9))';
  const last = 253_402_300_799 * (1_000_000 / microseconds);
  return {
    sql: `CASE WHEN regexp_full_match(event_time, '-?[0-9]{1,18}(\\.[0-9]*)?') AND ${number} BETWEEN -${last} AND ${last}
      THEN make_timestamp(CAST(${number} * ${microseconds} AS BIGINT)) END`,
    values: [],
  };
}

function readPattern(pattern: string, zone: string): Reading {
  const parsed = 'try_strptime(event_time, ?)';
  if (/%[zZ]/.test(pattern)) return { sql: `timezone('UTC', ${parsed})`, values: [pattern] };
  const { sql, values } = localTime(parsed, zone);
  return { sql, values: [...values, pattern] };
}

function readTime({ form, zone }: FileLayout['time']): Reading {
  if (form === 'text') return readTextTime(zone);
  if (form === 'epoch-seconds') return readEpoch(1_000_000);
  if (form === 'epoch-milliseconds') return readEpoch(1_000);
  if (form === 'epoch-microseconds') return readEpoch(1);
  return readPattern(form, zone);
}

/** The words of a layout as they are compared. */
export function normalWord(word: string): string {
  return word.trim().toLowerCase();
}

/** Most files have the four words themselves: only other texts are looked up. */
function readType(layout: FileLayout): Reading {
  const meanings = new Map(Object.entries(layout.words).map(([word, type]) => [normalWord(word), type]));
  const types = [...meanings.values()];
  // one search in a list: a CASE folds the text anew for each of its branches
  const words = `[${types.map(() => 'CAST(? AS VARCHAR)').join(', ')}]`;
  const found = `list_position(${words}, lower(trim(event_type)))`;
  const folded =
    types.length === 0
      ? 'CAST(NULL AS VARCHAR)'
      : `list_extract([${types.map((type) => `'${type}'`).join(', ')}], ${found})`;
  const same = eventTypes.filter((type) => meanings.get(type) === type).map((type) => `'${type}'`);
  return {
    sql: same.length === 0 ? folded : `CASE WHEN event_type IN (${same.join(', ')}) THEN event_type ELSE ${folded} END`,
    values: [...meanings.keys()],
  };
}

/** The columns `read_time` and `read_type` over the nine texts. */
export function readFields(layout: FileLayout): Reading {
  const time = readTime(layout.time);
  const type = readType(layout);
  return {
    sql: `${time.sql} AS read_time, ${type.sql} AS read_type`,
    values: [...time.values, ...type.values],
  };
}

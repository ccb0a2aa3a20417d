/**
 * How the values of each field are counted, in one shape: a row per value with `number` (a time, an amount, an id that is
 * a whole number) or else `word`, and `events`; both are null where there is no value.
 */
import type { ColumnProfile, Field } from '../../../preload/contract.js';
import { countedIn, eventsBy } from './counted-values.js';

export interface CountedField {
  readonly field: Field;
  readonly type: ColumnProfile['type'];
  /** SELECT of the shape above. */
  readonly sql: string;
  /** The rows stand ready, so the SELECT may be read several times. */
  readonly isReady: boolean;
}

export const profiledFields = [
  { field: 'event_time', type: 'time' },
  { field: 'event_type', type: 'word' },
  { field: 'product_id', type: 'id', words: 'product_words' },
  { field: 'category_id', type: 'id', words: 'category_words' },
  { field: 'category_code', type: 'text' },
  { field: 'brand', type: 'text' },
  { field: 'price', type: 'money' },
  { field: 'user_id', type: 'id', words: 'user_words' },
  { field: 'user_session', type: 'text' },
] as const satisfies readonly { field: Field; type: ColumnProfile['type']; words?: string }[];

const group = (field: Field, relation: string) =>
  `SELECT ${field} AS value, count(*) AS events FROM ${relation} GROUP BY ${field}`;

const asNumber = (grouped: string) => `SELECT value AS number, CAST(NULL AS VARCHAR) AS word, events FROM (${grouped})`;

/** ENUMs become texts only here: some thousand words, not every row. */
const asWord = (grouped: string) =>
  `SELECT CAST(NULL AS BIGINT) AS number, CAST(value AS VARCHAR) AS word, events FROM (${grouped})`;

/** Negative codes stand for words of the dictionary. */
const asCode = (grouped: string, words: string) =>
  `SELECT CASE WHEN value >= 0 THEN value END AS number, word, events
  FROM (${grouped}) grouped LEFT JOIN ${words} ON ${words}.code = grouped.value`;

const wholeNumber = `CASE WHEN regexp_full_match(value, '0|[1-9][0-9]{0,18}') THEN TRY_CAST(value AS BIGINT) END`;

const asId = (grouped: string) =>
  `SELECT number, CASE WHEN number IS NULL THEN value END AS word, events
  FROM (SELECT value, ${wholeNumber} AS number, events FROM (${grouped}))`;

/** `sessions` has a row per session, so they are counted already. */
const sessions = 'SELECT CAST(NULL AS BIGINT) AS number, user_session AS word, events FROM sessions';

const isCounted = (field: Field): field is keyof typeof countedIn => field in countedIn;

/** Of a loaded dataset: `events`, its counted values, `sessions` and the dictionaries. */
export const datasetFields: readonly CountedField[] = profiledFields.map((profiled) => {
  const { field, type } = profiled;
  if (field === 'user_session') return { field, type, sql: sessions, isReady: true };
  const grouped = isCounted(field) ? eventsBy(field) : group(field, 'events');
  if ('words' in profiled) return { field, type, sql: asCode(grouped, profiled.words), isReady: false };
  const isNumber = type === 'time' || type === 'money';
  return { field, type, sql: isNumber ? asNumber(grouped) : asWord(grouped), isReady: false };
});

/** Of a relation with the nine fields as they are written, ids as texts. */
export function sampleFields(relation: string): readonly CountedField[] {
  return profiledFields.map(({ field, type }) => {
    const grouped = group(field, relation);
    if (type === 'id') return { field, type, sql: asId(grouped), isReady: false };
    const isNumber = type === 'time' || type === 'money';
    return { field, type, sql: isNumber ? asNumber(grouped) : asWord(grouped), isReady: false };
  });
}

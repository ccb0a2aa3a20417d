/**
 * The fields of an event, worked out from the columns of somebody else's table: expressions that Trino and DuckDB (with
 * the prelude) read alike. What cannot be read is null. Columns are named as `t.…`.
 */
import {
  EngineError,
  type CatalogColumn,
  type CatalogTable,
  type ColumnMapping,
  type EventsMapping,
  type Field,
} from '../../../../preload/contract.js';
import { quoteIdentifier } from '../../database.js';
import { toSqlLiteral } from '../sql-literal.js';
import { kindOf, needColumn } from './column-kind.js';

export const columnText = ({ name }: Pick<CatalogColumn, 'name'>): string => `t.${quoteIdentifier(name)}`;

/** The empty text is no value, as in files. */
function textOf(column: CatalogColumn): string {
  const own = columnText(column);
  return kindOf(column) === 'text' ? `nullif(trim(${own}), '')` : `CAST(${own} AS varchar)`;
}

function numberOf(column: CatalogColumn): string {
  return kindOf(column) === 'text'
    ? `try_cast(${columnText(column)} AS double)`
    : `CAST(${columnText(column)} AS double)`;
}

/**
 * Day, with a blank or a T the time, to the millisecond, as far as Athena goes; then a zone, or nothing for UTC. There is
 * no `?` in the patterns: not everything that counts those of a text knows which are in literals.
 */
function readTimeText(column: CatalogColumn): string {
  const own = kindOf(column) === 'text' ? `trim(${columnText(column)})` : `CAST(${columnText(column)} AS varchar)`;
  const written = String.raw`regexp_extract(${own}, '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3}){0,1}){0,1}){0,1}')`;
  const time = `try_cast(replace(${written}, 'T', ' ') AS timestamp)`;
  const offset = String.raw`'([+-])(\d{2}):{0,1}(\d{2})$'`;
  const part = (at: number) => `regexp_extract(${own}, ${offset}, ${at})`;
  const unitsOf = (at: number) => `try_cast(${part(1)} || ${part(at)} AS integer)`;
  const minutes = `${unitsOf(2)} * 60 + ${unitsOf(3)}`;
  // Patterns cost more than all else in a text: the usual form of a whole table does without them.
  const plain = `try_cast(replace(substr(${own}, 1, 19), 'T', ' ') AS timestamp)`;
  return `CASE
      WHEN substr(${own}, 20) IN ('', ' UTC', 'Z') THEN ${plain}
      WHEN regexp_like(${own}, ${offset}) THEN date_add('minute', -(${minutes}), ${time})
      ELSE ${time}
    END`;
}

function readEpoch(seconds: string): string {
  return `CAST(at_timezone(from_unixtime(${seconds}), 'UTC') AS timestamp)`;
}

function timeText(column: CatalogColumn, form: ColumnMapping['form']): string {
  const own = columnText(column);
  const kind = kindOf(column);
  if (form === 'epoch_seconds') return readEpoch(numberOf(column));
  if (form === 'epoch_millis') return readEpoch(`${numberOf(column)} / 1e3`);
  if (kind === 'timestamp') return own;
  if (kind === 'zoned') return `CAST(at_timezone(${own}, 'UTC') AS timestamp)`;
  if (kind === 'date') return `CAST(${own} AS timestamp)`;
  if (kind === 'text') return readTimeText(column);
  throw new EngineError(
    'misconfigured',
    `The column “${column.name}” (${column.type}) is read as a time, and is none.`,
    {
      wayOut: 'Attach the table again and say whether it counts seconds or milliseconds.',
    },
  );
}

function typeText(column: CatalogColumn, words: EventsMapping['words'] = {}): string {
  const own = `lower(trim(CAST(${columnText(column)} AS varchar)))`;
  const cases = Object.entries(words).map(
    ([word, meaning]) => `WHEN ${toSqlLiteral(word.trim().toLowerCase())} THEN ${toSqlLiteral(meaning)}`,
  );
  return cases.length === 0 ? own : `CASE ${own} ${cases.join(' ')} ELSE ${own} END`;
}

/** A whole number, or a text as it is: nothing is calculated with an id. */
function idText(column: CatalogColumn): string {
  const kind = kindOf(column);
  return kind === 'integer' || kind === 'number' ? `CAST(${columnText(column)} AS bigint)` : textOf(column);
}

function priceText(column: CatalogColumn): string {
  return `try_cast(${kindOf(column) === 'text' ? textOf(column) : columnText(column)} AS decimal(18,4))`;
}

const unknown: Readonly<Record<Field, string>> = {
  event_time: 'CAST(NULL AS timestamp)',
  event_type: 'CAST(NULL AS varchar)',
  product_id: 'CAST(NULL AS bigint)',
  category_id: 'CAST(NULL AS bigint)',
  category_code: 'CAST(NULL AS varchar)',
  brand: 'CAST(NULL AS varchar)',
  price: 'CAST(NULL AS decimal(18,4))',
  user_id: 'CAST(NULL AS bigint)',
  user_session: 'CAST(NULL AS varchar)',
};

/** The expression of one field. Throws EngineError `misconfigured` where its column is not there, or cannot be a time. */
export function fieldText(field: Field, mapping: EventsMapping, table: CatalogTable): string {
  const mapped = mapping.columns[field];
  if (mapped === undefined) return unknown[field];
  const column = needColumn(table, mapped.column);
  switch (field) {
    case 'event_time':
      return timeText(column, mapped.form);
    case 'event_type':
      return typeText(column, mapping.words);
    case 'product_id':
    case 'category_id':
    case 'user_id':
      return idText(column);
    case 'price':
      return priceText(column);
    case 'category_code':
    case 'brand':
    case 'user_session':
      return textOf(column);
  }
}

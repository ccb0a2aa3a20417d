/** The relation `events` over a table: the lake's own, or somebody else's through a mapping. */
import {
  EngineError,
  eventTypes,
  fields,
  neededFields,
  type CatalogTable,
  type EventsMapping,
} from '../../../../preload/contract.js';
import { quoteIdentifier } from '../../database.js';
import type { EventsRelation } from '../../elsewhere.js';
import { toSqlLiteral } from '../sql-literal.js';
import { findColumn, kindOf, needColumn } from './column-kind.js';
import { columnText, fieldText } from './field-text.js';

type Partition = NonNullable<EventsMapping['partition']>;

/** What models read of an event. */
const columns = [
  'event_no',
  'event_time',
  'event_type',
  'product_id',
  'category_id',
  'category_code',
  'brand',
  'price',
  'user_id',
  'session_key',
];

/** Whether it is as Vitrine publishes it, with numbers of events and keys of sessions, and is mapped as it is. */
function isOwnTable(table: CatalogTable, { columns: mapped, words }: EventsMapping): boolean {
  const number = findColumn(table, 'event_no');
  if (number === null || kindOf(number) !== 'integer' || words !== undefined) return false;
  return (
    columns.every((name) => findColumn(table, name) !== null) &&
    fields.every((field) => mapped[field] === undefined || mapped[field].column.toLowerCase() === field)
  );
}

/**
 * The mapping of a table whose columns have the fields' own names. Throws EngineError `misconfigured` where one that
 * every event needs is not there.
 */
function mapByName(table: CatalogTable): EventsMapping {
  const found = fields.flatMap((field) => {
    const column = findColumn(table, field);
    if (column === null) return [];
    const isText = field === 'event_time' && kindOf(column) === 'text';
    return [[field, { column: column.name, form: isText ? 'text_utc' : 'as_is' }] as const];
  });
  const names = new Map(found);
  const missing = neededFields.filter((field) => !names.has(field));
  if (missing.length > 0)
    throw new EngineError(
      'misconfigured',
      `The table ${table.database}.${table.name} has no column ${missing.map((name) => `“${name}”`).join(', ')}.`,
      { wayOut: 'Attach it with a mapping that says which columns they are, or name another table.' },
    );
  const day = findColumn(table, 'event_date');
  const isDay = day !== null && ['text', 'date'].includes(kindOf(day));
  return {
    database: table.database,
    table: table.name,
    columns: Object.fromEntries(found),
    ...(isDay && { partition: { column: day.name, form: kindOf(day) === 'date' ? 'date' : 'iso_text' } }),
  };
}

/** Two `?`: the first day, and the day after the last. */
function dayCondition(partition: Partition, table: CatalogTable): string {
  const column = needColumn(table, partition.column);
  const own = columnText(column);
  const kind = kindOf(column);
  const value =
    partition.form === 'date' ? 'CAST(? AS date)' : kind === 'integer' ? 'CAST(? AS integer)' : 'CAST(? AS varchar)';
  return `${own} >= ${value} AND ${own} < ${value}`;
}

function sourceText(table: CatalogTable): string {
  return `${quoteIdentifier(table.database)}.${quoteIdentifier(table.name)} t`;
}

function ownText(table: CatalogTable, condition: string | null): string {
  const where = condition === null ? '' : `\nWHERE ${condition}`;
  return `SELECT ${columns.map((name) => `t.${name}`).join(', ')}\nFROM ${sourceText(table)}${where}`;
}

/**
 * Rows without a time, a user, a product or a known type are no events, as when a file is loaded. Events have no number
 * here: they are numbered within their user in the order of all that tells them apart.
 */
function mappedText(mapping: EventsMapping, table: CatalogTable, condition: string | null): string {
  const read = fields.map((field) => `    ${fieldText(field, mapping, table)} AS ${field}`).join(',\n');
  const where = condition === null ? '' : `\n  WHERE ${condition}`;
  const types = eventTypes.map(toSqlLiteral).join(', ');
  return `SELECT
  row_number() OVER (
    PARTITION BY m.user_id
    ORDER BY m.event_time, m.event_type, m.product_id, m.user_session, m.category_code, m.brand, m.price
  ) AS event_no,
  m.event_time,
  m.event_type,
  m.product_id,
  m.category_id,
  m.category_code,
  m.brand,
  m.price,
  m.user_id,
  coalesce(m.user_session, 'user ' || CAST(m.user_id AS varchar)) AS session_key
FROM (
  SELECT
${read}
  FROM ${sourceText(table)}${where}
) m
WHERE m.event_time IS NOT NULL
  AND m.user_id IS NOT NULL
  AND m.product_id IS NOT NULL
  AND m.event_type IN (${types})`;
}

/** Throws EngineError `misconfigured` where the mapping names columns that the table does not have. */
function eventsText(mapping: EventsMapping, table: CatalogTable, inDays = false): string {
  const { partition } = mapping;
  const condition = inDays && partition !== undefined ? dayCondition(partition, table) : null;
  return isOwnTable(table, mapping) ? ownText(table, condition) : mappedText(mapping, table, condition);
}

/** Without a mapping the columns have the fields' own names. Throws EngineError `misconfigured`. */
export function relateEvents(table: CatalogTable, given: EventsMapping | null): EventsRelation {
  const mapping = given ?? mapByName(table);
  const isOwn = isOwnTable(table, mapping);
  const { partition } = mapping;
  const user = mapping.columns.user_id;
  const userKind = user === undefined ? 'other' : kindOf(needColumn(table, user.column));
  return {
    all: eventsText(mapping, table),
    inDays: partition === undefined ? null : eventsText(mapping, table, true),
    writeDay: (day) => (partition?.form === 'compact_text' ? day.replaceAll('-', '') : day),
    absentFields: fields.filter(
      (field) => mapping.columns[field] === undefined && !(isOwn && findColumn(table, field) !== null),
    ),
    hasSessions: isOwn || mapping.columns.user_session !== undefined,
    hasTextUsers: userKind !== 'integer' && userKind !== 'number',
    hasCodes: isOwn,
  };
}

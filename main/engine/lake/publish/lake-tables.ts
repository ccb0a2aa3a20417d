/** The tables of a lake: their columns with the types that Athena reads, and the texts that read them from a dataset. */
import { storedModels } from '../../compose-query.js';
import { quoteIdentifier, type Connection } from '../../database.js';
import type { QueryFiles } from '../../query-files.js';

export interface LakeColumn {
  readonly name: string;
  /** As the catalog's DDL writes it. */
  readonly type: string;
  /** Over the relation `e`, of the SQL type that Parquet and Athena agree on. */
  readonly expression: string;
}

export interface LakeTable {
  readonly name: string;
  readonly columns: readonly LakeColumn[];
}

/** Event numbers of a day begin at its number since 1970 times this. */
export const eventsOfDay = 10_000_000_000;

// Athena's timestamps have milliseconds, and DuckDB's cast would round up, from 23:59:59.9996 into the next day.
const toMillis = (column: string) => `CAST(date_trunc('millisecond', ${column}) AS TIMESTAMP_MS)`;

/** `event_no` stands for the number within the day: a day that did not change then keeps its numbers. */
export const eventColumns: readonly LakeColumn[] = [
  { name: 'event_no', type: 'bigint', expression: 'e.event_no' },
  { name: 'event_time', type: 'timestamp', expression: toMillis('e.event_time') },
  { name: 'event_type', type: 'string', expression: 'CAST(e.event_type AS VARCHAR)' },
  { name: 'product_id', type: 'bigint', expression: 'e.product_id' },
  { name: 'category_id', type: 'bigint', expression: 'e.category_id' },
  { name: 'category_code', type: 'string', expression: 'CAST(e.category_code AS VARCHAR)' },
  { name: 'brand', type: 'string', expression: 'CAST(e.brand AS VARCHAR)' },
  { name: 'price', type: 'decimal(18,4)', expression: 'e.price' },
  { name: 'user_id', type: 'bigint', expression: 'e.user_id' },
  { name: 'user_session', type: 'string', expression: 'e.user_session' },
  { name: 'session_key', type: 'string', expression: 'CAST(e.session_key AS VARCHAR)' },
];

/** The DDL's type and the expression for a column of DuckDB's type. Throws for a type that no model has. */
function convert(name: string, duckdbType: string): LakeColumn {
  const column = `e.${quoteIdentifier(name)}`;
  const cast = (type: string, sql: string) => ({ name, type, expression: `CAST(${column} AS ${sql})` });
  if (name === 'session_key') return cast('string', 'VARCHAR'); // as in the events
  if (/^(VARCHAR|ENUM\()/.test(duckdbType)) return cast('string', 'VARCHAR');
  if (/^(U?TINYINT|U?SMALLINT|INTEGER)$/.test(duckdbType)) return cast('int', 'INTEGER');
  if (/^(UINTEGER|U?BIGINT|U?HUGEINT)$/.test(duckdbType)) return cast('bigint', 'BIGINT');
  if (/^(FLOAT|DOUBLE)$/.test(duckdbType)) return cast('double', 'DOUBLE');
  if (/^TIMESTAMP(_S|_MS|_NS)?$/.test(duckdbType)) return { name, type: 'timestamp', expression: toMillis(column) };
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckdbType);
  if (decimal !== null) return { name, type: `decimal(${decimal[1]},${decimal[2]})`, expression: column };
  if (duckdbType === 'DATE' || duckdbType === 'BOOLEAN')
    return { name, type: duckdbType.toLowerCase(), expression: column };
  throw new Error(`A lake has no type for ${name} ${duckdbType}.`);
}

/** The words of ids that are texts: product_words and user_words always, category_words where there are any. */
async function listDictionaries(connection: Connection): Promise<readonly string[]> {
  const categories = await connection.number('SELECT count(*) FROM category_words');
  return ['product_words', 'user_words', ...(categories > 0 ? ['category_words'] : [])];
}

/** All tables but the events: the stored models and the dictionaries of the dataset that the connection sees. */
export async function describeTables(connection: Connection, files: QueryFiles): Promise<readonly LakeTable[]> {
  const names = [...storedModels(files).map((model) => model.name), ...(await listDictionaries(connection))];
  const tables: LakeTable[] = [];
  for (const name of names) {
    const described = await connection.rows(`DESCRIBE ${quoteIdentifier(name)}`);
    const columns = described.map((row) => convert(String(row['column_name']), String(row['column_type'])));
    tables.push({ name, columns });
  }
  return tables;
}

/** `e` with the columns of {@link eventColumns} for one day (UTC), whose first and last moment are the bound values. */
const eventsOfOneDay = `(SELECT v.* REPLACE (CAST(row_number() OVER (ORDER BY v.event_no) - 1 AS BIGINT) AS event_no),
    s.user_session
  FROM events v LEFT JOIN sessions s USING (session_key)
  WHERE v.event_time >= CAST($1 AS TIMESTAMP) AND v.event_time < CAST($2 AS TIMESTAMP)) e`;

const list = (columns: readonly LakeColumn[]) =>
  columns.map(({ name, expression }) => `${expression} AS ${quoteIdentifier(name)}`).join(', ');

interface Part {
  readonly number: number;
  readonly of: number;
}

/** The rows of one file; `hash` decides to which of several a row belongs. */
const isInPart = ({ number, of }: Part, hash: string) => (of === 1 ? 'true' : `hash(${hash}) % ${of} = ${number - 1}`);

/** One day's events, or one of several parts of them (by user); binds the first and the last moment of the day. */
export function selectDay(dayNumber: number, part: Part): string {
  const columns = eventColumns.map((column) =>
    column.name === 'event_no' ? { ...column, expression: `${dayNumber * eventsOfDay} + e.event_no` } : column,
  );
  return `SELECT ${list(columns)} FROM ${eventsOfOneDay} WHERE ${isInPart(part, 'e.user_id')}
    ORDER BY e.user_id, e.session_key, e.event_time, e.event_no`;
}

/** A table's rows in an order of their own, quarter-hours first: a range of time then lies in a few row groups. */
export function selectTable({ name, columns }: LakeTable, part: Part): string {
  const names = columns.map((column) => quoteIdentifier(column.name));
  const order = [...names].sort((a, b) => Number(b === '"slot"') - Number(a === '"slot"'));
  return `SELECT * FROM (SELECT ${list(columns)} FROM ${quoteIdentifier(name)} e) e
    WHERE ${isInPart(part, names.join(', '))} ORDER BY ${order.join(', ')}`;
}

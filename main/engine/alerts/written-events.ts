/** Events as they are written in the files, of what an alert or an entity names by its written id. */
import type { Column, ColumnMeta, Entity, Table } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { ResultColumn } from '../result-columns.js';

const metas: readonly ColumnMeta[] = [
  { name: 'event_time', title: 'Time', type: 'time', unit: '' },
  { name: 'event_type', title: 'Type', type: 'text', unit: '' },
  { name: 'product_id', title: 'Product', type: 'id', unit: '' },
  { name: 'category_code', title: 'Category', type: 'text', unit: '' },
  { name: 'brand', title: 'Brand', type: 'text', unit: '' },
  { name: 'price', title: 'Price', type: 'number', unit: 'money' },
  { name: 'user_id', title: 'User', type: 'id', unit: '' },
  { name: 'user_session', title: 'Session', type: 'id', unit: '' },
];

/** A condition on rows of `events e`. Numbers in it are written by us. */
export interface Condition {
  readonly sql: string;
}

const nothing: Condition = { sql: 'false' };

/** The number of an id in the first of the statements that finds one; each takes the id as often as it has a `?`. */
async function readCode(connection: Connection, statements: readonly string[], id: string): Promise<string | null> {
  for (const sql of statements) {
    const values = Array.from(sql.matchAll(/\?/g), () => id);
    const [row] = await connection.rows(`SELECT CAST(max(code) AS VARCHAR) AS code FROM (${sql})`, values);
    if (typeof row?.['code'] === 'string') return row['code'];
  }
  return null;
}

const ownNumber = 'SELECT TRY_CAST(CAST(? AS VARCHAR) AS BIGINT) AS code';

const keys = {
  user: { column: 'user_id', statements: ['SELECT code FROM user_words WHERE word = ?', ownNumber] },
  product: { column: 'product_id', statements: ['SELECT code FROM product_words WHERE word = ?', ownNumber] },
  session: {
    column: 'session_key',
    statements: [
      // Nearly every session's number is 53 bits of its name's hash: to look for a number is ten times as fast.
      'SELECT session_key AS code FROM sessions WHERE session_key = CAST(hash(?) >> 11 AS BIGINT) AND user_session = ?',
      'SELECT session_key AS code FROM sessions WHERE user_session = ?',
      // A session that nobody named goes by its number.
      `SELECT session_key AS code FROM sessions
      WHERE user_session IS NULL AND session_key = TRY_CAST(CAST(? AS VARCHAR) AS BIGINT)`,
    ],
  },
} as const;

/** The events of an entity; of one that is not in the data, none. */
export async function conditionOf(connection: Connection, { type, id }: Entity): Promise<Condition> {
  if (type === 'global') return { sql: 'true' };
  const { column, statements } = keys[type];
  const code = await readCode(connection, statements, id);
  return code === null ? nothing : { sql: `e.${column} = ${BigInt(code)}` };
}

/**
 * Makes the temporary table `entity_events` of the events that fit, in numbers; a connection has one at a time. One scan
 * of the columns, after which all that is asked of them is cheap.
 */
export async function keepChosen(connection: Connection, conditions: readonly Condition[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE entity_events AS
    SELECT e.event_no, e.event_time, e.event_type, e.product_id, e.category_code, e.brand, e.price, e.user_id, e.session_key
    FROM events e WHERE ${conditions.map(({ sql }) => `(${sql})`).join(' AND ')}`);
}

function toColumn(meta: ColumnMeta, columns: readonly ResultColumn[]): Column {
  const values = columns.find(({ name }) => name === meta.name)?.values ?? [];
  if (meta.type === 'number' || meta.type === 'integer') {
    const numbers = values instanceof Float64Array ? values : Float64Array.from(values, (v) => (v === null ? NaN : +v));
    return { ...meta, type: meta.type, values: numbers };
  }
  const texts = Array.from<number | string | null, string | null>(values, (v) => (v === null ? null : String(v)));
  return { ...meta, type: meta.type, values: texts };
}

export function toTable(metas: readonly ColumnMeta[], columns: readonly ResultColumn[]): Table {
  return { rowCount: columns[0]?.values.length ?? 0, columns: metas.map((meta) => toColumn(meta, columns)) };
}

/** A page of `entity_events` in the order of events, ids as written. */
export async function readPage(connection: Connection, offset: number, limit: number): Promise<Table> {
  const columns = await connection.columns(
    `WITH page AS MATERIALIZED (SELECT * FROM entity_events ORDER BY event_no LIMIT ${limit} OFFSET ${offset})
    SELECT e.event_time, CAST(e.event_type AS VARCHAR) AS event_type,
      coalesce(p.word, CAST(e.product_id AS VARCHAR)) AS product_id, CAST(e.category_code AS VARCHAR) AS category_code,
      CAST(e.brand AS VARCHAR) AS brand, CAST(e.price AS DOUBLE) AS price,
      coalesce(u.word, CAST(e.user_id AS VARCHAR)) AS user_id, s.user_session
    FROM page e
    LEFT JOIN sessions s ON s.session_key = e.session_key
    LEFT JOIN product_words p ON p.code = e.product_id
    LEFT JOIN user_words u ON u.code = e.user_id
    ORDER BY e.event_no`,
  );
  return toTable(metas, columns);
}

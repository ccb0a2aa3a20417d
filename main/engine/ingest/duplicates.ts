/** Surplus copies: rows equal to an earlier one in all nine fields as they stand in the file. */
import type { Connection } from '../database.js';
import { idOf, shownId } from './dictionaries.js';
import { readExamples, type Examples } from './read-examples.js';
import { replaceStoredEvents, type Merged } from './store-events.js';

/** Equal rows have equal times, so the ordered table is gone through in stretches of time that fit in memory. */
const stretchRows = 4_000_000;

/** Rows are copies of each other where all of these are equal. */
const comparedFields = [
  'event_time',
  'event_type',
  'product_id',
  'category_id',
  'category_code',
  'brand',
  'price',
  'user_id',
  'session_key',
  'text_form',
] as const;
const fields = comparedFields.join(', ');

async function listStretches(connection: Connection, table: string): Promise<readonly (string | null)[]> {
  const total = await connection.number(`SELECT count(*) FROM ${table}`);
  const starts: (string | null)[] = [];
  // By OFFSET: rows that are not committed yet have no positions that count from 0.
  for (let at = 0; at < total; at += stretchRows) {
    const [row] = await connection.rows(
      `SELECT CAST(event_time AS VARCHAR) AS time FROM (SELECT event_time FROM ${table} LIMIT 1 OFFSET ${at})`,
    );
    starts.push(String(row?.['time']));
  }
  return [...starts, null];
}

const createSurplus = (connection: Connection) =>
  connection.run('CREATE OR REPLACE TEMP TABLE surplus (position BIGINT, first BIGINT)');

/** Positions of surplus copies, and of the first of each. */
export interface Surplus {
  readonly positions: readonly number[];
  readonly firsts: readonly number[];
}

async function keepSurplus(connection: Connection, { positions, firsts }: Surplus): Promise<void> {
  await createSurplus(connection);
  await connection.run('CREATE OR REPLACE TEMP TABLE found_surplus (position DOUBLE, first DOUBLE)');
  await connection.append('found_surplus', [Float64Array.from(positions), Float64Array.from(firsts)]);
  await connection.run('INSERT INTO surplus FROM found_surplus');
}

/**
 * Fills the temporary table `surplus (position, first)` with the positions of all copies but the first, and of that one,
 * in an ordered table without gaps; rows later than `to` are left out.
 */
async function findSurplus(
  connection: Connection,
  table: string,
  to: string | null,
  onPart: (part: number) => void,
): Promise<void> {
  await createSurplus(connection);
  const stretches = await listStretches(connection, table);
  for (let at = 0; at + 1 < stretches.length; at++) {
    const from = stretches[at] ?? '';
    const end = stretches[at + 1] ?? null;
    if (to !== null && from > to) break;
    const bounds = [
      'event_time >= CAST(? AS TIMESTAMP)',
      ...(end === null ? [] : ['event_time < CAST(? AS TIMESTAMP)']),
      ...(to === null ? [] : ['event_time <= CAST(? AS TIMESTAMP)']),
    ];
    await connection.run(
      `INSERT INTO surplus
      WITH stretch AS (SELECT rowid AS position, * FROM ${table} WHERE ${bounds.join(' AND ')}),
        alike AS (SELECT event_time, product_id, user_id FROM stretch GROUP BY ALL HAVING count(*) > 1)
      SELECT unnest(list_sort(list(position))[2:]), min(position)
      FROM stretch SEMI JOIN alike USING (event_time, product_id, user_id)
      GROUP BY ${fields} HAVING count(*) > 1`,
      [from, end, to].filter((bound) => bound !== null),
    );
    onPart((at + 1) / (stretches.length - 1));
  }
}

/** Rows that have copies, each once: its fields, and how often it stands in the files. Dictionaries become texts. */
const selectCopied = (table: string) => `SELECT * REPLACE (CAST(event_type AS VARCHAR) AS event_type,
    ${idOf('category_id')} AS category_id, CAST(category_code AS VARCHAR) AS category_code, CAST(brand AS VARCHAR) AS brand)
  FROM (SELECT ${fields}, copies FROM ${table} t
    JOIN (SELECT first, 1 + count(*) AS copies FROM surplus GROUP BY first) s ON t.rowid = s.first)`;

/** Surplus copies in all files so far, kept or dropped. */
export function countDuplicates(connection: Connection): Promise<number> {
  return connection.number('SELECT sum(copies - 1) FROM copied_rows');
}

/**
 * Finds the duplicates of a new, ordered `stored_events` where they are not known: makes `copied_rows`, and drops the
 * surplus where that is asked. The rows then stand without gaps, the first of each copy where it was.
 */
export async function settleDuplicates(
  connection: Connection,
  drops: boolean,
  known: Surplus | null,
  onPart: (part: number) => void,
): Promise<void> {
  await (known === null ? findSurplus(connection, 'stored_events', null, onPart) : keepSurplus(connection, known));
  await connection.run(`CREATE TABLE copied_rows AS ${selectCopied('stored_events')}`);
  if (!drops || (await connection.number('SELECT count(*) FROM surplus')) === 0) return;
  await forgetDropped(connection, 'stored_events');
  await connection.run('DELETE FROM stored_events WHERE rowid IN (SELECT position FROM surplus)');
  await replaceStoredEvents(connection, 'SELECT * FROM stored_events');
}

/** The same for a merged tail, before it becomes part of the stored events. */
export async function settleTailDuplicates(
  connection: Connection,
  merged: Merged,
  drops: boolean,
  onPart: (part: number) => void,
): Promise<void> {
  const { from, to } = merged;
  await findSurplus(connection, 'tail', to, onPart);
  if (!drops) {
    await connection.run(
      'DELETE FROM copied_rows WHERE event_time BETWEEN CAST(? AS TIMESTAMP) AND CAST(? AS TIMESTAMP)',
      [from, to],
    );
    await connection.run(`INSERT INTO copied_rows ${selectCopied('tail')}`);
    return;
  }
  if ((await connection.number('SELECT count(*) FROM surplus')) === 0) return;
  const equal = comparedFields.map((field) => `c.${field} IS NOT DISTINCT FROM n.${field}`);
  await connection.run(`MERGE INTO copied_rows c USING (${selectCopied('tail')}) n ON ${equal.join(' AND ')}
    WHEN MATCHED THEN UPDATE SET copies = c.copies + n.copies - 1
    WHEN NOT MATCHED THEN INSERT VALUES (${comparedFields.map((field) => `n.${field}`).join(', ')}, n.copies)`);
  await forgetDropped(connection, 'tail');
  await keepNewRows(connection);
  await connection.run(`DELETE FROM tail WHERE rowid IN (SELECT position FROM surplus)`);
}

/** Sessions count the events that stay. */
async function forgetDropped(connection: Connection, table: string): Promise<void> {
  await connection.run(`UPDATE stored_sessions SET events = stored_sessions.events - d.dropped
    FROM (SELECT session_key, count(*) AS dropped FROM ${table} WHERE rowid IN (SELECT position FROM surplus)
      GROUP BY session_key) d
    WHERE stored_sessions.session_key = d.session_key`);
}

/** Leaves in `incoming` what is new in the end: equal rows are one, and none that was there before. */
async function keepNewRows(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming AS SELECT * FROM tail
    WHERE is_new AND rowid NOT IN (SELECT position FROM surplus) AND rowid NOT IN (
      SELECT s.first FROM surplus s JOIN tail t ON t.rowid = s.position OR t.rowid = s.first WHERE NOT t.is_new)`);
}

/** The first five rows that have copies, and how often each is there. */
export async function showDuplicates(connection: Connection): Promise<Examples> {
  return readExamples(
    connection,
    `SELECT event_time, event_type, ${shownId('product_id', 'product')} AS product_id, price,
      ${shownId('user_id', 'user')} AS user_id, user_session, copies
    FROM copied_rows JOIN sessions USING (session_key)
    ORDER BY event_time, product_id, user_id, event_type, user_session, price, copies LIMIT 5`,
  );
}

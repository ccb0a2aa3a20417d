/** The table `stored_events`, whose position is the order (event_time, file, row), and the views that others read. */
import type { Connection } from '../database.js';
import { idOf, type ColumnTypes } from './dictionaries.js';
import { placeOf } from './stage.js';

export const storedColumns = `event_time, event_type, product_id, category_id, category_code, brand, price, user_id, session_key,
  file_no, text_form`;

export async function createStoredEvents(connection: Connection, types: ColumnTypes): Promise<void> {
  await connection.run(`CREATE TABLE stored_events (event_time TIMESTAMP, event_type event_type, product_id BIGINT,
    category_id ${types.categoryId}, category_code ${types.categoryCode}, brand ${types.brand}, price DECIMAL(18,4), user_id BIGINT,
    session_key BIGINT, file_no INTEGER, text_form UINTEGER)`);
}

/** The rows of the view `keyed` as `stored_events` has them, and their `position` in the stage. */
export function selectKeyed(types: ColumnTypes): string {
  return `SELECT event_time, CAST(event_type AS event_type) AS event_type, product_id,
    CAST(CAST(category_id AS VARCHAR) AS ${types.categoryId}) AS category_id,
    CAST(category_code AS ${types.categoryCode}) AS category_code, CAST(brand AS ${types.brand}) AS brand, price, user_id,
    session_key, file_no, text_form, position
  FROM keyed`;
}

/** Fills an empty `stored_events` with all rows of `keyed`; `isOrdered` says that they already stand in order. */
export async function storeAll(
  connection: Connection,
  types: ColumnTypes,
  places: ReadonlyMap<number, number>,
  isOrdered: boolean,
): Promise<void> {
  const order = isOrdered ? '' : `ORDER BY event_time, ${placeOf(places)}, position`;
  await connection.run(`INSERT INTO stored_events SELECT ${storedColumns} FROM (${selectKeyed(types)}) ${order}`);
}

export interface Merged {
  /** ISO 8601 without zone: the first and last new event. */
  readonly from: string;
  readonly to: string;
}

/**
 * Makes the temporary tables `incoming` (the rows of `keyed`) and `tail`: they and the stored events from the first of
 * them on, in order. The dataset is not changed. Null where nothing is new.
 */
export async function mergeTail(
  connection: Connection,
  types: ColumnTypes,
  places: ReadonlyMap<number, number>,
): Promise<Merged | null> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE incoming AS ${selectKeyed(types)}`);
  const [range] = await connection.rows(
    `SELECT CAST(min(event_time) AS VARCHAR) AS first, CAST(max(event_time) AS VARCHAR) AS last FROM incoming`,
  );
  if (typeof range?.['first'] !== 'string' || typeof range['last'] !== 'string') return null;
  const { first: from, last: to } = range;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE tail AS SELECT ${storedColumns}, is_new
    FROM (SELECT *, true AS is_new FROM incoming UNION ALL BY NAME
      SELECT *, rowid AS position, false AS is_new FROM stored_events WHERE event_time >= CAST(? AS TIMESTAMP))
    ORDER BY event_time, ${placeOf(places)}, position`,
    [from],
  );
  return { from, to };
}

/** Puts the tail in the place of the stored events from its first on. */
export async function replaceTail(connection: Connection, { from }: Merged): Promise<void> {
  await connection.run('DELETE FROM stored_events WHERE event_time >= CAST(? AS TIMESTAMP)', [from]);
  await connection.run(`INSERT INTO stored_events SELECT ${storedColumns} FROM tail`);
}

export async function replaceStoredEvents(connection: Connection, select: string): Promise<void> {
  await connection.run(`CREATE TABLE new_events AS ${select}`);
  await connection.run('DROP TABLE stored_events');
  await connection.run('ALTER TABLE new_events RENAME TO stored_events');
}

/**
 * The views that everyone reads: `events` in numbers, and `written_events` as the files have it. Their tables stand
 * unqualified: qualified ones are not found once the file is attached under another name.
 */
export async function createEventViews(connection: Connection): Promise<void> {
  await connection.run(`CREATE VIEW events AS SELECT rowid AS event_no, event_time, event_type, product_id,
    ${idOf('category_id')} AS category_id, category_code, brand, price, user_id, session_key FROM stored_events`);
  await connection.run(`CREATE VIEW written_events AS
    SELECT e.rowid AS event_no, e.event_time, CAST(e.event_type AS VARCHAR) AS event_type,
      coalesce(p.word, CAST(e.product_id AS VARCHAR)) AS product_id,
      coalesce(c.word, CAST(e.category_id AS VARCHAR)) AS category_id,
      CAST(e.category_code AS VARCHAR) AS category_code, CAST(e.brand AS VARCHAR) AS brand, e.price,
      coalesce(u.word, CAST(e.user_id AS VARCHAR)) AS user_id, s.user_session
    FROM stored_events e
    LEFT JOIN sessions s ON s.session_key = e.session_key
    LEFT JOIN product_words p ON p.code = e.product_id
    LEFT JOIN category_words c ON c.code = ${idOf('e.category_id')}
    LEFT JOIN user_words u ON u.code = e.user_id`);
}

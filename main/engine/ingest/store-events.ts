/** From sources to the table `stored_events`, whose position is the order (event_time, file, row). */
import { EngineError, type QualityCheck } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { eventTypes } from './layout.js';
import { watchPercentage } from './load-progress.js';
import { readExamples } from './read-examples.js';
import { selectSoundRows, type ColumnTypes } from './row-checks.js';
import type { Source } from './sources.js';

/** With more values than this a column is no dictionary, and an ENUM no gain. */
const maximumDictionary = 500_000;

/** Counts the brands and category codes of a source into `words`; returns its rows. */
export async function gatherWords(
  connection: Connection,
  source: Source,
  onPart: (part: number) => void,
): Promise<number> {
  const before = await connection.number('SELECT sum(events) FROM words');
  await watchPercentage(connection, onPart, () =>
    connection.run(
      `INSERT INTO words SELECT brand, category_code, count(*) FROM ${source.sql} GROUP BY brand, category_code`,
      source.values,
    ),
  );
  return (await connection.number('SELECT sum(events) FROM words')) - before;
}

export async function createWords(connection: Connection): Promise<void> {
  await connection.run('CREATE TEMP TABLE words (brand VARCHAR, category_code VARCHAR, events BIGINT)');
}

async function createEnum(connection: Connection, column: 'brand' | 'category_code'): Promise<string> {
  const distinct = await connection.number(`SELECT count(DISTINCT ${column}) FROM words`);
  if (distinct > maximumDictionary) return 'VARCHAR';
  await connection.run(
    `CREATE TYPE ${column} AS ENUM (SELECT DISTINCT ${column} FROM words WHERE ${column} IS NOT NULL ORDER BY ALL)`,
  );
  return column;
}

/** Makes the ENUM types out of `words`, and the empty `stored_events`. */
export async function createStoredEvents(connection: Connection): Promise<ColumnTypes> {
  const words = eventTypes.map((word) => `'${word}'`).join(', ');
  await connection.run(`CREATE TYPE event_type AS ENUM (${words})`);
  const categoryCode = await createEnum(connection, 'category_code');
  const brand = await createEnum(connection, 'brand');
  await connection.run(`DROP TABLE words`);
  await connection.run(`CREATE TABLE stored_events (event_time TIMESTAMP, event_type event_type, product_id BIGINT,
    category_id BIGINT, category_code ${categoryCode}, brand ${brand}, price DECIMAL(18,4), user_id BIGINT,
    user_session VARCHAR, file_no SMALLINT, text_form UINTEGER)`);
  return { eventType: 'event_type', categoryCode, brand };
}

/** Stores the sound rows of a source behind those that are there; returns how many. */
export async function storeSource(
  connection: Connection,
  source: Source,
  types: ColumnTypes,
  fileNumber: number,
  onPart: (part: number) => void,
): Promise<number> {
  const before = await connection.number('SELECT count(*) FROM stored_events');
  await watchPercentage(connection, onPart, () =>
    connection.run(`INSERT INTO stored_events ${selectSoundRows(source, types, fileNumber)}`, source.values),
  );
  return (await connection.number('SELECT count(*) FROM stored_events')) - before;
}

export interface Order {
  /** Rows earlier than the row before them in their file. */
  readonly lateRows: number;
  /** Whether the table already is in the order (event_time, file, row). */
  readonly isOrdered: boolean;
}

/** Files have been stored one after another, in any order, each in the order of its rows. */
export async function checkOrder(connection: Connection): Promise<Order> {
  const [row] = await connection.rows(`SELECT
      count(*) FILTER (WHERE file_no = previous_file AND event_time < previous_time) AS late,
      count(*) FILTER (WHERE file_no <> previous_file
        AND (event_time < previous_time OR (event_time = previous_time AND file_no < previous_file))) AS seams
    FROM (SELECT event_time, file_no, lag(event_time) OVER () AS previous_time, lag(file_no) OVER () AS previous_file
      FROM stored_events)`);
  const lateRows = Number(row?.late);
  return { lateRows, isOrdered: lateRows === 0 && Number(row?.seams) === 0 };
}

/** The first five late rows, before they are put in order. */
export async function showLateRows(connection: Connection): Promise<QualityCheck['examples']> {
  return readExamples(
    connection,
    `SELECT event_time, previous_time AS row_before, event_type, CAST(product_id AS VARCHAR) AS product_id,
      CAST(user_id AS VARCHAR) AS user_id
    FROM (SELECT rowid AS position, *, lag(event_time) OVER () AS previous_time,
      lag(file_no) OVER () AS previous_file FROM stored_events)
    WHERE file_no = previous_file AND event_time < previous_time ORDER BY position LIMIT 5`,
  );
}

/** Writes the table anew, in order. */
export async function sortStoredEvents(connection: Connection): Promise<void> {
  await replaceStoredEvents(connection, 'SELECT * FROM stored_events ORDER BY event_time, file_no, rowid');
}

export async function replaceStoredEvents(connection: Connection, select: string): Promise<void> {
  await connection.run(`CREATE TABLE new_events AS ${select}`);
  await connection.run('DROP TABLE stored_events');
  await connection.run('ALTER TABLE new_events RENAME TO stored_events');
}

/**
 * The view that everyone reads. Its table stands unqualified: a qualified one is not found once the file is attached
 * under another name.
 */
export async function createEventsView(connection: Connection): Promise<void> {
  await connection.run(`CREATE VIEW events AS SELECT rowid AS event_no, event_time, event_type, product_id, category_id,
    category_code, brand, price, user_id, user_session FROM stored_events`);
}

/** Throws EngineError `mismatch` where two independent counts of the same rows differ. */
export function requireEqualCounts(file: string, what: string, ours: number, theirs: number): void {
  if (ours === theirs) return;
  throw new EngineError('mismatch', `“${file}”: ${ours} rows were counted, but ${theirs} ${what}. Nothing was kept.`, {
    file,
    wayOut: 'Make sure that nothing writes to the file, and load it again.',
  });
}

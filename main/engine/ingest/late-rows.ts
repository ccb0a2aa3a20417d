/** `late_rows`: rows earlier than the row before them in their file, and the first of each file as examples. */
import type { Connection } from '../database.js';
import { readExamples, type Examples } from './read-examples.js';
import { placeOf } from './stage.js';

const examplesPerFile = 5;

/** Makes the table of a new dataset. */
export async function createLateRows(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE late_rows (file_no INTEGER, late BIGINT, number BIGINT,
    event_time TIMESTAMP, row_before TIMESTAMP, event_type VARCHAR, product_id VARCHAR, user_id VARCHAR)`);
}

/** Adds those of `stage`. */
export async function keepLateRows(connection: Connection): Promise<void> {
  await connection.run(`INSERT INTO late_rows SELECT * FROM (
      SELECT file_no, count(*) OVER (PARTITION BY file_no) AS late,
        row_number() OVER (PARTITION BY file_no ORDER BY position) AS number, event_time, row_before, event_type,
        coalesce(product_word, CAST(product_id AS VARCHAR)) AS product_id,
        coalesce(user_word, CAST(user_id AS VARCHAR)) AS user_id
      FROM (SELECT rowid AS position, *, lag(event_time) OVER () AS row_before, lag(file_no) OVER () AS file_before
        FROM stage)
      WHERE file_no = file_before AND event_time < row_before)
    WHERE number <= ${examplesPerFile}`);
}

export function countLateRows(connection: Connection): Promise<number> {
  return connection.number('SELECT sum(late) FROM late_rows WHERE number = 1');
}

/** The first five, in the order of files and rows. */
export async function showLateRows(connection: Connection, places: ReadonlyMap<number, number>): Promise<Examples> {
  return readExamples(
    connection,
    `SELECT event_time, row_before, event_type, product_id, user_id
    FROM late_rows ORDER BY ${placeOf(places)}, number LIMIT 5`,
  );
}

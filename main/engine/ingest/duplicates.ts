/** Surplus copies: rows equal to an earlier one in all nine fields as they stand in the file. */
import type { QualityCheck } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { readExamples } from './read-examples.js';
import { replaceStoredEvents } from './store-events.js';

/** Equal rows have equal times, so the ordered table is gone through in stretches of time that fit in memory. */
const stretchRows = 4_000_000;

async function listStretches(connection: Connection): Promise<readonly (string | null)[]> {
  const total = await connection.number('SELECT count(*) FROM stored_events');
  const starts: (string | null)[] = [];
  for (let at = 0; at < total; at += stretchRows) {
    const [row] = await connection.rows(
      'SELECT CAST(event_time AS VARCHAR) AS time FROM stored_events WHERE rowid = ?',
      [at],
    );
    starts.push(String(row?.time));
  }
  return [...starts, null];
}

/**
 * Fills the temporary table `surplus (position, first)` with the positions of all copies but the first, and of that
 * one, in an ordered `stored_events`; returns their number.
 */
export async function findDuplicates(connection: Connection, onPart: (part: number) => void): Promise<number> {
  await connection.run('CREATE TEMP TABLE surplus (position BIGINT, first BIGINT)');
  const stretches = await listStretches(connection);
  for (let at = 0; at + 1 < stretches.length; at++) {
    const from = stretches[at] ?? '';
    const to = stretches[at + 1] ?? null;
    const range = `event_time >= CAST(? AS TIMESTAMP)${to === null ? '' : ' AND event_time < CAST(? AS TIMESTAMP)'}`;
    await connection.run(
      `INSERT INTO surplus
      WITH stretch AS (SELECT rowid AS position, * FROM stored_events WHERE ${range}),
        alike AS (SELECT event_time, product_id, user_id FROM stretch GROUP BY ALL HAVING count(*) > 1)
      SELECT unnest(list_sort(list(position))[2:]), min(position) FROM stretch SEMI JOIN alike USING (event_time, product_id, user_id)
      GROUP BY event_time, event_type, product_id, category_id, category_code, brand, price, user_id, user_session, text_form
      HAVING count(*) > 1`,
      to === null ? [from] : [from, to],
    );
    onPart((at + 1) / (stretches.length - 1));
  }
  return connection.number('SELECT count(*) FROM surplus');
}

/** The first five rows that have copies, and how often each is there. */
export async function showDuplicates(connection: Connection): Promise<QualityCheck['examples']> {
  return readExamples(
    connection,
    `SELECT event_time, event_type, CAST(product_id AS VARCHAR) AS product_id, price,
      CAST(user_id AS VARCHAR) AS user_id, user_session, copies
    FROM stored_events
    JOIN (SELECT first, 1 + count(*) AS copies FROM surplus GROUP BY first ORDER BY first LIMIT 5)
      ON stored_events.rowid = first
    ORDER BY first`,
  );
}

/** Writes `stored_events` anew without the surplus copies, so that positions have no gaps: the first of each stays. */
export async function dropDuplicates(connection: Connection): Promise<void> {
  await connection.run('DELETE FROM stored_events WHERE rowid IN (SELECT position FROM surplus)');
  await replaceStoredEvents(connection, 'SELECT * FROM stored_events');
}

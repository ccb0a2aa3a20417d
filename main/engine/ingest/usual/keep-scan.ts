/** What a scan has found, as temporary tables: the words of the columns, and the events by quarter-hour and category. */
import type { Connection } from '../../database.js';
import type { ColumnTypes } from '../dictionaries.js';
import type { UsualScan } from './scan-usual.js';

/** Makes `scanned_words (name, word)` of `category_id`, `category_code` and `brand`. */
export async function keepWords(connection: Connection, scans: readonly UsualScan[]): Promise<void> {
  await connection.run('CREATE OR REPLACE TEMP TABLE scanned_words (name VARCHAR, word VARCHAR)');
  const words = {
    category_id: scans.map(({ categories }) => categories),
    category_code: scans.map(({ codes }) => codes),
    brand: scans.map(({ brands }) => brands),
  };
  for (const [name, sets] of Object.entries(words))
    await connection.run(`INSERT INTO scanned_words SELECT ?, unnest(from_json(CAST(? AS JSON), '["VARCHAR"]'))`, [
      name,
      JSON.stringify([...new Set(sets.flatMap((set) => [...set]))]),
    ]);
}

export const scannedWords = (column: string) => `SELECT word FROM scanned_words WHERE name = '${column}'`;

/** Makes the model `category_slots` (see queries/models) of what was counted, as a temporary table. */
export async function keepCounts(
  connection: Connection,
  scans: readonly UsualScan[],
  types: ColumnTypes,
): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE scanned_counts (part INTEGER, slot INTEGER, code INTEGER,
    views INTEGER, carts INTEGER, removes INTEGER, purchases INTEGER, cents DOUBLE)`);
  await connection.run('CREATE OR REPLACE TEMP TABLE scanned_codes (part INTEGER, code INTEGER, word VARCHAR)');
  for (const [part, { slotRows, codes }] of scans.flatMap(({ parts }) => parts).entries()) {
    await connection.run(
      `INSERT INTO scanned_codes SELECT ?, generate_subscripts(words, 1), unnest(words)
      FROM (SELECT from_json(CAST(? AS JSON), '["VARCHAR"]') AS words)`,
      [part, JSON.stringify(codes)],
    );
    const { slots, counts, cents } = slotRows;
    const every = (type: number) => Int32Array.from(slots, (_, at) => counts[4 * at + type] as number);
    await connection.append('scanned_counts', [
      new Int32Array(slots.length).fill(part),
      slots,
      slotRows.codes,
      ...[0, 1, 2, 3].map(every),
      cents,
    ]);
  }
  await connection.run(`CREATE OR REPLACE TEMP TABLE category_slots AS
    SELECT slot, CAST(word AS ${types.categoryCode}) AS category_code,
      CAST(sum(views + carts + removes + purchases) AS BIGINT) AS events, CAST(sum(views) AS BIGINT) AS views,
      CAST(sum(carts) AS BIGINT) AS carts, CAST(sum(removes) AS BIGINT) AS removes,
      CAST(sum(purchases) AS BIGINT) AS purchases,
      CAST(CAST(sum(CAST(cents AS BIGINT)) AS DECIMAL(18,0)) * 0.01 AS DECIMAL(18,4)) AS revenue
    FROM scanned_counts LEFT JOIN scanned_codes USING (part, code) GROUP BY ALL`);
}

/**
 * Has `work` find, beside `category_slots`, the model `data_range` and a relation `events` that has every quarter-hour and
 * every category code, and no more of either.
 */
export async function withScannedModels<T>(
  connection: Connection,
  scans: readonly UsualScan[],
  work: () => Promise<T>,
): Promise<T> {
  const first = Math.min(...scans.map(({ firstSecond }) => firstSecond));
  const last = Math.max(...scans.map(({ lastSecond }) => lastSecond));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE data_range AS SELECT make_timestamp(CAST(? AS BIGINT) * 1000000) AS first_event_at,
      make_timestamp(CAST(? AS BIGINT) * 1000000) AS last_event_at, CAST(? AS BIGINT) AS events`,
    [first, last, scans.reduce((sum, { rows }) => sum + rows, 0)],
  );
  await connection.run(`CREATE OR REPLACE TEMP VIEW events AS
    SELECT make_timestamp(CAST(slot AS BIGINT) * 900000000) AS event_time, category_code FROM temp.category_slots`);
  try {
    return await work();
  } finally {
    await connection.run('DROP VIEW temp.events; DROP TABLE temp.data_range');
  }
}

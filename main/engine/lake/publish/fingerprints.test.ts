/** What rows are told by: the same for the same rows, another for others. On a made dataset in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database, type Connection } from '../../database.js';
import { readQueryFiles } from '../../query-files.js';
import { fingerprintDays, fingerprintTable } from './fingerprints.js';
import { dayNumber } from './gather-pieces.js';
import { eventsOfDay, selectDay, selectTable } from './lake-tables.js';
import { writePiece } from './write-piece.js';

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-lake-'));
  const { prelude } = await readQueryFiles(join(import.meta.dirname, '../../../../queries'));
  database = await Database.open({ prelude, tempDirectory: folder, memoryLimitBytes: 2 ** 28, threads: 2 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** Three days of twenty events; `numbers` gives each its number, `brands` is the order of the ENUM's words. */
async function withEvents<T>(
  { numbers = 'i', brands = ['a', 'b'], price = '1.5' },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  await database.attach(':memory:', 'shop', 'read-write');
  try {
    return await database.withConnection({ catalog: 'shop' }, async (connection) => {
      await connection.run(`CREATE TYPE brand_words AS ENUM (${brands.map((word) => `'${word}'`).join(', ')})`);
      await connection.run(`CREATE TABLE made AS SELECT ${numbers} AS event_no,
        TIMESTAMP '2019-10-01 00:00:00' + INTERVAL (i * 72 + 1) MINUTE AS event_time, 'view' AS event_type,
        i % 7 AS product_id, 1::BIGINT AS category_id, 'x.y' AS category_code,
        CAST(CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END AS brand_words) AS brand,
        CAST(CASE WHEN i = 25 THEN ${price} ELSE 1.5 END AS DECIMAL(18,4)) AS price, i % 5 AS user_id, i % 9 AS session_key
        FROM range(60) t(i)`);
      await connection.run('CREATE VIEW events AS FROM made');
      await connection.run(
        `CREATE TABLE sessions AS SELECT DISTINCT session_key, 's' || session_key AS user_session FROM made`,
      );
      return work(connection);
    });
  } finally {
    await database.detach('shop');
  }
}

it('days are told by their rows and order, not by what lies before or how words are numbered', async () => {
  const plain = await withEvents({}, fingerprintDays);
  expect(plain.map(({ day, rows }) => [day, rows])).toEqual([
    ['2019-10-01', 20],
    ['2019-10-02', 20],
    ['2019-10-03', 20],
  ]);
  expect(new Set(plain.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  expect(await withEvents({ numbers: 'i + 1000', brands: ['c', 'b', 'a'] }, fingerprintDays)).toEqual(plain);
  // A gap within the second day, as an addition may leave one.
  expect(await withEvents({ numbers: 'CASE WHEN i >= 25 THEN i + 3 ELSE i END' }, fingerprintDays)).toEqual(plain);
  const dearer = await withEvents({ price: '1.6' }, fingerprintDays);
  expect(dearer.map(({ fingerprint }, at) => fingerprint === plain[at]?.fingerprint)).toEqual([true, false, true]);
  const swapped = await withEvents({ numbers: 'CASE i WHEN 45 THEN 46 WHEN 46 THEN 45 ELSE i END' }, fingerprintDays);
  expect(swapped.map(({ fingerprint }, at) => fingerprint === plain[at]?.fingerprint)).toEqual([true, true, false]);
});

it('tables are told by their rows in whatever order', async () => {
  const table = { name: 'words', columns: [{ name: 'word', type: 'string', expression: 'e.word' }] };
  const read = (rows: string) =>
    withEvents({}, async (connection) => {
      await connection.run(`CREATE TABLE words AS SELECT * FROM (VALUES ${rows}) t(word)`);
      return fingerprintTable(connection, table);
    });
  const one = await read(`('a'), ('b'), ('b')`);
  expect(one.rows).toBe(3);
  expect(await read(`('b'), ('a'), ('b')`)).toEqual(one);
  expect(await read(`('a'), ('a'), ('b')`)).not.toEqual(one);
  expect(await read(`('a'), ('b')`)).not.toEqual(one);
});

it('a day in several files has each event once, numbered as in one; a file is the same each time it is written', async () => {
  const signal = new AbortController().signal;
  const day = '2019-10-02';
  const piece = (number: number, of: number) => ({
    key: '',
    table: 'events',
    partition: day,
    rows: 20,
    isWhole: of === 1,
    fingerprint: '',
    estimatedBytes: 0,
    select: selectDay(dayNumber(day), { number, of }),
    values: [day, '2019-10-03'],
  });
  await withEvents({ numbers: 'CASE WHEN i >= 25 THEN i + 3 ELSE i END' }, async (connection) => {
    const write = (name: string, number: number, of: number) =>
      writePiece(connection, piece(number, of), join(folder, `${name}.parquet`), signal);
    const whole = await write('whole', 1, 1);
    expect((await write('again', 1, 1)).sha256).toBe(whole.sha256);
    const parts = [await write('part-1', 1, 3), await write('part-2', 2, 3), await write('part-3', 3, 3)];
    expect(parts.reduce((sum, { rows }) => sum + rows, 0)).toBe(20);
    expect(whole.columnBytes).toHaveLength(11);
    const inParts = `FROM read_parquet('${folder}/part-*.parquet')`;
    const inWhole = `FROM read_parquet('${folder}/whole.parquet')`;
    expect(await connection.number(`SELECT count(*) FROM (${inParts} EXCEPT ALL ${inWhole})`)).toBe(0);
    const first = dayNumber(day) * eventsOfDay;
    expect(
      await connection.rows(`SELECT CAST(min(event_no) AS VARCHAR) AS low, CAST(max(event_no) AS VARCHAR) AS high,
        CAST(count(DISTINCT event_no) AS INTEGER) AS n, CAST(count(user_session) AS INTEGER) AS named ${inWhole}`),
    ).toEqual([{ low: String(first), high: String(first + 19), n: 20, named: 20 }]);
    await expect(
      writePiece(connection, { ...piece(1, 1), rows: 21 }, join(folder, 'x.parquet'), signal),
    ).rejects.toMatchObject({
      code: 'mismatch',
    });
  });
});

it('a table in several files has each row once', async () => {
  const table = {
    name: 'made',
    columns: [
      { name: 'event_no', type: 'bigint', expression: 'e.event_no' },
      { name: 'slot', type: 'bigint', expression: 'e.user_id' },
    ],
  };
  await withEvents({}, async (connection) => {
    const parts = [1, 2].map((number) => `(${selectTable(table, { number, of: 2 })})`);
    expect(await connection.number(`SELECT count(DISTINCT event_no) FROM (${parts.join(' UNION ALL ')})`)).toBe(60);
    const [row] = await connection.rows(`SELECT CAST(count(*) AS INTEGER) AS n FROM ${parts[0] ?? ''}`);
    expect(Number(row?.['n'])).toBeLessThan(60);
  });
});

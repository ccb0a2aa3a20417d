import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Progress } from '../../../preload/contract.js';
import { sampleSeed, writeSample } from './write-sample.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-sample-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The first row of a query over the file, its columns as numbers. */
async function measure(path: string, sql: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE e AS SELECT * REPLACE (CAST(substr(event_time, 1, 19) AS timestamp) AS event_time)
      FROM read_csv('${path.replaceAll("'", "''")}', header = true, auto_detect = false, nullstr = '', columns = {
        event_time: 'varchar', event_type: 'varchar', product_id: 'bigint', category_id: 'bigint', category_code: 'varchar',
        brand: 'varchar', price: 'decimal(18,4)', user_id: 'bigint', user_session: 'varchar' })`);
    const [row] = (await connection.runAndReadAll(sql)).getRowObjectsJson();
    return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('the shape of the Kaggle files', () => {
  let path: string;
  beforeAll(async () => {
    path = join(folder, 'kaggle.csv');
    await writeSample({ rows: 200_000, seed: sampleSeed, path });
  });

  test('types, sessions, users, goods and traps', async () => {
    const share = (condition: string) => `count(*) FILTER (${condition}) / count(*)`;
    const shape = await measure(
      path,
      `SELECT count(*) AS events, ${share("event_type = 'view'")} AS views, ${share("event_type = 'cart'")} AS carts,
         ${share("event_type = 'purchase'")} AS purchases, ${share("event_type = 'remove_from_cart'")} AS removes,
         ${share('category_code IS NULL')} AS uncoded, ${share('brand IS NULL')} AS unbranded,
         count(DISTINCT user_id) AS users, count(DISTINCT category_id) AS categories, count(DISTINCT category_code) AS codes,
         min(len(CAST(category_id AS varchar))) AS id_digits, count(DISTINCT CAST(event_time AS date)) AS days,
         count(*) FILTER (price = 0 AND event_type <> 'purchase') AS unpriced,
         count(*) FILTER (price <= 0 AND event_type = 'purchase') AS unpriced_purchases,
         count(*) FILTER (user_session IS NULL AND event_type = 'cart') AS null_sessions,
         count(*) FILTER (user_session IS NULL AND event_type <> 'cart') AS other_null_sessions,
         count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM e)) AS duplicates,
         count(*) FILTER (hour(event_time) IN (14, 15, 16)) / count(*) FILTER (hour(event_time) IN (22, 23, 0)) AS rhythm
       FROM e`,
    );
    const within = (name: string, low: number, high: number) => {
      expect(shape[name], name).toBeGreaterThanOrEqual(low);
      expect(shape[name], name).toBeLessThanOrEqual(high);
    };
    within('events', 200_000, 200_000);
    within('views', 0.955, 0.965);
    within('carts', 0.02, 0.025);
    within('purchases', 0.016, 0.019);
    within('removes', 0, 0);
    within('uncoded', 0.3, 0.34);
    within('unbranded', 0.11, 0.17);
    within('users', 13_000, 16_000); // 3.02 million × 200 thousand ÷ 42.4 million = 14,240
    within('categories', 600, 624);
    within('codes', 120, 126);
    within('id_digits', 19, 19);
    within('days', 31, 31);
    within('unpriced', 50, 1000);
    within('unpriced_purchases', 0, 0);
    within('null_sessions', 1, 20);
    within('other_null_sessions', 0, 0);
    within('duplicates', 80, 400);
    within('rhythm', 4, 10);
  });

  test('sessions and their purchases', async () => {
    const shape = await measure(
      path,
      `WITH s AS (
         SELECT user_session, count(*) AS n, count(DISTINCT user_id) AS users,
           min(event_time) AS first_time, max(event_time) AS last_time,
           count_if(event_type = 'cart') AS carts, count_if(event_type = 'purchase') AS purchases
         FROM e WHERE user_session IS NOT NULL GROUP BY user_session),
       u AS (SELECT user_id, count(DISTINCT CAST(event_time AS date)) AS days FROM e GROUP BY user_id)
       SELECT avg(n) AS mean, median(n) AS median, quantile_cont(n, 0.99) AS p99, count_if(users > 1) AS shared,
         count_if(CAST(first_time AS date) < CAST(last_time AS date)) AS over_midnight,
         sum(purchases) FILTER (carts = 0) / sum(purchases) AS uncarted, count_if(purchases > 1) AS repeated,
         (SELECT count_if(days > 1) / count(*) FROM u) AS returning
       FROM s`,
    );
    expect(shape.mean).toBeGreaterThan(4.4);
    expect(shape.mean).toBeLessThan(4.8);
    expect(shape.median).toBe(2);
    expect(shape.p99).toBeGreaterThan(30);
    expect(shape.p99).toBeLessThan(40);
    expect(shape.shared).toBeGreaterThan(0);
    expect(shape.over_midnight).toBeGreaterThan(0);
    expect(shape.uncarted).toBeGreaterThan(0.5);
    expect(shape.uncarted).toBeLessThan(0.65);
    expect(shape.repeated).toBeGreaterThan(20);
    expect(shape.returning).toBeGreaterThan(0.2);
  });

  test('kitchen appliances are looked at on Saturday mornings, by more than their share', async () => {
    const { lift } = await measure(
      path,
      `WITH x AS (SELECT isodow(event_time) = 6 AND hour(event_time) BETWEEN 4 AND 9 AS slot,
           coalesce(category_code LIKE 'appliances.kitchen.%', false) AS kitchen FROM e WHERE event_type = 'view')
       SELECT (count_if(slot AND kitchen) / count_if(slot)) / (count_if(kitchen) / count(*)) AS lift FROM x`,
    );
    expect(lift).toBeGreaterThan(1.4);
  });

  test('the injected attacks are there', async () => {
    const found = await measure(
      path,
      `WITH per_user AS (
         SELECT user_id, count(*) AS events, count(DISTINCT product_id) AS products,
           count_if(event_type = 'cart') AS carts, count_if(event_type = 'purchase') AS purchases FROM e GROUP BY user_id)
       SELECT count_if(products > 550 AND carts = 0) AS scrapers, count_if(carts > 80 AND purchases = 0) AS hoarders,
         count_if(purchases >= 15 AND events < 25) AS burst_buyers,
         (SELECT max(n) FROM (SELECT count(DISTINCT user_id) AS n FROM e
            GROUP BY product_id, time_bucket(INTERVAL 15 MINUTE, event_time))) AS crowd
       FROM per_user`,
    );
    expect(found).toMatchObject({ scrapers: 1, hoarders: 1, burst_buyers: 1 });
    expect(found.crowd).toBeGreaterThan(100);
  });
});

test("the app's sample has removes and one day of outage besides", async () => {
  const path = join(folder, 'app.csv');
  await writeSample({ rows: 100_000, seed: sampleSeed, path, kind: 'app' });
  const shape = await measure(
    path,
    `WITH d AS (SELECT CAST(event_time AS date) AS day, count_if(event_type = 'view') AS views,
         count_if(event_type = 'purchase') AS purchases FROM e GROUP BY ALL),
       m AS (SELECT *, median(views) OVER w AS usual_views, median(purchases) OVER w AS usual FROM d
         WINDOW w AS (PARTITION BY isodow(day)))
     SELECT (SELECT count_if(event_type = 'remove_from_cart') / count(*) FROM e) AS removes,
       count_if(purchases NOT BETWEEN usual * 0.25 AND usual * 3) AS odd_days,
       max(day(day)) FILTER (purchases < usual * 0.25) AS outage, count_if(views NOT BETWEEN usual_views / 2 AND usual_views * 2) AS odd_views
     FROM m`,
  );
  expect(shape.removes).toBeGreaterThan(0.002);
  expect(shape.removes).toBeLessThan(0.004);
  expect(shape).toMatchObject({ odd_days: 1, outage: 15, odd_views: 0 });
});

test('progress counts up to all rows, and the file takes the place of what was there', async () => {
  const path = join(folder, 'progress.csv');
  await writeFile(path, 'something older');
  const seen: Progress[] = [];
  const written = await writeSample({ rows: 20_000, seed: 1, path, onProgress: (progress) => seen.push(progress) });
  const text = await readFile(path, 'latin1');
  expect(written).toEqual({ path, rows: 20_000, bytes: text.length });
  expect(text.split('\n')[0]).toBe(
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
  );
  expect(text.split('\n')).toHaveLength(20_002);
  expect(seen.at(-1)).toMatchObject({ done: 20_000, total: 20_000, unit: 'rows', secondsLeft: 0 });
});

test('a cancelled sample leaves no file, and what was there stays', async () => {
  const own = await mkdtemp(join(folder, 'cancel-'));
  const path = join(own, 'sample.csv');
  await writeFile(path, 'something older');
  const controller = new AbortController();
  const writing = writeSample({
    rows: 50_000_000,
    seed: 1,
    path,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(own)).toEqual(['sample.csv']);
  expect(await readFile(path, 'latin1')).toBe('something older');
});

test('says what is wrong with the rows or the folder', async () => {
  const path = join(folder, 'none.csv');
  await expect(writeSample({ rows: 0, seed: 1, path })).rejects.toMatchObject({ code: 'bad_params' });
  await expect(writeSample({ rows: 1, seed: 0.5, path })).rejects.toMatchObject({ code: 'bad_params' });
  await expect(writeSample({ rows: 1, seed: 1, path: join(folder, 'no', 'x.csv') })).rejects.toMatchObject({
    code: 'not_found',
  });
});

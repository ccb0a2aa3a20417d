import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';

let double: DoubleForTest;

beforeAll(async () => {
  double = await openDouble();
});
afterAll(() => double.stop());

test('a CSV that was put is a table that can be asked', async () => {
  const head = 'event_time,event_type,price\n';
  await double.s3.put('lake', 'raw/a.csv', `${head}2019-10-01 00:00:00 UTC,view,1.50\n`);
  await double.s3.put('lake', 'raw/b.csv', `${head}2019-10-02 00:00:00 UTC,cart,\n`);
  expect(await double.rows('CREATE DATABASE shop')).toEqual([]);
  await double.rows(
    `CREATE EXTERNAL TABLE raw_events (event_time string, event_type string, price string)
     ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE
     LOCATION 's3://lake/raw/' TBLPROPERTIES ('skip.header.line.count'='1')`,
    { QueryExecutionContext: { Database: 'shop' } },
  );
  const rows = await double.rows(
    `SELECT event_type, nullif(price, '') AS price, CAST(substr(event_time, 1, 19) AS timestamp) AS seen, count(*)
     FROM "shop"."raw_events" WHERE event_type <> ? GROUP BY event_type, price, event_time ORDER BY seen`,
    { ExecutionParameters: ["'purchase'"] },
  );
  expect(rows).toEqual([
    ['event_type', 'price', 'seen', '_col3'],
    ['view', '1.50', '2019-10-01 00:00:00.000', '1'],
    ['cart', undefined, '2019-10-02 00:00:00.000', '1'],
  ]);
});

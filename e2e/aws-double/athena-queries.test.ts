import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';
import { javaDouble } from './trino-cells.js';

let double: DoubleForTest;
let folder: string;

const events = `CREATE EXTERNAL TABLE \`shop\`.\`events\` (\`user_id\` bigint, event_time timestamp, event_type string,
  price decimal(18,4), missing double) PARTITIONED BY (event_date string) STORED AS PARQUET LOCATION 's3://lake/curated/events/'
  TBLPROPERTIES ('projection.enabled'='true', 'projection.event_date.type'='date', 'projection.event_date.format'='yyyy-MM-dd',
  'projection.event_date.range'='2019-10-01,2019-10-03', 'projection.event_date.interval'='1',
  'projection.event_date.interval.unit'='DAYS',
  'storage.location.template'='s3://lake/curated/events/event_date=\${event_date}/')`;

/** Puts what the query gives as a Parquet object. */
async function putParquet(key: string, query: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(folder, 'object.parquet');
  await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
  connection.closeSync();
  instance.closeSync();
  await double.s3.putFile('lake', key, file);
}

function day(date: string, more = ''): string {
  return `SELECT CAST(i AS bigint) AS user_id, CAST(TIMESTAMP '${date} 00:00:05' + INTERVAL (i) MINUTE AS timestamp_ms) AS event_time,
    CASE WHEN i % 10 = 0 THEN 'purchase' ELSE 'view' END AS event_type, CAST(i AS decimal(18,4)) / 4 AS price${more} FROM range(1000) AS t(i)`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-double-test-'));
  double = await openDouble({ databases: ['shop'] });
  for (const date of ['2019-10-01', '2019-10-02', '2019-10-03', '2019-10-04'])
    await putParquet(
      `curated/events/event_date=${date}/part-1.parquet`,
      `SELECT * REPLACE (CAST(price AS decimal(18,4)) AS price) FROM (${day(date)})`,
    );
  await double.rows(events);
});
afterAll(async () => {
  await double.stop();
  await rm(folder, { recursive: true, force: true });
});

const inShop = { QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'shop' } };

test('CSV objects with a header are a table of texts', async () => {
  const head = 'event_time,event_type,price\n';
  await double.s3.put('lake', 'raw/a.csv', `${head}2019-10-01 00:00:00 UTC,"vi,ew",1.50\n`);
  await double.s3.put('lake', 'raw/b.csv', `${head}2019-10-02 00:00:00 UTC,cart,\n`);
  await double.s3.put('lake', 'raw/_SUCCESS', '');
  await double.rows(
    `CREATE EXTERNAL TABLE raw_events (event_time string, event_type string, price string)
     ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE
     LOCATION 's3://lake/raw/' TBLPROPERTIES ('skip.header.line.count'='1');`,
    inShop,
  );
  const rows = await double.rows(
    `SELECT event_type, nullif(price, '') AS price, CAST(substr(event_time, 1, 19) AS timestamp) AS seen, count(*)
     FROM "AwsDataCatalog"."shop"."raw_events" WHERE event_type <> ? -- is this '?' a place
     GROUP BY event_type, price, event_time ORDER BY seen`,
    { ExecutionParameters: ["'purchase'"] },
  );
  expect(rows).toEqual([
    ['event_type', 'price', 'seen', '_col3'],
    ['vi,ew', '1.50', '2019-10-01 00:00:00.000', '1'],
    ['cart', undefined, '2019-10-02 00:00:00.000', '1'],
  ]);
  expect(await double.rows(`SELECT price FROM raw_events ORDER BY price`, inShop)).toEqual([['price'], [''], ['1.50']]);
});

test('compressed CSV of typed columns', async () => {
  await double.s3.put('lake', 'typed/a.csv.gz', gzipSync('1|2019-10-01 00:00:00.250|x\nnone||y\n'));
  await double.rows(
    `CREATE EXTERNAL TABLE typed (n int, seen timestamp, word string) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|'
     LOCATION 's3://lake/typed/'`,
    inShop,
  );
  expect(await double.rows('SELECT * FROM typed ORDER BY word', inShop)).toEqual([
    ['n', 'seen', 'word'],
    ['1', '2019-10-01 00:00:00.250', 'x'],
    [undefined, undefined, 'y'],
  ]);
});

test('Parquet with projection: only days of the range, only columns that are there', async () => {
  const query =
    'SELECT event_date, count(*) AS n, sum(price) AS total, max(missing) AS m FROM events GROUP BY event_date ORDER BY 1';
  expect(await double.rows(query, inShop)).toEqual([
    ['event_date', 'n', 'total', 'm'],
    ['2019-10-01', '1000', '124875.0000', undefined],
    ['2019-10-02', '1000', '124875.0000', undefined],
    ['2019-10-03', '1000', '124875.0000', undefined],
  ]);
});

test('bytes scanned are those of the columns and partitions that are read', async () => {
  const scanned = async (query: string) => (await double.run(query, inShop)).Statistics?.DataScannedInBytes ?? -1;
  const all = await scanned('SELECT * FROM events');
  const one = await scanned('SELECT sum(user_id) FROM events');
  const part = await scanned("SELECT sum(user_id) FROM events WHERE event_date = '2019-10-02'");
  const range = await scanned(
    "SELECT sum(user_id) FROM events WHERE event_date >= '2019-10-01' AND event_date < '2019-10-03'",
  );
  const sizes = double.s3.list('lake', 'curated/events/').map((key) => double.s3.head('lake', key)?.bytes ?? 0);
  expect(all).toBeGreaterThan(one);
  expect(all).toBeLessThan(sizes.slice(0, 3).reduce((a, b) => a + b, 0));
  expect(part).toBeGreaterThan(0);
  expect(Math.round(one / part)).toBe(3);
  expect(Math.round(range / part)).toBe(2);
  expect(await scanned('SELECT count(*) FROM events')).toBe(0);
  expect(await scanned("SELECT count(*) FROM events WHERE event_type = 'view'")).toBeGreaterThan(0);
});

test('new objects are seen, and overwritten ones', async () => {
  await double.rows(
    "CREATE EXTERNAL TABLE facts (n bigint) STORED AS PARQUET LOCATION 's3://lake/facts/' TBLPROPERTIES ('made.by'='test')",
    inShop,
  );
  expect(await double.rows('SELECT count(*) AS n FROM facts', inShop)).toEqual([['n'], ['0']]);
  await putParquet('facts/1', 'SELECT CAST(1 AS bigint) AS n');
  expect(await double.rows('SELECT sum(n) AS n FROM facts', inShop)).toEqual([['n'], ['1']]);
  await putParquet('facts/1', 'SELECT CAST(5 AS bigint) AS n');
  await putParquet('facts/2', 'SELECT CAST(6 AS bigint) AS n');
  expect(await double.rows('SELECT sum(n) AS n FROM facts', inShop)).toEqual([['n'], ['11']]);
  await double.rows('DROP TABLE facts', inShop);
  expect((await double.run('SELECT * FROM facts', inShop)).Status?.StateChangeReason).toBe(
    "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.shop.facts' does not exist",
  );
});

test('types that Athena does not read are bad data', async () => {
  await putParquet('bad/1', 'SELECT CAST(1 AS ubigint) AS n');
  await double.rows("CREATE EXTERNAL TABLE bad (n bigint) STORED AS PARQUET LOCATION 's3://lake/bad/'", inShop);
  const { Status } = await double.run('SELECT * FROM bad', inShop);
  expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 2 } });
  expect(Status?.StateChangeReason).toMatch(
    /^HIVE_BAD_DATA: Field n's type INT64 UINT_64 in parquet file s3:\/\/lake\/bad\/1/,
  );
});

test('values are written as Athena writes them', async () => {
  const query = `SELECT CAST('2019-10-01 00:00:05' AS timestamp) AS a, DATE '2019-10-01' AS b, CAST(1.5 AS decimal(10,4)) AS c,
    true AS d, CAST(null AS varchar) AS e, '' AS f, 'say "a"' || chr(10) || 'b' AS g, CAST(7 AS bigint) AS h, 2e0 AS i`;
  const { QueryExecutionId, ResultConfiguration } = await double.run(query);
  const key = `athena/${QueryExecutionId}.csv`;
  expect(ResultConfiguration?.OutputLocation).toBe(`s3://results/${key}`);
  expect((await double.s3.get('results', key))?.toString()).toBe(
    '"a","b","c","d","e","f","g","h","i"\n' +
      '"2019-10-01 00:00:05.000","2019-10-01","1.5000","true",,"","say ""a""\nb","7","2.0"\n',
  );
  expect(double.s3.head('results', `${key}.metadata`)).not.toBeNull();
  expect((await double.rows(query))[1]).toEqual([
    ...['2019-10-01 00:00:05.000', '2019-10-01', '1.5000', 'true', undefined, '', 'say "a"\nb', '7', '2.0'],
  ]);
});

test('doubles are written as Java writes them', async () => {
  const values = [
    0, 1, 0.1, 123.456, 1e10, 1.5e10, 9999999, 10000000, 12345678.9, 1e21, 1.25e-5, 0.001, 0.00012, -2.5e300, 5e-324,
  ];
  const list = values.map((value) => `(${value.toExponential()})`).join(', ');
  const rows = await double.rows(`SELECT CAST(x AS double) AS x FROM (VALUES ${list}) AS t(x)`);
  expect(rows.slice(1).flat()).toEqual(values.map(javaDouble));
  expect(values.slice(4, 9).map(javaDouble)).toEqual(['1.0E10', '1.5E10', '9999999.0', '1.0E7', '1.23456789E7']);
});

test('a single column of nulls', async () => {
  expect(await double.rows("SELECT x FROM (VALUES (1, 'a'), (2, null), (3, '')) AS t(n, x) ORDER BY n")).toEqual([
    ['x'],
    ['a'],
    [undefined],
    [''],
  ]);
});

test('a failed query says where', async () => {
  const reason = async (query: string) => (await double.run(query, inShop)).Status?.StateChangeReason;
  expect(await reason('SELECT user_id,\n  nothing FROM events')).toBe(
    "COLUMN_NOT_FOUND: line 2:3: Column 'nothing' cannot be resolved",
  );
  expect(await reason('SELECT a b c FROM events')).toBe("SYNTAX_ERROR: line 1:12: mismatched input 'c'");
  expect(await reason("SELECT CAST('x' AS bigint)")).toMatch(/^INVALID_CAST_ARGUMENT: /);
  expect((await double.run('SELECT 1', { QueryExecutionContext: { Database: 'nowhere' } })).Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: "SCHEMA_NOT_FOUND: line 1:1: Schema 'nowhere' does not exist",
  });
});

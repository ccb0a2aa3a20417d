import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventsMapping } from '../../../../preload/contract.js';
import { openTestRemote, quietJob, type TestRemote } from '../open-test-remote.js';

let one: TestRemote;
const ofLake = { connection: 'lake' };
const head = 'a,b\n';

beforeAll(async () => {
  one = await openTestRemote({ databases: ['shop', ...Array.from({ length: 60 }, (_, at) => `more_${at}`)] });
  const make = (sql: string) => one.ask({ sql, purpose: 'ddl' });
  const serde = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE";
  for (const day of ['2019-10-01', '2019-10-02']) {
    await one.double.s3.put('lake', `projected/event_date=${day}/x.csv`, `${head}1,2\n`);
    await one.double.s3.put('lake', `listed/dt=${day}/x.csv`, `${head}1,2\n`);
  }
  await make(`CREATE EXTERNAL TABLE plain (a string, b string) ${serde} LOCATION 's3://lake/plain/'
    TBLPROPERTIES ('skip.header.line.count'='1')`);
  await make(`CREATE EXTERNAL TABLE projected (a string, b string) PARTITIONED BY (event_date string) ${serde}
    LOCATION 's3://lake/projected/' TBLPROPERTIES ('skip.header.line.count'='1', 'projection.enabled'='true',
      'projection.event_date.type'='date', 'projection.event_date.format'='yyyy-MM-dd',
      'projection.event_date.range'='2019-10-01,NOW')`);
  await make(`CREATE EXTERNAL TABLE listed (event_time string, event_type string, product_id bigint, user_id bigint)
    PARTITIONED BY (dt string) ${serde} LOCATION 's3://lake/listed/'`);
  await make(`ALTER TABLE listed ADD PARTITION (dt='2019-10-01') LOCATION 's3://lake/listed/dt=2019-10-01/'
    PARTITION (dt='2019-10-02') LOCATION 's3://lake/listed/dt=2019-10-02/'`);
});
afterAll(() => one.close());

test('DDL is free and gives no rows', async () => {
  const records = await one.records('CREATE EXTERNAL');
  expect(records).toHaveLength(3);
  for (const record of records)
    expect(record).toMatchObject({ state: 'succeeded', costUsd: 0, rows: 0, purpose: 'ddl' });
});

test('databases are listed over several pages', async () => {
  const names = await one.remote.handlers['catalog.databases'](ofLake, quietJob);
  expect(names).toContain('shop');
  expect(names.filter((name) => name.startsWith('more_'))).toHaveLength(60);
});

test('tables have their columns, place and format', async () => {
  const tables = await one.remote.handlers['catalog.tables']({ ...ofLake, database: 'shop' }, quietJob);
  expect(tables.map(({ name }) => name).sort()).toEqual(['listed', 'plain', 'projected']);
  expect(tables.find(({ name }) => name === 'projected')).toEqual({
    database: 'shop',
    name: 'projected',
    columns: [
      { name: 'a', type: 'string', isPartition: false },
      { name: 'b', type: 'string', isPartition: false },
      { name: 'event_date', type: 'string', isPartition: true },
    ],
    location: expect.stringMatching(/^s3:\/\/lake\/projected\/?$/),
    format: 'csv',
  });
  const engine = await one.remote.open('lake');
  expect(await engine.table('shop', 'nothing', quietJob.signal)).toBeNull();
  expect(await engine.table('nowhere', 'nothing', quietJob.signal)).toBeNull();
});

test('partitions are listed as Athena knows them, or, where it computes them, as they lie in S3', async () => {
  const partitions = (table: string) =>
    one.remote.handlers['catalog.partitions']({ ...ofLake, database: 'shop', table }, quietJob);
  const before = one.double.queries.length;
  expect(await partitions('projected')).toEqual(['event_date=2019-10-01', 'event_date=2019-10-02']);
  expect(await partitions('plain')).toEqual([]);
  expect(one.double.queries).toHaveLength(before);
  expect([...(await partitions('listed'))].sort()).toEqual(['dt=2019-10-01', 'dt=2019-10-02']);
  expect(one.double.queries).toHaveLength(before + 1);
});

test('a mapping is proposed, and attached where the table has its columns', async () => {
  const { handlers } = one.remote;
  const proposed = await handlers['catalog.propose']({ ...ofLake, database: 'shop', table: 'listed' }, quietJob);
  expect(proposed.problem).toBeNull();
  expect(proposed.mapping.columns.event_time?.column).toBe('event_time');
  const info = await handlers['catalog.attach']({ ...ofLake, events: proposed.mapping }, quietJob);
  expect(info.events).toEqual(proposed.mapping);
  const wrong: EventsMapping = { ...proposed.mapping, partition: { column: 'day', form: 'date' } };
  expect(await one.fail(handlers['catalog.attach']({ ...ofLake, events: wrong }, quietJob))).toMatchObject({
    code: 'not_found',
    message: 'The table “listed” has no column “day”.',
  });
  expect(
    await one.fail(handlers['catalog.propose']({ ...ofLake, database: 'shop', table: 'none' }, quietJob)),
  ).toMatchObject({ code: 'not_found' });
  expect((await handlers['catalog.attach']({ ...ofLake, events: null }, quietJob)).events).toBeNull();
});

test('what may not be looked at is told of with the right that it takes', async () => {
  for (const credentials of one.double.credentials) credentials.denied = ['athena:ListDatabases'];
  const error = await one.fail(one.remote.handlers['catalog.databases'](ofLake, quietJob));
  expect(error).toMatchObject({ code: 'access_denied', details: { action: 'athena:ListDatabases' } });
  for (const credentials of one.double.credentials) credentials.denied = [];
});

test('a table that may not be looked at alone is found in the list', async () => {
  const find = async () => (await one.remote.open('lake')).table('shop', 'PROJECTED', quietJob.signal);
  const usual = await find();
  expect(usual?.columns).toHaveLength(3);
  for (const kind of ['UnknownOperation', 'AccessDenied'] as const) {
    one.double.faults.add({ operation: 'GetTableMetadata', kind, times: 2 });
    expect(await find()).toEqual(usual);
    expect(await (await one.remote.open('lake')).table('shop', 'nothing', quietJob.signal)).toBeNull();
  }
  for (const operation of ['GetTableMetadata', 'ListTableMetadata'])
    one.double.faults.add({ operation, kind: 'UnknownOperation' });
  expect(await one.fail(find())).toMatchObject({
    code: 'misconfigured',
    message: expect.stringContaining('does not know this call (athena:GetTableMetadata)'),
  });
  one.double.faults.clear();
});

/** The Athena engine over the double: what is sent, what comes back, and what it cost. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listen, openTestRemote, type TestRemote } from '../open-test-remote.js';

let one: TestRemote;
beforeAll(async () => void (one = await openTestRemote()));
afterAll(() => one.close());
beforeEach(() => {
  one.double.faults.clear();
  one.double.requests.length = 0;
  one.configure({ output: null, workgroup: 'primary', softLimitBytes: null, dayCapBytes: null, reuseMinutes: 0 });
  for (const credentials of one.double.credentials) credentials.denied = [];
});

const everyType = `SELECT CAST(a AS tinyint) AS tiny, CAST(a AS integer) AS whole, CAST(a AS bigint) AS wide,
  CAST(b AS double) AS d, CAST(b AS decimal(12, 4)) AS money, a > 1 AS yes, c AS text, CAST(t AS date) AS day, t AS at
  FROM (VALUES (1, 2.5e0, 'it''s "x", ü', CAST('2019-10-01 00:00:05.120' AS timestamp)),
               (2, -1e-7, '', CAST('2020-02-29 23:59:59' AS timestamp)),
               (3, 1e300, '  two
lines, ' , NULL),
               (NULL, NULL, NULL, NULL)) AS v (a, b, c, t) ORDER BY a`.replace(
  'CAST(b AS decimal(12, 4))',
  'CAST(a AS decimal(12, 4))',
);
const local = () => one.database.withConnection({}, (connection) => connection.columns(everyType));

describe('a result', () => {
  test('comes from its object in S3, as DuckDB gives it', async () => {
    const { columns, rowCount, facts } = await one.ask({ sql: everyType });
    expect(columns).toEqual(await local());
    expect(rowCount).toBe(4);
    expect(one.count('GetObject')).toBe(1);
    expect(one.count('GetQueryResults')).toBe(1);
    expect(facts).toMatchObject({ connection: 'lake', kind: 'athena', reused: false, costUsd: 0.00005 });
    expect(facts.queueMs).toBeGreaterThan(0);
    expect(facts.totalMs).toBeGreaterThanOrEqual(facts.queueMs ?? 0);
    expect((await one.remote.open('lake')).name).toBe('Athena engine version 3');
  });

  test('comes page by page, and is the same, where the object may not be read', async () => {
    for (const credentials of one.double.credentials) credentials.denied = ['s3:GetObject results/*'];
    const { columns, rowCount } = await one.ask({ sql: everyType });
    expect(columns).toEqual(await local());
    expect(rowCount).toBe(4);
    expect(one.count('GetQueryResults')).toBe(2);
  });

  test('comes page by page where Athena keeps results itself', async () => {
    one.double.workGroups.push({ name: 'managed', managedResults: true });
    one.configure({ workgroup: 'managed' });
    const { columns } = await one.ask({ sql: everyType });
    expect(columns).toEqual(await local());
    expect(one.count('GetObject')).toBe(0);
    const sql = 'SELECT i, CAST(i AS varchar) AS t FROM UNNEST(sequence(1, 2500)) AS s (i)';
    const long = await one.ask({ sql });
    expect(long.rowCount).toBe(2500);
    expect([...(long.columns[1]?.values ?? [])].slice(999, 1002)).toEqual(['1000', '1001', '1002']);
  });

  test.each([
    ['', "SELECT CAST(NULL AS varchar) AS a UNION ALL SELECT 'x' UNION ALL SELECT NULL ORDER BY a", ['x', null, null]],
    ['that is empty', "SELECT 'x' AS a WHERE 1 = 0", []],
    ['of an empty text', "SELECT '' AS a", ['']],
  ])('of one column %s is whole', async (_, sql, expected) => {
    const { columns, rowCount } = await one.ask({ sql });
    expect(columns.map(({ name, values }) => [name, values])).toEqual([['a', expected]]);
    expect(rowCount).toBe(expected.length);
  });

  const many = `SELECT a * 1000 + b AS i, 'row "' || CAST(a AS varchar) || '", ' || CAST(b AS varchar) AS t
    FROM UNNEST(sequence(0, 299)) AS s (a) CROSS JOIN UNNEST(sequence(0, 999)) AS r (b) ORDER BY 1`;

  test('of 300,000 rows is whole, and in order', async () => {
    const { columns, rowCount } = await one.ask({ sql: many });
    expect(rowCount).toBe(300_000);
    expect(columns[0]?.values).toEqual(Float64Array.from({ length: 300_000 }, (_, at) => at));
    expect(columns[1]?.values[123_456]).toBe('row "123", 456');
  });

  test('whose stream breaks is gone on with', async () => {
    one.double.faults.add({ operation: 'GetObject', kind: 'cut', afterBytes: 100_000, times: 2 });
    one.double.faults.add({ operation: 'GetObject', kind: 'InternalError' });
    const { columns, rowCount } = await one.ask({ sql: many });
    expect(rowCount).toBe(300_000);
    expect(columns[1]?.values[299_999]).toBe('row "299", 999');
    const ranges = one.double.requests.filter(({ operation }) => operation === 'GetObject').map(({ range }) => range);
    // Of what was sent before the cut some may not have arrived.
    const [first, ...later] = ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? 'bytes=0-')?.[1]));
    expect(first).toBe(0);
    expect(Math.max(...later)).toBeGreaterThan(0);
    expect(Math.max(...later)).toBeLessThanOrEqual(200_000);
  });

  test('that does not come whole is an error', async () => {
    one.double.faults.add({ operation: 'GetObject', kind: 'cut', afterBytes: 0, times: 100 });
    const error = await one.fail(one.ask({ sql: 'SELECT 1 AS a, 2 AS b' }));
    expect(error.code).toBe('network');
    expect(error.details.wayOut).toBeTruthy();
    expect((await one.records())[0]).toMatchObject({ state: 'succeeded', error: error.message });
  });
});

test('values go as parameters, in order; long ones in the text', async () => {
  const sql = "SELECT ? AS a, ? AS b, ? AS c, ? AS d, '?' AS e";
  const short = await one.ask({ sql, values: ["it's", 24, -2.5, true] });
  expect(short.columns.map(({ values: [value] }) => value)).toEqual(["it's", 24, -2.5, 'true', '?']);
  expect(one.double.queries.at(-1)).toMatchObject({ query: sql, parameters: ["'it''s'", '24', '-2.5e+0', 'true'] });
  const long = `'${'ü'.repeat(2000)}`;
  const { columns } = await one.ask({ sql, values: [long, 24, -2.5, true] });
  expect(columns.map(({ values: [value] }) => value)).toEqual([long, 24, -2.5, 'true', '?']);
  expect(one.double.queries.at(-1)?.parameters).toEqual([]);
});

test('a text that is too long is not sent', async () => {
  const error = await one.fail(one.ask({ sql: `SELECT '${'ü'.repeat(131_100)}' AS a` }));
  expect(error).toMatchObject({ code: 'bad_params' });
  expect(error.message).toContain('Athena takes 262,144');
  expect(one.count('StartQueryExecution')).toBe(0);
});

test('the request says work group, catalog, database, output and reuse', async () => {
  one.configure({ output: 's3://results/mine/', reuseMinutes: 30 });
  const sql = 'SELECT 42 AS answer';
  const first = await one.ask({ sql });
  const second = await one.ask({ sql });
  expect(first.facts.reused).toBe(false);
  expect(second.facts).toMatchObject({ reused: true, costUsd: 0 });
  expect(second.columns).toEqual(first.columns);
  expect(one.double.s3.list('results', 'mine/')).toContain(`mine/${first.facts.queryId}.csv`);
  expect((await one.records(second.facts.queryId))[0]).toMatchObject({ reused: true, costUsd: 0, rows: 1 });
  expect(one.double.queries.at(-1)).toMatchObject({ database: 'shop', reuseMinutes: 30, workGroup: 'primary' });
});

test('no answer is used again that is older than the data', async () => {
  one.configure({ reuseMinutes: 30 });
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  for (const [dataSince, reuseMinutes] of [
    [ago(90), 30],
    [ago(5.5), 5],
  ] as const) {
    await one.ask({ sql: 'SELECT 43 AS answer', dataSince });
    expect(one.double.queries.at(-1)).toMatchObject({ reuseMinutes });
  }
  const { facts } = await one.ask({ sql: 'SELECT 43 AS answer', dataSince: ago(0.5) });
  expect(facts.reused).toBe(false);
});

test('progress tells the states, also when a query is queued again', async () => {
  one.double.requeue(1);
  const { told, onProgress } = listen(() => false);
  await one.ask({ sql: 'SELECT 1 AS a' }, { onProgress });
  const states = told.map(({ remote }) => remote?.state).filter((state, at, all) => state !== all[at - 1]);
  expect(states.slice(0, 2)).toEqual(['queued', 'running']);
  expect(states.at(-1)).toBe('succeeded');
  expect(told.at(-1)?.remote?.queryId).toBe(one.double.queries.at(-1)?.id);
  expect(told.at(-1)?.phase).toBe('reading the result');
});

describe('an error', () => {
  test('of the text says the reason and the line', async () => {
    const error = await one.fail(one.ask({ sql: 'SELECT 1 AS a,\n  no_such_column\nFROM (VALUES (1)) AS v (x)' }));
    expect(error.code).toBe('query_failed');
    expect(error.message).toContain('no_such_column');
    expect(error.details).toMatchObject({ line: 2, queryId: one.double.queries.at(-1)?.id });
    expect(error.details.wayOut).toBeTruthy();
    expect((await one.records())[0]).toMatchObject({ state: 'failed', costUsd: 0, queryId: error.details.queryId });
  });

  test('of a work group without output says what to set', async () => {
    one.double.workGroups.push({ name: 'bare' });
    one.configure({ workgroup: 'bare' });
    const error = await one.fail(one.ask({ sql: 'SELECT 1 AS a' }));
    expect(error.code).toBe('misconfigured');
    expect((await one.records())[0]).toMatchObject({ state: 'failed', queryId: null, costUsd: 0 });
  });

  test('of a right says which', async () => {
    for (const credentials of one.double.credentials) credentials.denied = ['athena:StartQueryExecution'];
    const error = await one.fail(one.ask({ sql: 'SELECT 1 AS a' }));
    expect(error).toMatchObject({ code: 'access_denied', details: { action: 'athena:StartQueryExecution' } });
  });

  test('of a cut-off is a limit', async () => {
    await one.double.s3.put('lake', 'big/a.csv', `a\n${`${'x'.repeat(99)}\n`.repeat(150_000)}`);
    await one.double.rows(
      `CREATE EXTERNAL TABLE big (a string) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
       STORED AS TEXTFILE LOCATION 's3://lake/big/' TBLPROPERTIES ('skip.header.line.count'='1')`,
      { QueryExecutionContext: { Database: 'shop' } },
    );
    one.double.workGroups.push({ name: 'tight', output: 's3://results/tight/', bytesScannedCutoff: 10_000_000 });
    one.configure({ workgroup: 'tight' });
    const error = await one.fail(one.ask({ sql: 'SELECT count(*) AS c FROM big' }));
    expect(error.code).toBe('over_limit');
    expect((await one.records())[0]).toMatchObject({ state: 'cancelled', bytesScanned: 10_000_000, costUsd: 0.00005 });
  });
});

describe('limits', () => {
  test('nothing is sent that nobody agreed to', async () => {
    one.configure({ softLimitBytes: 1e6 });
    const error = await one.fail(one.ask({ sql: 'SELECT 1 AS a', estimatedBytes: 2e9 }));
    expect(error).toMatchObject({ code: 'needs_approval', details: { bytes: 2e9, costUsd: 0.01 } });
    const before = (await one.records()).length;
    expect(one.count('StartQueryExecution')).toBe(0);
    await one.ask({ sql: 'SELECT 1 AS a', estimatedBytes: 2e9, approvedBytes: 2e9 });
    expect(await one.records()).toHaveLength(before + 1);
  });

  test('what was scanned today counts under the cap, and so does what runs', async () => {
    const today = await one.remote.todayBytes('lake');
    expect(today).toBeGreaterThanOrEqual(10_000_000);
    one.configure({ dayCapBytes: today + 1000 });
    const ask = () => one.ask({ sql: 'SELECT 1 AS a', estimatedBytes: 600 });
    const [first, second] = await Promise.allSettled([ask(), ask()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'over_limit', details: { bytes: 600 } } });
    expect(one.count('StartQueryExecution')).toBe(1);
    await ask(); // the first one has scanned nothing after all
  });
});

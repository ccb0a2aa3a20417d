/** The double of Athena with the real Trino behind it: from the S3 object to the result file. */
import { gzipSync } from 'node:zlib';
import { StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDouble, type DoubleForTest } from '../aws-double/double-for-test.js';

const trino = inject('trino');

describe.skipIf('missing' in trino)('Athena on a real Trino', () => {
  let double: DoubleForTest;
  const database = `double_${process.pid}`;
  const inShop = { QueryExecutionContext: { Database: database } };

  beforeAll(async () => {
    if ('missing' in trino) return;
    double = await openDouble({ executor: { trino }, databases: [database] });
    await double.s3.put(
      'lake',
      'events/event_date=2019-10-01/a.csv.gz',
      gzipSync('2053013555631882655|2019-10-01 00:00:00.250|view|1.5000\n9|2019-10-01 23:59:59.000||\n'),
    );
    await double.rows(
      `CREATE EXTERNAL TABLE events (id bigint, seen timestamp, word string, price decimal(18,4))
       PARTITIONED BY (event_date string) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' LOCATION 's3://lake/events/'`,
      inShop,
    );
    await double.rows('MSCK REPAIR TABLE events', inShop);
  });
  afterAll(() => double.stop());

  test('values keep their digits, nulls and zones', async () => {
    const rows = await double.rows(
      `SELECT *, count(*) OVER () AS n, 1e10 AS big, CAST(seen AS timestamp(0)) AS whole, price IS NULL AS none
       FROM "AwsDataCatalog"."${database}"."events" WHERE event_date = ? ORDER BY id DESC`,
      { ExecutionParameters: ["'2019-10-01'"] },
    );
    expect(rows).toEqual([
      ['id', 'seen', 'word', 'price', 'event_date', 'n', 'big', 'whole', 'none'],
      [
        ...['2053013555631882655', '2019-10-01 00:00:00.250', 'view', '1.5000', '2019-10-01'],
        ...['2', '1.0E10', '2019-10-01 00:00:00.000', 'false'],
      ],
      [
        ...['9', '2019-10-01 23:59:59.000', '', undefined, '2019-10-01'],
        ...['2', '1.0E10', '2019-10-01 23:59:59.000', 'true'],
      ],
    ]);
  });

  test('many rows', async () => {
    const rows = await double.rows('SELECT x, x * 2 AS y FROM UNNEST(sequence(1, 5000)) AS t(x) ORDER BY x');
    expect(rows).toHaveLength(5001);
    expect(rows.at(-1)).toEqual(['5000', '10000']);
  });

  test("errors are Trino's, with their line", async () => {
    const status = async (query: string) => (await double.run(query, inShop)).Status;
    expect(await status('SELECT word,\n nothing FROM events')).toMatchObject({
      State: 'FAILED',
      StateChangeReason: "COLUMN_NOT_FOUND: line 2:2: Column 'nothing' cannot be resolved",
      AthenaError: { ErrorCategory: 2, ErrorType: 1006 },
    });
    expect((await status('SELECT 1/0'))?.StateChangeReason).toBe('DIVISION_BY_ZERO: Division by zero');
    expect((await status('SELECT * FROM nowhere'))?.AthenaError?.ErrorType).toBe(1110);
  });

  test('a new object is there in the next query; a plan may be asked for; a stopped query ends', async () => {
    await double.s3.put(
      'lake',
      'events/event_date=2019-10-02/b.csv.gz',
      gzipSync('1|2019-10-02 00:00:00.000|cart|2\n'),
    );
    await double.rows("ALTER TABLE events ADD PARTITION (event_date='2019-10-02')", inShop);
    expect(await double.rows('SELECT sum(price) AS total FROM events', inShop)).toEqual([['total'], ['3.5000']]);
    expect((await double.rows('EXPLAIN SELECT * FROM events', inShop)).flat().join('\n')).toContain('TableScan');
    const long = double.run(
      'SELECT count(*) FROM UNNEST(sequence(1, 5000)) a(x) CROSS JOIN UNNEST(sequence(1, 5000)) b(y) CROSS JOIN UNNEST(sequence(1, 5000)) c(z)',
    );
    await expect.poll(() => double.queries.at(-1)?.state).toBe('RUNNING');
    await expect.poll(listRunning).not.toEqual([]);
    const stop = new StopQueryExecutionCommand({ QueryExecutionId: double.queries.at(-1)?.id });
    await double.openAthena().send(stop);
    expect((await long).Status?.State).toBe('CANCELLED');
    await expect.poll(listRunning).toEqual([]);
  });

  /** Queries that Trino itself runs for the double. */
  async function listRunning(): Promise<readonly string[]> {
    if ('missing' in trino) return [];
    const answer = await fetch(`${trino.url}/v1/query`, { headers: { 'X-Trino-User': 'test' } });
    const queries = (await answer.json()) as readonly { state: string; query: string; session: { source: string } }[];
    return queries
      .filter(({ state, session }) => session.source === 'aws-double' && !['FINISHED', 'FAILED'].includes(state))
      .map(({ query }) => query);
  }
});

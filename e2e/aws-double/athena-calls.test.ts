import { randomUUID } from 'node:crypto';
import {
  BatchGetQueryExecutionCommand,
  GetDatabaseCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  ListDatabasesCommand,
  ListDataCatalogsCommand,
  ListQueryExecutionsCommand,
  ListTableMetadataCommand,
  ListWorkGroupsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';
import type { DoubleOptions } from './options.js';

let double: DoubleForTest;
let athena: AthenaClient;

async function open(options: Omit<DoubleOptions, 'folder'> = {}): Promise<void> {
  await double?.stop();
  double = await openDouble(options);
  athena = double.openAthena();
}

beforeEach(() => open({ databases: ['shop'] }));
afterEach(() => double.stop());

async function start(query: string, more: Partial<StartQueryExecutionCommandInput> = {}): Promise<string> {
  const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ QueryString: query, ...more }));
  return QueryExecutionId ?? '';
}

/** `Name: message` of the error. */
function refusal(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

const endless = 'SELECT count(*) FROM range(10000000000) AS t(x), range(1000) AS u(y) WHERE x % 7 = y';

describe('the life of a query', () => {
  test('goes from waiting to running, at times back, to its end', async () => {
    await open({ queuedMs: 400, runningMs: 400 });
    double.requeue(1);
    const id = await start('SELECT 1 AS one');
    const seen: string[] = [];
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      const state = QueryExecution?.Status?.State ?? '';
      if (state === 'QUEUED' && seen.length === 0) expect(QueryExecution?.Statistics).toBeUndefined();
      if (seen.at(-1) !== state) seen.push(state);
      if (state !== 'QUEUED' && state !== 'RUNNING') {
        expect(QueryExecution).toMatchObject({
          StatementType: 'DML',
          SubstatementType: 'SELECT',
          WorkGroup: 'primary',
          EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
          Statistics: { DataScannedInBytes: 0, ResultReuseInformation: { ReusedPreviousResult: false } },
        });
        expect(QueryExecution?.Status?.CompletionDateTime).toBeInstanceOf(Date);
        expect(QueryExecution?.Statistics?.QueryQueueTimeInMillis).toBeGreaterThanOrEqual(1200);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(seen).toEqual(['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
  });

  test('a stop interrupts what runs, and is no error afterwards', async () => {
    const id = await start(endless);
    await expect.poll(() => double.queries[0]?.state).toBe('RUNNING');
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })))).toBe(
      'InvalidRequestException: Query has not yet finished. Current state: RUNNING',
    );
    const stop = new StopQueryExecutionCommand({ QueryExecutionId: id });
    await athena.send(stop);
    await expect.poll(() => double.queries[0]?.state).toBe('CANCELLED');
    await athena.send(stop);
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    expect(QueryExecution?.Status?.StateChangeReason).toBe('Query cancelled by user');
    expect(await refusal(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id })))).toMatch(
      /^InvalidRequestException: Query did not finish successfully/,
    );
  });

  test('one token is one query', async () => {
    const token = randomUUID();
    const id = await start('SELECT 1', { ClientRequestToken: token });
    expect(await start('SELECT 1', { ClientRequestToken: token })).toBe(id);
    expect(await refusal(start('SELECT 2', { ClientRequestToken: token }))).toBe(
      'InvalidRequestException: Idempotent parameters do not match',
    );
    expect(await refusal(start('SELECT 2', { ClientRequestToken: 'short' }))).toMatch(/^InvalidRequestException/);
    expect(double.queries).toHaveLength(1);
  });

  test('the 26th active query is refused', async () => {
    await open({ queuedMs: 60_000 });
    for (let at = 0; at < 25; at += 1) await start(`SELECT ${at}`);
    const error = await athena
      .send(new StartQueryExecutionCommand({ QueryString: 'SELECT 26' }))
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'TooManyRequestsException', Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' });
  });

  test('more calls a second than the quota are throttled', async () => {
    const calls = Array.from({ length: 40 }, () => refusal(athena.send(new ListQueryExecutionsCommand({}))));
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => answer === 'none').length).toBeGreaterThanOrEqual(10);
    expect(answers).toContain('ThrottlingException: Rate exceeded');
  });

  test('an earlier answer may be used again', async () => {
    await double.run('SELECT 7 AS n');
    const reuse = {
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 5 } },
    };
    const again = await double.run('SELECT 7 AS n', reuse);
    expect(again.Statistics).toMatchObject({
      DataScannedInBytes: 0,
      ResultReuseInformation: { ReusedPreviousResult: true },
    });
    expect(await double.rows('SELECT 7 AS n', reuse)).toEqual([['n'], ['7']]);
    expect((await double.run('SELECT 8 AS n', reuse)).Statistics?.ResultReuseInformation).toEqual({
      ReusedPreviousResult: false,
    });
  });
});

describe('what is refused at once', () => {
  test('texts', async () => {
    expect(await refusal(start('x'.repeat(262_145)))).toMatch(/^InvalidRequestException: .*262144/);
    expect(await refusal(start('SELECT 1; SELECT 2'))).toMatch(/^InvalidRequestException: Only one sql statement/);
    expect(await refusal(start('FROB x'))).toMatch(/line 1:1: mismatched input 'FROB'/);
    expect(await refusal(start('CREATE EXTERNAL TABLE "t" (a int) LOCATION \'s3://lake/t/\''))).toMatch(
      /line 1:8: mismatched input 'EXTERNAL'/,
    );
    expect(await refusal(start("CREATE EXTERNAL TABLE t (a int) LOCATION 's3://lake/t'"))).toMatch(/LOCATION/);
    const error = await athena.send(new StartQueryExecutionCommand({ QueryString: 'FROB' })).catch((e: unknown) => e);
    expect(error).toMatchObject({ AthenaErrorCode: 'MALFORMED_QUERY' });
  });

  test('parameters', async () => {
    const ask = (...ExecutionParameters: string[]) => refusal(start("SELECT ?, '?'", { ExecutionParameters }));
    expect(await ask('1', '2')).toMatch(/expected 1 but found 2/);
    expect(await ask('1 + 1')).toMatch(/Expecting: a literal/);
    expect(await ask("'a' OR 1=1")).toMatch(/Expecting: a literal/);
    for (const literal of ['1', '-1.5', "'it''s'", '1e0', "DATE '2019-10-01'", 'true'])
      expect(await ask(literal)).toBe('none');
  });

  test('output locations', async () => {
    await open({
      buckets: [{ name: 'results' }, { name: 'far', region: 'eu-west-1' }],
      workGroups: [{ name: 'primary' }, { name: 'off', output: 's3://results/', disabled: true }],
    });
    const to = (OutputLocation: string) => refusal(start('SELECT 1', { ResultConfiguration: { OutputLocation } }));
    expect(await refusal(start('SELECT 1'))).toMatch(/No output location provided/);
    expect(await to('s3://nowhere/x/')).toBe('InvalidRequestException: Unable to verify/create output bucket nowhere');
    expect(await to('s3://far/x/')).toMatch(/same region/);
    expect(await to('results/x')).toMatch(/not a valid S3 path/);
    expect(await to('s3://results/x')).toBe('none');
    expect(await refusal(start('SELECT 1', { WorkGroup: 'off' }))).toMatch(/WorkGroup off is disabled/);
    expect(await refusal(start('SELECT 1', { WorkGroup: 'none' }))).toMatch(/WorkGroup is not found/);
  });
});

describe('work groups', () => {
  test('one that enforces its settings wins; one that keeps the results itself has no file', async () => {
    await open({
      workGroups: [
        { name: 'primary', output: 's3://results/mine/', enforced: true },
        { name: 'managed', managedResults: true },
      ],
    });
    const asked = { ResultConfiguration: { OutputLocation: 's3://lake/yours/' } };
    const { ResultConfiguration } = await double.run('SELECT 1', asked);
    expect(ResultConfiguration?.OutputLocation).toMatch(/^s3:\/\/results\/mine\/[\w-]+\.csv$/);
    const managed = await double.run('SELECT 1', { WorkGroup: 'managed' });
    expect(managed.ResultConfiguration?.OutputLocation).toBeUndefined();
    expect(managed.ManagedQueryResultsConfiguration?.Enabled).toBe(true);
    expect(await double.rows('SELECT 1 AS n', { WorkGroup: 'managed' })).toEqual([['n'], ['1']]);
    const { WorkGroup } = await athena.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }));
    expect(WorkGroup).toMatchObject({
      State: 'ENABLED',
      Configuration: {
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: 's3://results/mine/' },
      },
    });
    const { WorkGroups } = await athena.send(new ListWorkGroupsCommand({}));
    expect(WorkGroups?.map(({ Name }) => Name)).toEqual(['primary', 'managed']);
  });

  test('a cut-off cancels', async () => {
    await open({ workGroups: [{ name: 'primary', output: 's3://results/', bytesScannedCutoff: 10_000_000 }] });
    await double.s3.put('lake', 'big/a.csv', 'x,'.repeat(6_000_000));
    await double.rows(
      "CREATE EXTERNAL TABLE big (a string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://lake/big/'",
    );
    const { Status, Statistics } = await double.run('SELECT a FROM big');
    expect(Status?.State).toBe('CANCELLED');
    expect(Status?.StateChangeReason).toMatch(/Bytes scanned limit was exceeded/);
    expect(Statistics?.DataScannedInBytes).toBe(10_000_000);
  });

  test('rights that are missing', async () => {
    const [person] = double.credentials;
    if (person === undefined) throw new Error('There is nobody.');
    await double.rows("CREATE EXTERNAL TABLE t (a string) LOCATION 's3://lake/t/'");
    const reason = async (...denied: string[]) => {
      person.denied = denied;
      return (await double.run('SELECT * FROM t')).Status;
    };
    expect((await reason('s3:PutObject results/*'))?.StateChangeReason).toMatch(
      /^Access denied when writing output to url/,
    );
    expect((await reason('glue:GetTable'))?.AthenaError?.ErrorType).toBe(1500);
    expect((await reason('s3:GetObject lake/*'))?.AthenaError?.ErrorType).toBe(1501);
    person.denied = ['athena:StartQueryExecution'];
    expect(await refusal(start('SELECT 1'))).toMatch(
      /^AccessDeniedException: .*user\/analyst is not authorized to perform: athena:StartQueryExecution/,
    );
  });
});

test('results come in pages; the header is in the first', async () => {
  const id = (await double.run('SELECT x FROM range(2500) AS t(x) ORDER BY x')).QueryExecutionId;
  const sizes: number[] = [];
  let token: string | undefined;
  do {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token }));
    if (sizes.length === 0) {
      expect(page.ResultSet?.Rows?.[0]?.Data?.[0]?.VarCharValue).toBe('x');
      expect(page.ResultSet?.ResultSetMetadata?.ColumnInfo).toMatchObject([
        { Name: 'x', Type: 'bigint', Precision: 19 },
      ]);
    }
    sizes.push(page.ResultSet?.Rows?.length ?? 0);
    token = page.NextToken;
  } while (token !== undefined);
  expect(sizes).toEqual([1000, 1000, 501]);
  const many = new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 1001 });
  expect(await refusal(athena.send(many))).toMatch(/^InvalidRequestException/);
});

test('executions are listed, newest first, and told together', async () => {
  const first = (await double.run('SELECT 1')).QueryExecutionId ?? '';
  const second = (await double.run('SHOW DATABASES')).QueryExecutionId ?? '';
  const { QueryExecutionIds } = await athena.send(new ListQueryExecutionsCommand({}));
  expect(QueryExecutionIds).toEqual([second, first]);
  const unknown = randomUUID();
  const batch = await athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [first, second, unknown] }));
  expect(batch.QueryExecutions?.map(({ StatementType }) => StatementType)).toEqual(['DML', 'UTILITY']);
  expect(batch.QueryExecutions?.[1]?.ResultConfiguration?.OutputLocation).toMatch(/\.txt$/);
  expect(batch.UnprocessedQueryExecutionIds?.map((one) => one.QueryExecutionId)).toEqual([unknown]);
});

test('the catalog', async () => {
  await double.rows('CREATE DATABASE IF NOT EXISTS `shop`');
  expect((await double.run('CREATE DATABASE shop')).Status?.State).toBe('FAILED');
  await double.rows(`CREATE EXTERNAL TABLE IF NOT EXISTS shop.parted (a bigint COMMENT 'first', b decimal(18, 4))
    PARTITIONED BY (day string) STORED AS PARQUET LOCATION 's3://lake/parted/' TBLPROPERTIES ('made.by'='test')`);
  const { Database } = await athena.send(
    new GetDatabaseCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: 'shop' }),
  );
  expect(Database?.Name).toBe('shop');
  const { DataCatalogsSummary } = await athena.send(new ListDataCatalogsCommand({}));
  expect(DataCatalogsSummary?.map(({ CatalogName }) => CatalogName)).toEqual(['AwsDataCatalog']);
  const { DatabaseList } = await athena.send(new ListDatabasesCommand({ CatalogName: 'AwsDataCatalog' }));
  expect(DatabaseList?.map(({ Name }) => Name)).toEqual(['default', 'shop']);
  const inShop = { CatalogName: 'AwsDataCatalog', DatabaseName: 'shop' };
  const { TableMetadata } = await athena.send(new GetTableMetadataCommand({ ...inShop, TableName: 'parted' }));
  expect(TableMetadata).toMatchObject({
    Columns: [
      { Name: 'a', Type: 'bigint', Comment: 'first' },
      { Name: 'b', Type: 'decimal(18,4)' },
    ],
    PartitionKeys: [{ Name: 'day', Type: 'string' }],
    Parameters: { 'made.by': 'test', location: 's3://lake/parted' },
  });
  const missing = new GetTableMetadataCommand({ ...inShop, TableName: 'none' });
  expect(await refusal(athena.send(missing))).toMatch(/^MetadataException/);
  for (let at = 0; at < 60; at += 1) addTable(`t${at}`);
  const page = await athena.send(new ListTableMetadataCommand(inShop));
  expect(page.TableMetadataList).toHaveLength(50);
  const rest = await athena.send(new ListTableMetadataCommand({ ...inShop, NextToken: page.NextToken }));
  expect(rest.TableMetadataList).toHaveLength(11);

  const context = { QueryExecutionContext: { Database: 'shop' } };
  await double.rows(
    "ALTER TABLE parted ADD IF NOT EXISTS PARTITION (day='2019-10-02') PARTITION (day='2019-10-01')",
    context,
  );
  expect(await double.rows('SHOW PARTITIONS parted', context)).toEqual([['day=2019-10-01'], ['day=2019-10-02']]);
  await double.rows("ALTER TABLE parted DROP PARTITION (day='2019-10-02')", context);
  expect(await double.rows('SHOW PARTITIONS parted', context)).toEqual([['day=2019-10-01']]);
  expect(await double.rows("SHOW TABLES IN shop 'p*'")).toEqual([['parted']]);
  const described = await double.rows('DESCRIBE shop.parted');
  expect(described[0]?.[0]?.split('\t').map((cell) => cell.trim())).toEqual(['a', 'bigint', 'first']);
  expect((await double.rows('SHOW CREATE TABLE shop.parted')).flat().join('\n')).toContain('PARTITIONED BY');
  expect((await double.run('DROP DATABASE shop')).Status?.StateChangeReason).toMatch(/not empty/);
  await double.rows('DROP DATABASE shop CASCADE');
  expect((await double.run('SHOW TABLES IN shop')).Status?.State).toBe('FAILED');
});

function addTable(name: string): void {
  const tables = double.catalog.databases['shop']?.tables ?? {};
  const like = tables['parted'];
  if (like !== undefined) tables[name] = { ...like, name };
}

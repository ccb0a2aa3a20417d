/** What testing a connection says, with the real SDK against the double of S3 and Athena. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openDouble, type DoubleForTest } from '../../../e2e/aws-double/double-for-test.js';
import { usualCredentials } from '../../../e2e/aws-double/options.js';
import type { AthenaConnection, ConnectionCheck, ConnectionSecret } from '../../../preload/contract.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { athenaConnection, openTestConnections, signsOf, testJob } from './open-test-connections.js';

const temporary = { accessKeyId: 'ASIATEMPORARY0000001', secretAccessKey: 'temporary', sessionToken: 'token-of-today' };
const { accessKeyId, secretAccessKey } = usualCredentials;
const keys: ConnectionSecret = { accessKeyId, secretAccessKey };

let double: DoubleForTest;
let opened: Awaited<ReturnType<typeof openTestConnections>>;

beforeAll(async () => {
  opened = await openTestConnections({ read: readJson, write: writeJson });
  double = await openDouble({
    credentials: [usualCredentials, { ...temporary, expired: true }],
    buckets: [{ name: 'lake' }, { name: 'results' }, { name: 'far-away', region: 'eu-west-1' }],
    workGroups: [
      { name: 'primary' },
      { name: 'off', disabled: true },
      { name: 'strict', output: 's3://results/strict/', enforced: true },
      { name: 'own', output: 's3://results/own/' },
      { name: 'managed', managedResults: true },
      { name: 'old', engineVersion: 'Athena engine version 2', output: 's3://results/old/' },
    ],
    databases: ['shop', 'theirs'],
  });
  await double.run(
    `CREATE EXTERNAL TABLE theirs.clicks (at string, what string, item bigint, who bigint) STORED AS PARQUET LOCATION 's3://lake/theirs/clicks/'`,
    { ResultConfiguration: { OutputLocation: 's3://results/x/' } },
  );
});
afterAll(async () => {
  await double.stop();
  await opened.close();
});
afterEach(() => {
  vi.unstubAllEnvs();
  double.faults.clear();
  for (const credentials of double.credentials) credentials.denied = [];
});

async function check(
  changes: Partial<AthenaConnection> = {},
  secret: ConnectionSecret = keys,
  url: string | null = double.url,
): Promise<readonly ConnectionCheck[]> {
  const connection = athenaConnection(url, changes);
  return opened.connections.handlers['connections.test']({ connection, secret }, testJob());
}

const failed = (checks: readonly ConnectionCheck[]) => checks.find(({ ok }) => ok === false);

test('all is there: only what is not set is left open, and nothing is left behind', async () => {
  const job = testJob();
  const connection = athenaConnection(double.url);
  const checks = await opened.connections.handlers['connections.test']({ connection, secret: keys }, job);
  expect(signsOf(checks)).toBe('credentials ✓, reach ✓, workgroup ✓, output ✓, database ✓, lake –, events –');
  expect(checks.map(({ wayOut }) => wayOut)).toEqual(checks.map(() => null));
  expect(checks[2]?.detail).toMatch(/“primary” is enabled \(Athena engine version 3/);
  expect(double.s3.list('results').filter((key) => key.includes('vitrine-test'))).toEqual([]);
  expect(double.requests.map(({ operation }) => operation)).toContain('DeleteObject');
  expect(job.told.map(({ phase }) => phase)[0]).toBe('Credentials');
});

test('no query is run', async () => {
  const before = double.queries.length;
  await check();
  expect(double.queries.length).toBe(before);
});

test.each<[string, Partial<AthenaConnection>, string, RegExp, RegExp]>([
  [
    'work group missing',
    { workgroup: 'nobody' },
    'workgroup',
    /“?nobody”? does not exist in the region us-east-1/,
    /Choose one/,
  ],
  ['work group disabled', { workgroup: 'off' }, 'workgroup', /“off” is disabled/, /enabled/],
  ['old engine', { workgroup: 'old' }, 'workgroup', /Athena engine version 2/, /version 3/],
  ['no output', { output: null }, 'output', /neither the connection nor the work group “primary”/, /output location/],
  [
    'no such bucket',
    { output: 's3://nowhere-to-be/' },
    'output',
    /no bucket “nowhere-to-be”/,
    /exists in the region us-east-1/,
  ],
  [
    'bucket elsewhere',
    { output: 's3://far-away/x/' },
    'output',
    /“far-away” .* region eu-west-1, the connection in us-east-1/,
    /us-east-1.*eu-west-1/,
  ],
  ['no database', { database: 'nobody' }, 'database', /no database “nobody”/, /CREATE DATABASE/],
  ['no lake', { lake: 's3://lake/none/' }, 'lake', /s3:\/\/lake\/none\/manifest\.json is not there/, /Publish/],
  ['wrong region', { region: 'eu-west-1' }, 'reach', /eu-west-1/, /region/],
])('%s', async (_name, changes, id, detail, wayOut) => {
  const checks = await check(changes);
  const at = checks.findIndex((found) => found.id === id);
  expect(failed(checks)).toMatchObject({
    id,
    detail: expect.stringMatching(detail),
    wayOut: expect.stringMatching(wayOut),
  });
  expect(checks.slice(at + 1).map(({ ok }) => ok)).toEqual(checks.slice(at + 1).map(() => null));
});

test.each<[string, string, RegExp]>([
  ['athena:GetWorkGroup', 'workgroup', /athena:GetWorkGroup on arn:aws:athena:us-east-1:\d+:workgroup\/primary/],
  ['s3:PutObject', 'output', /s3:PutObject on arn:aws:s3:::results\/athena\/\.vitrine-test-/],
  ['s3:GetObject', 'output', /s3:GetObject on arn:aws:s3:::results\/athena\/\.vitrine-test-/],
  ['glue:GetDatabase', 'database', /glue:GetDatabase on arn:aws:glue/],
  ['glue:GetTables', 'database', /glue:GetTables on arn:aws:glue/],
])('without %s it says which permission on what', async (action, id, detail) => {
  for (const credentials of double.credentials) credentials.denied = [action];
  expect(failed(await check())).toMatchObject({
    id,
    detail: expect.stringMatching(detail),
    wayOut: expect.stringContaining(`allow ${action}`),
  });
  for (const credentials of double.credentials) credentials.denied = [];
  expect(double.s3.list('results').filter((key) => key.includes('vitrine-test'))).toEqual([]);
});

test.each([
  ['athena:GetWorkGroup', 'workgroup'],
  ['glue:GetDatabase', 'database'],
])('without %s the rest is tried all the same: questions do not take it', async (action, id) => {
  for (const credentials of double.credentials) credentials.denied = [action];
  const checks = await check();
  for (const credentials of double.credentials) credentials.denied = [];
  expect(checks.filter(({ ok }) => ok === false).map((found) => found.id)).toEqual([id]);
  expect(checks.find((found) => found.id === 'output')).toMatchObject({ ok: true });
  expect(checks.find((found) => found.id === 'events')?.detail).not.toContain('Not tried');
});

test('without athena:GetWorkGroup and an output location nobody says where results go', async () => {
  for (const credentials of double.credentials) credentials.denied = ['athena:GetWorkGroup'];
  const checks = await check({ output: null });
  for (const credentials of double.credentials) credentials.denied = [];
  expect(failed(checks)?.id).toBe('workgroup');
  expect(checks.find(({ id }) => id === 'output')).toMatchObject({ ok: null });
});

test('a service that lacks the calls of the catalog can be used', async () => {
  for (const operation of ['GetWorkGroup', 'GetDatabase', 'ListTableMetadata', 'GetTableMetadata'])
    double.faults.add({ kind: 'UnknownOperation', operation, times: 9 });
  const checks = await check();
  double.faults.clear();
  expect(failed(checks)).toBeUndefined();
  expect(checks.find(({ id }) => id === 'workgroup')).toMatchObject({
    ok: null,
    detail: expect.stringContaining('athena:GetWorkGroup'),
  });
  expect(checks.find(({ id }) => id === 'output')).toMatchObject({ ok: true });
});

test('without s3:DeleteObject and s3:ListBucket it can be used', async () => {
  for (const credentials of double.credentials) credentials.denied = ['s3:DeleteObject', 's3:ListBucket'];
  const checks = await check();
  expect(failed(checks)).toBeUndefined();
  expect(checks[3]?.detail).toContain('s3:DeleteObject');
});

test('the work group’s own output, an enforced one, and results that Athena keeps', async () => {
  const detailOf = async (changes: Partial<AthenaConnection>) => (await check(changes))[3]?.detail;
  expect(await detailOf({ output: null, workgroup: 'own' })).toMatch(/s3:\/\/results\/own\/, as the work group says/);
  expect(await detailOf({ workgroup: 'strict' })).toMatch(/s3:\/\/results\/strict\//);
  expect(await detailOf({ output: null, workgroup: 'managed' })).toMatch(/keeps results itself/);
});

test.each<[string, ConnectionSecret, RegExp]>([
  ['unknown key', { ...keys, accessKeyId: 'AKIANOBODY0000000001' }, /does not know this access key/],
  ['wrong secret', { ...keys, secretAccessKey: 'something-else' }, /secret key does not belong/],
  ['expired token', temporary, /expired/],
])('%s', async (_name, secret, detail) => {
  const checks = await check({}, secret);
  expect(signsOf(checks)).toBe('credentials ✗, reach –, workgroup –, output –, database –, lake –, events –');
  expect(checks[0]?.detail).toMatch(detail);
  expect(checks[0]?.wayOut).toMatch(/\.$/);
  expect(JSON.stringify(checks)).not.toContain('secretAccessKey' in secret ? secret.secretAccessKey : '');
});

test('nothing at the address', async () => {
  const checks = await check({}, keys, 'http://127.0.0.1:9');
  expect(failed(checks)).toMatchObject({ id: 'reach', detail: expect.stringContaining('nothing answers') });
});

test('no credentials anywhere', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  for (const credentials of [
    { from: 'environment' },
    { from: 'default' },
    { from: 'profile', profile: 'nobody' },
  ] as const) {
    const [first] = await check({ credentials });
    expect(first).toMatchObject({ id: 'credentials', ok: false });
    expect(first?.wayOut).toMatch(credentials.from === 'profile' ? /profile/ : /AWS_ACCESS_KEY_ID/);
  }
});

test('a table of somebody else: every mapped column must be there', async () => {
  const events = {
    database: 'theirs',
    table: 'clicks',
    columns: {
      event_time: { column: 'at', form: 'text_utc' },
      event_type: { column: 'what', form: 'as_is' },
      product_id: { column: 'item', form: 'as_is' },
      user_id: { column: 'who', form: 'as_is' },
    },
  } as const;
  expect((await check({ events })).at(-1)).toMatchObject({
    id: 'events',
    ok: true,
    detail: expect.stringContaining('theirs.clicks'),
  });
  const columns = { ...events.columns, price: { column: 'amount', form: 'as_is' } } as const;
  expect(failed(await check({ events: { ...events, columns } }))).toMatchObject({
    id: 'events',
    detail: 'The table “theirs.clicks” has no column amount.',
  });
  expect(failed(await check({ events: { ...events, table: 'nobody' } }))?.detail).toMatch(/theirs\.nobody/);
});

test('a lake that is half published is told', async () => {
  const manifest = {
    format: 'vitrine-lake',
    version: 1,
    state: 'publishing',
    dataset: 'October',
    database: 'shop',
    publishedAt: '2026-01-01T00:00:00Z',
    models: 'x',
    rows: 0,
    from: null,
    to: null,
    absentFields: [],
    sessionGapMinutes: null,
    tables: {},
    raw: [],
  };
  await double.s3.put('lake', 'shop/manifest.json', JSON.stringify(manifest));
  expect(failed(await check({ lake: 's3://lake/shop/' }))).toMatchObject({
    id: 'lake',
    detail: expect.stringContaining('half published'),
  });
  await double.s3.put('lake', 'shop/manifest.json', JSON.stringify({ ...manifest, state: 'complete' }));
  const checks = await check({ lake: 's3://lake/shop' });
  expect(checks.find(({ id }) => id === 'lake')).toMatchObject({
    ok: true,
    detail: expect.stringContaining('October'),
  });
  expect(failed(checks)).toMatchObject({ id: 'events', detail: 'There is no table “shop.events”.' });
});

test('an abort ends it within a second', async () => {
  double.faults.add({ kind: 'delay', delayMs: 20_000, operation: 'GetWorkGroup' });
  const controller = new AbortController();
  const connection = athenaConnection(double.url);
  const running = opened.connections.handlers['connections.test'](
    { connection, secret: keys },
    testJob(controller.signal),
  );
  const startedAt = Date.now();
  setTimeout(() => controller.abort(), 100);
  await expect(running).rejects.toThrow();
  expect(Date.now() - startedAt).toBeLessThan(5000);
});

/** `vitrine publish` as a person runs it, to the double of S3 and Athena; the lake is then asked by way of Athena. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakeManifest } from '../../main/engine/lake-manifest.js';
import type { Publication } from '../../preload/contract.js';
import { openDouble, type DoubleForTest } from '../aws-double/double-for-test.js';
import { usualCredentials } from '../aws-double/options.js';

const projectDir = join(import.meta.dirname, '../..');
const rows = 160_000;

let double: DoubleForTest;
let folder: string;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(projectDir, 'scripts/vitrine.mjs'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      VITRINE_WORKSPACE: join(folder, 'workspace'),
      AWS_ACCESS_KEY_ID: usualCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: usualCredentials.secretAccessKey,
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })));
  return { child, ended };
}

/** Runs it to its end, which has to be a good one; returns what it printed. */
async function vitrine(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await start(...args).ended;
  if (code !== 0) throw new Error(`vitrine ${args.join(' ')} ended with ${code}:\n${err}`);
  return out;
}

const publish = async (...more: readonly string[]) => {
  const to = ['--connection', 'shop', '--to', 's3://lake/shop', '--json'];
  return JSON.parse(await vitrine('publish', '--dataset', 'October', ...to, ...more)) as Publication;
};

/** The parts that have arrived so far: key and number. */
const arrivedParts = () =>
  double.requests
    .filter(({ operation, status }) => operation === 'UploadPart' && status === 200)
    .map(({ key, query }) => `${key ?? ''} ${new URLSearchParams(query).get('partNumber') ?? ''}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-publish-'));
  double = await openDouble({ rateLimits: false });
  const csv = join(folder, 'october.csv');
  await vitrine('sample', '--rows', String(rows), '--seed', '3', '--out', csv);
  await vitrine('load', csv, '--dataset', 'October');
  await vitrine(
    ...['connect', 'shop', '--kind', 'athena', '--region', double.region, '--endpoint', double.url],
    ...['--workgroup', 'primary', '--output', 's3://results/athena/', '--database', 'shop'],
  );
});
afterAll(async () => {
  await double.stop();
  await rm(double.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

it('a dry run says everything, for people too, and writes nothing', async () => {
  const text = await vitrine(
    ...['publish', '--dataset', 'October', '--connection', 'shop', '--to', 's3://lake/shop', '--dry-run'],
  );
  expect(text).toMatch(/^Publishing October to s3:\/\/lake\/shop\/ would do this, and has done nothing:\n/);
  expect(text).toMatch(
    /put +5,\d{3} +about \d+ kB +curated\/events\/event_date=2019-10-01\/part-[0-9a-f]{16}\.parquet\n/,
  );
  expect(text).toContain('CREATE EXTERNAL TABLE `shop`.`user_slots` (');
  expect(text).toMatch(/cost +about \$0\.00\d+ for \d+ requests/);
  expect(double.s3.list('lake')).toEqual([]);
  expect(double.queries).toEqual([]);
  expect(double.requests.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([]);
});

it('killed while it sends, it goes on where it was, and sends no part twice that has arrived', async () => {
  const answersLate = { operation: 'UploadPart', key: 'raw/', kind: 'delay', delayMs: 20_000 } as const;
  double.faults.add(answersLate);
  const killed = start('publish', '--dataset', 'October', '--connection', 'shop', '--to', 's3://lake/shop');
  const isRaw = (part: string) => part.startsWith('shop/raw/');
  while (!arrivedParts().some(isRaw)) {
    await wait(20);
    if (killed.child.exitCode !== null) throw new Error((await killed.ended).err);
  }
  killed.child.kill('SIGKILL');
  await killed.ended;
  double.faults.clear();
  expect(double.s3.list('lake')).toEqual([]); // nothing is to be seen before everything has arrived
  expect(double.s3.uploads().length).toBeGreaterThan(31);

  const before = arrivedParts();
  expect(before.length).toBeGreaterThan(31);
  const done = await publish();
  const after = arrivedParts().slice(before.length);
  expect(after.length).toBeGreaterThan(0);
  expect(after.every(isRaw)).toBe(true);
  expect(after.filter((part) => before.includes(part))).toEqual([]);
  expect(double.s3.uploads()).toEqual([]);
  expect(
    done.objects
      .filter(({ action }) => action === 'put')
      .map(({ key }) => `shop/${key}`)
      .sort(),
  ).toEqual([...double.s3.list('lake')]);
});

it('the lake answers by way of Athena', async () => {
  const asked = await double.rows('SELECT count(*), count(DISTINCT user_id), sum(price) FROM shop.events');
  const [, written] = await double.rows(
    `SELECT count(*), count(DISTINCT user_id), sum(CAST(nullif(price, '') AS decimal(18,4))) FROM shop.raw_events`,
  );
  expect(asked[1]?.[0]).toBe(String(rows));
  expect(asked[1]).toEqual(written);
  const users = await double.rows('SELECT count(*) FROM shop.users');
  expect(users[1]?.[0]).toBe(asked[1]?.[1]);
  const day = await double.rows(`SELECT count(*) FROM shop.events WHERE event_date = '2019-10-05'`);
  const raw = await double.rows(`SELECT count(*) FROM shop.raw_events WHERE event_time LIKE '2019-10-05%'`);
  expect(day[1]).toEqual(raw[1]);
  const [shop] = JSON.parse(await vitrine('connections', '--json')) as readonly { readonly lake: string }[];
  expect(shop?.lake).toBe('s3://lake/shop/');
});

it('publishing again keeps everything', async () => {
  const from = double.requests.length;
  const again = await publish();
  expect(again.objects.filter(({ action }) => action !== 'keep')).toEqual([]);
  expect([again.bytes, again.statements]).toEqual([0, []]);
  const operations = double.requests.slice(from).map(({ operation }) => operation);
  expect(operations.filter((name) => /Put|Upload|Delete|StartQuery/.test(name))).toEqual([]);
  const text = String(await double.s3.get('lake', 'shop/manifest.json'));
  expect(lakeManifest.parse(JSON.parse(text))).toMatchObject({ state: 'complete', rows });
});

it("somebody else's table of a name is not dropped", async () => {
  const { Status } = await double.run(
    "CREATE EXTERNAL TABLE shop.`user_words` (`code` bigint) STORED AS PARQUET LOCATION 's3://lake/elsewhere/'",
  );
  expect(Status?.State).toBe('FAILED'); // ours is there
  await double.run('DROP TABLE shop.user_words');
  await double.run(
    "CREATE EXTERNAL TABLE shop.`user_words` (`code` bigint) STORED AS PARQUET LOCATION 's3://lake/elsewhere/'",
  );
  const to = ['--connection', 'shop', '--to', 's3://lake/shop'];
  const { code, err } = await start('publish', '--dataset', 'October', ...to).ended;
  expect(code).toBe(1);
  expect(err).toContain('has a table “user_words” already, whose data lie at s3://lake/elsewhere.');
});

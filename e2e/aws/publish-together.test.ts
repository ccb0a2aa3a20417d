/** Two machines publish to one place, and a person who may not do all of it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writeSample } from '../../main/engine/sample/write-sample.js';
import { openDouble, type DoubleForTest } from '../aws-double/double-for-test.js';
import { openPublishBench, type PublishBench } from './publishing-bench.js';

let double: DoubleForTest;
/** Each of them has a workspace, and other events under the same name. */
let benches: readonly [PublishBench, PublishBench];
/** Awaited before each statement of the first. */
let beforeStatement: () => Promise<void>;

async function openBench(rows: number, first: boolean): Promise<PublishBench> {
  const bench = await openPublishBench({
    url: double.url,
    client: double.openS3({ forcePathStyle: true }),
    runStatement: async (sql) => {
      if (first) await beforeStatement();
      const { Status } = await double.run(sql);
      if (Status?.State !== 'SUCCEEDED') throw new Error(Status?.StateChangeReason);
    },
  });
  const path = join(bench.test.folder, 'days.csv');
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  await writeSample({ rows, seed: rows, kind: 'app', path, ...job });
  await bench.load('Days', [path]);
  return bench;
}

beforeAll(async () => {
  double = await openDouble({ rateLimits: false });
  benches = [await openBench(4000, true), await openBench(5000, false)];
});
afterAll(async () => {
  for (const bench of benches) await bench.close();
  await double.stop();
  await rm(double.folder, { recursive: true, force: true });
});
beforeEach(async () => {
  beforeStatement = async () => undefined;
  double.faults.clear();
  double.requests.splice(0);
  for (const person of double.credentials) person.denied = [];
  await double.run('DROP DATABASE IF EXISTS shop CASCADE');
});

const isDeleted = () => double.requests.some(({ operation }) => operation === 'DeleteObjects');
const readManifest = (to: string) => benches[0].publishing.readManifest('lake', to, new AbortController().signal);

async function expectOneLake(name: string, rows: number): Promise<void> {
  const manifest = await readManifest(`s3://lake/${name}`);
  expect(manifest?.rows).toBe(rows);
  const named = Object.values(manifest?.tables ?? {}).flatMap(({ objects }) => objects.map(({ key }) => key));
  expect(double.s3.list('lake', `${name}/curated/`)).toEqual(named.map((key) => `${name}/${key}`).sort());
  expect((await double.rows('SELECT count(*) FROM shop.events'))[1]).toEqual([String(rows)]);
}

it('the one that is overtaken says so, and leaves nothing between the tables of the other', async () => {
  const [first, second] = benches;
  let whole: Promise<unknown> | null = null;
  beforeStatement = async () => {
    whole ??= second.publish('Days', 's3://lake/two');
    await whole;
  };
  await expect(first.publish('Days', 's3://lake/two')).rejects.toMatchObject({
    code: 'in_use',
    message: 'Somebody else publishes to s3://lake/two/, too.',
  });
  await expectOneLake('two', 5000);
  beforeStatement = async () => undefined;
  await first.publish('Days', 's3://lake/two');
  await expectOneLake('two', 4000);
});

it('what the other put while it ended is not left between the tables', async () => {
  const [first] = benches;
  const strange = 'late/curated/users/part-0123456789abcdef.parquet';
  let isPut = false;
  beforeStatement = async () => {
    if (!isPut) await double.s3.put('lake', strange, 'of another publication');
    isPut = true;
  };
  await first.publish('Days', 's3://lake/late');
  expect(isPut).toBe(true);
  expect(double.s3.list('lake', 'late/')).not.toContain(strange);
});

it('one that begins while the other is about to say that it is under way changes nothing', async () => {
  const [first, second] = benches;
  await first.publish('Days', 's3://lake/begun');
  const before = double.s3.list('lake', 'begun/');
  const manifest = JSON.stringify(await readManifest('s3://lake/begun'));
  // between what the second reads and what it writes
  const publishing = second.publish('Days', 's3://lake/begun', {
    onProgress: ({ phase }) => {
      if (phase === 'Sending') void double.s3.put('lake', 'begun/manifest.json', `${manifest} `);
    },
  });
  await expect(publishing).rejects.toMatchObject({ code: 'in_use' });
  expect(double.s3.list('lake', 'begun/')).toEqual(before);
});

it('without the right to delete nothing changes where something would have to be deleted', async () => {
  const [first, second] = benches;
  await first.publish('Days', 's3://lake/kept');
  const [person] = double.credentials;
  if (person === undefined) throw new Error('The double has no credentials.');
  person.denied = ['s3:DeleteObject'];
  await expect(second.publish('Days', 's3://lake/kept')).rejects.toMatchObject({
    code: 'access_denied',
    details: { action: 's3:DeleteObject' },
  });
  await expectOneLake('kept', 4000);
  expect(isDeleted()).toBe(true);
  person.denied = [];
  await second.publish('Days', 's3://lake/kept');
  await expectOneLake('kept', 5000);
});

it('without the right to list it is the right to list that is missing', async () => {
  const [person] = double.credentials;
  if (person === undefined) throw new Error('The double has no credentials.');
  person.denied = ['s3:ListBucket'];
  await expect(benches[0].publish('Days', 's3://lake/unseen')).rejects.toMatchObject({
    code: 'access_denied',
    details: { action: 's3:ListBucket', resource: 'arn:aws:s3:::lake' },
  });
});

it('a service that wants fewer requests for some seconds does not leave a lake half published', async () => {
  double.faults.add({
    operation: 'CompleteMultipartUpload',
    key: 'patient/curated/users/',
    kind: 'SlowDown',
    times: 2,
  });
  double.faults.add({ operation: 'HeadObject', key: 'patient/curated/slots/', kind: 'SlowDown', times: 2 });
  double.faults.add({ operation: 'PutObject', key: 'patient/manifest.json', kind: 'cut', times: 2 });
  await benches[0].publish('Days', 's3://lake/patient');
  expect(double.faults.pending).toBe(0);
  await expectOneLake('patient', 4000);
});

/** What goes wrong while a lake is published: the double cuts, refuses and throttles; DuckDB-sized data, real requests. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { writeSample } from '../../main/engine/sample/write-sample.js';
import { openDouble, type DoubleForTest } from '../aws-double/double-for-test.js';
import { openPublishBench, type PublishBench } from './publishing-bench.js';

let double: DoubleForTest;
let bench: PublishBench;

beforeAll(async () => {
  double = await openDouble({ rateLimits: false });
  bench = await openPublishBench({
    url: double.url,
    client: double.openS3({ forcePathStyle: true }),
    runStatement: async (sql) => {
      const { Status } = await double.run(sql);
      if (Status?.State !== 'SUCCEEDED') throw new Error(Status?.StateChangeReason);
    },
  });
  const path = join(bench.test.folder, 'days.csv');
  const job = { signal: new AbortController().signal, onProgress: () => undefined };
  await writeSample({ rows: 160_000, seed: 5, kind: 'app', path, ...job });
  await bench.load('Days', [path]);
});
afterAll(async () => {
  await bench.close();
  await double.stop();
  await rm(double.folder, { recursive: true, force: true });
});
beforeEach(() => {
  double.faults.clear();
  double.requests.splice(0);
});

const operations = (name: string, status: number) =>
  double.requests.filter((request) => request.operation === name && request.status === status);

it('is sent once more where the connection breaks or the service wants fewer requests', async () => {
  double.faults.add({ operation: 'UploadPart', key: 'raw/', kind: 'cut', times: 2, afterBytes: 3_000_000 });
  double.faults.add({ operation: 'UploadPart', key: 'users/', kind: 'SlowDown' });
  double.faults.add({ operation: 'CreateMultipartUpload', key: 'slots/', kind: 'cut' });
  const done = await bench.publish('Days', 's3://lake/cut');
  expect(double.faults.pending).toBe(0);
  expect(double.requests.filter(({ wasCut }) => wasCut).length).toBeGreaterThanOrEqual(3);
  const put = done.objects.filter(({ action }) => action === 'put');
  expect(put.map(({ key }) => `cut/${key}`).sort()).toEqual([...double.s3.list('lake', 'cut/')]);
  for (const { key, bytes } of put) expect([key, double.s3.head('lake', `cut/${key}`)?.bytes]).toEqual([key, bytes]);
  const counted = await double.rows('SELECT count(*) FROM shop.events');
  expect(counted[1]).toEqual(['160000']);
});

it('says which permission is missing, and goes on when it is there', async () => {
  const [person] = double.credentials;
  if (person === undefined) throw new Error('The double has no credentials.');
  await double.run('DROP DATABASE IF EXISTS shop CASCADE');
  person.denied = ['s3:PutObject lake/denied/raw/*'];
  await expect(bench.publish('Days', 's3://lake/denied')).rejects.toMatchObject({
    code: 'access_denied',
    details: { action: 's3:PutObject', resource: 'arn:aws:s3:::lake/denied/raw/days.csv' },
  });
  expect(double.s3.list('lake', 'denied/')).toEqual([]);
  const before = operations('UploadPart', 200).length;
  expect(before).toBeGreaterThan(31);
  person.denied = [];
  await bench.publish('Days', 's3://lake/denied');
  const after = operations('UploadPart', 200).slice(before);
  expect(new Set(after.map(({ key }) => key))).toEqual(new Set(['denied/raw/days.csv']));
});

it('a lake that lost an object while it was completed is not called complete', async () => {
  await double.run('DROP DATABASE IF EXISTS shop CASCADE');
  double.faults.add({ operation: 'CompleteMultipartUpload', key: 'users/', kind: 'AccessDenied' });
  await expect(bench.publish('Days', 's3://lake/half')).rejects.toMatchObject({ code: 'access_denied' });
  const signal = new AbortController().signal;
  const reading = bench.publishing.readManifest('lake', 's3://lake/half', signal);
  await expect(reading).rejects.toMatchObject({ code: 'mismatch' });
  await bench.publish('Days', 's3://lake/half');
  const manifest = await bench.publishing.readManifest('lake', 's3://lake/half', signal);
  expect(manifest?.state).toBe('complete');
  expect(operations('UploadPart', 200).map(({ key }) => key)).toHaveLength(
    new Set(operations('UploadPart', 200).map(({ key, query }) => `${key ?? ''} ${query}`)).size,
  );
});

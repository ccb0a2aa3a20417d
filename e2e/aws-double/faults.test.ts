import { createHash, randomBytes } from 'node:crypto';
import { ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';

let double: DoubleForTest;

beforeAll(async () => {
  double = await openDouble();
});
beforeEach(() => {
  double.faults.clear();
  double.requests.length = 0;
});
afterAll(() => double.stop());

test('throttling comes as often as it was asked for, and is logged', async () => {
  double.faults.add({ operation: 'ListBuckets', kind: 'SlowDown', times: 2 });
  double.faults.add({ operation: 'ListWorkGroups', kind: 'throttling', times: 2 });
  await double.openS3({ maxAttempts: 3 }).send(new ListBucketsCommand({}));
  await double.openAthena({ maxAttempts: 3 }).send(new ListWorkGroupsCommand({}));
  expect(double.requests.map(({ operation, status, errorCode }) => [operation, status, errorCode])).toEqual([
    ['ListBuckets', 503, 'SlowDown'],
    ['ListBuckets', 503, 'SlowDown'],
    ['ListBuckets', 200, null],
    ['ListWorkGroups', 400, 'ThrottlingException'],
    ['ListWorkGroups', 400, 'ThrottlingException'],
    ['ListWorkGroups', 200, null],
  ]);
  expect(double.faults.pending).toBe(0);
});

test('a download that is cut goes on with a range, and nothing is sent twice', async () => {
  const data = randomBytes(4_000_000);
  await double.s3.put('lake', 'cut.bin', data);
  double.faults.add({ operation: 'GetObject', key: 'cut', kind: 'cut', times: 5 });
  const s3 = double.openS3();
  const parts: Buffer[] = [];
  let got = 0;
  while (got < data.length) {
    const answer = await s3
      .send(new GetObjectCommand({ Bucket: 'lake', Key: 'cut.bin', Range: `bytes=${got}-` }))
      .catch(() => null);
    try {
      for await (const chunk of (answer?.Body ?? []) as AsyncIterable<Buffer>) {
        parts.push(chunk);
        got += chunk.length;
      }
    } catch {
      continue;
    }
  }
  expect(createHash('md5').update(Buffer.concat(parts)).digest('hex')).toBe(
    createHash('md5').update(data).digest('hex'),
  );
  const gets = double.requests.filter(({ operation }) => operation === 'GetObject');
  expect(gets.map(({ wasCut }) => wasCut)).toEqual([true, true, true, true, true, false]);
});

test('an upload that is cut leaves nothing', async () => {
  double.faults.add({ operation: 'PutObject', kind: 'cut', afterBytes: 100_000 });
  const put = new PutObjectCommand({ Bucket: 'lake', Key: 'half.bin', Body: randomBytes(1_000_000) });
  await expect(double.openS3().send(put)).rejects.toThrow();
  expect(double.s3.head('lake', 'half.bin')).toBeNull();
  expect(double.requests.at(-1)).toMatchObject({ operation: 'PutObject', wasCut: true, status: 0 });
});

test('refusals and delays', async () => {
  const s3 = double.openS3();
  for (const [kind, name] of [
    ['ExpiredToken', 'ExpiredToken'],
    ['AccessDenied', 'AccessDenied'],
    ['InternalError', 'InternalError'],
  ] as const) {
    double.faults.add({ kind });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name });
  }
  double.faults.add({ kind: 'delay', delayMs: 60_000 });
  const abort = AbortSignal.timeout(300);
  await expect(s3.send(new ListBucketsCommand({}), { abortSignal: abort })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

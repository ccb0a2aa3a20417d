import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAwsDouble, type AwsDouble } from '../../../../e2e/aws-double/aws-double.js';
import { openTestFetching, type TestFetching } from '../../open-test-fetching.js';
import { usualTimings } from './create-fetching.js';
import { openCuttingProxy } from './open-cutting-proxy.js';

const mebibyte = 2 ** 20;
const size = 1_000_000_007;
const sentPartBytes = 64 * mebibyte;
const cutCount = 20;
const { partBytes } = usualTimings;

let scratch: TestFetching;
let double: AwsDouble;
let sha256 = '';

/** An object of which no two mebibytes are alike, sent in parts; its SHA-256. */
async function putLarge(): Promise<string> {
  const [keys] = double.credentials;
  const { client, close } = await openTestFetching({ endpoint: double.url, keys });
  const place = { Bucket: 'lake', Key: 'raw/2019-Nov.csv' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const hash = createHash('sha256');
  const noise = randomBytes(sentPartBytes);
  const Parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  for (let start = 0; start < size; start += sentPartBytes) {
    for (let at = 0; at < noise.length; at += mebibyte) noise.writeDoubleLE(start + at, at);
    const Body = noise.subarray(0, Math.min(sentPartBytes, size - start));
    hash.update(Body);
    const PartNumber = Parts.length + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
  await close();
  return hash.digest('hex');
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: mebibyte })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

beforeAll(async () => {
  scratch = await openTestFetching();
  double = await startAwsDouble({ folder: join(scratch.folder, 'aws') });
  sha256 = await putLarge();
}, 300_000);
afterAll(async () => {
  await double.stop();
  await scratch.close();
});

describe('an object of 1 GB', () => {
  it('survives 20 cuts of the connection, and nothing comes twice beyond a part', { timeout: 300_000 }, async () => {
    const cutsAt = Array.from({ length: cutCount }, () => Math.floor(Math.random() * size * 0.98)).sort(
      (a, b) => a - b,
    );
    const proxy = await openCuttingProxy(double.url, cutsAt);
    const [keys] = double.credentials;
    const fetching = await openTestFetching({ endpoint: proxy.url, keys });
    double.requests.length = 0;
    try {
      const [file] = await fetching.fetch(['s3://lake/raw/2019-Nov.csv']);
      expect(proxy.cuts()).toBe(cutCount);
      expect(file).toMatchObject({ bytes: size, fromCache: false });
      expect(file?.note).toBeUndefined();
      expect(await hashFile(file?.path ?? '')).toBe(sha256);

      // each part is gone on with behind what has come of it, so that all cuts together cost less than a part each
      expect(proxy.relayed() - size).toBeLessThan(cutCount * partBytes);
      const starts = new Map<number, number>();
      for (const { operation, range } of double.requests) {
        if (operation !== 'GetObject') continue;
        const [start = NaN, last = NaN] = (range ?? '').replace('bytes=', '').split('-').map(Number);
        expect(start).toBeGreaterThanOrEqual(starts.get(last) ?? start);
        starts.set(last, start);
      }
      expect(starts.size).toBe(Math.ceil(size / partBytes));
    } finally {
      await fetching.close();
      await proxy.close();
    }
  });
});

/** What lies on moto, an S3 of other people's making, is browsed, fetched and loaded; what Vitrine has published, too. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openCuttingProxy } from '../../main/engine/lake/fetch/open-cutting-proxy.js';
import { nothingToDo, openTestFetching, type TestFetching } from '../../main/engine/open-test-fetching.js';
import { writeSample } from '../../main/engine/sample/write-sample.js';
import { openPublishBench, type PublishBench } from './publishing-bench.js';

const moto = inject('moto');
const url = 'missing' in moto ? '' : moto.url;
const keys = { accessKeyId: 'moto', secretAccessKey: 'moto' };
const bucket = 'fetched';
const rows = 20_000;

const facts = `
  SELECT count(*) AS n, count(DISTINCT session_key) AS sessions, CAST(sum(price) AS VARCHAR) AS price,
    CAST(sum(hash(event_time, event_type, product_id, category_code, brand, user_id)) AS VARCHAR) AS events
  FROM events`;

describe.skipIf('missing' in moto)('files on moto', () => {
  let client: S3Client;
  let bench: PublishBench;
  let fetching: TestFetching;
  let csv: Buffer;

  beforeAll(async () => {
    client = new S3Client({ endpoint: url, region: 'us-east-1', forcePathStyle: true, credentials: keys });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    bench = await openPublishBench({ url, client, runStatement: async () => undefined });
    fetching = await openTestFetching({ endpoint: url, keys });
    const path = join(fetching.folder, '2019-Oct.csv');
    await writeSample({ rows, seed: 7, kind: 'app', path, ...nothingToDo });
    csv = await readFile(path);
    await bench.load('October', [path]);
  });
  afterAll(async () => {
    await fetching.close();
    await bench.close();
    client.destroy();
  });

  const put = (Key: string, Body: Buffer) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  const factsOf = async (dataset: string) => (await bench.test.rows(dataset, facts))[0];

  it('are listed, and load as they would from this machine', async () => {
    await put('raw/2019-Oct.csv', csv);
    await put('raw/2019-Oct.csv.gz', gzipSync(csv));
    await put('raw/notes.txt', Buffer.from('x'));
    const { handlers } = fetching;
    const buckets = await handlers['lake.buckets']({ connection: 'work' }, nothingToDo);
    expect(buckets.map(({ name }) => name)).toContain(bucket);
    const listing = await handlers['lake.list']({ connection: 'work', bucket, prefix: 'raw/' }, nothingToDo);
    expect(listing.objects.map(({ key, isLoadable }) => [key, isLoadable])).toEqual([
      ['raw/2019-Oct.csv', true],
      ['raw/2019-Oct.csv.gz', true],
      ['raw/notes.txt', false],
    ]);
    const october = await factsOf('October');
    for (const [dataset, name] of [
      ['Plain', '2019-Oct.csv'],
      ['Packed', '2019-Oct.csv.gz'],
    ] as const) {
      const [file] = await fetching.fetch([`s3://${bucket}/raw/${name}`]);
      await bench.load(dataset, [file?.path ?? '']);
      expect(await factsOf(dataset)).toEqual(october);
      const { files } = await bench.test.store.get(dataset);
      expect(files.map((one) => one.name)).toEqual([name]);
    }
  });

  it('that were published as a lake load back, whole or by days', async () => {
    await bench.publish('October', `s3://${bucket}/shop`);
    const files = await fetching.fetch([`s3://${bucket}/shop/`]);
    expect(files.length).toBeGreaterThan(20);
    await bench.load(
      'Back',
      files.map(({ path }) => path),
    );
    expect(await factsOf('Back')).toEqual(await factsOf('October'));
    expect((await bench.test.rejects('Back')).total).toBe(0);
    const { files: loaded } = await bench.test.store.get('Back');
    expect(loaded[0]?.name).toMatch(/^(event_date=2019-10-01\/)?part-.*\.parquet$/);

    const days = { from: '2019-10-02', to: '2019-10-04' };
    const prefix = 'shop/curated/events/';
    const found = await fetching.handlers['lake.find']({ connection: 'work', bucket, prefix, ...days }, nothingToDo);
    expect([...new Set(found.map(({ day }) => day))]).toEqual(['2019-10-02', '2019-10-03']);
    const again = await fetching.fetch(found.map(({ uri }) => uri));
    expect(again.every(({ fromCache }) => fromCache)).toBe(true);
    await bench.load(
      'Days',
      again.map(({ path }) => path),
    );
    const [expected] = await bench.test.rows(
      'October',
      `SELECT count(*) AS n FROM events WHERE event_time >= '2019-10-02' AND event_time < '2019-10-04'`,
    );
    expect((await bench.test.store.get('Days')).rows).toBe(Number(expected?.['n']));

    const { bytes, byDay } = await fetching.measure('work', `s3://${bucket}/${prefix}`, nothingToDo);
    expect([...byDay.values()].reduce((sum, one) => sum + one, 0)).toBe(bytes);
  });

  it('come whole through a connection that breaks, though they were sent in parts', async () => {
    const mebibyte = 2 ** 20;
    const content = randomBytes(40 * mebibyte + 3);
    const place = { Bucket: bucket, Key: 'large.csv' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
    const Parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
    for (let start = 0; start < content.length; start += 12 * mebibyte) {
      const PartNumber = Parts.length + 1;
      const Body = content.subarray(start, start + 12 * mebibyte);
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    const cutsAt = [3, 11, 12, 25, 37].map((at) => at * mebibyte);
    const proxy = await openCuttingProxy(url, cutsAt);
    const through = await openTestFetching({ endpoint: proxy.url, keys });
    try {
      const [file] = await through.fetch([`s3://${bucket}/large.csv`]);
      expect(proxy.cuts()).toBe(cutsAt.length);
      expect(file?.note).toBeUndefined();
      const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
      expect(hash(await readFile(file?.path ?? ''))).toBe(hash(content));
    } finally {
      await through.close();
      await proxy.close();
    }
  });
});

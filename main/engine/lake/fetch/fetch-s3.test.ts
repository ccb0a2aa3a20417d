import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAwsDouble, type AwsDouble } from '../../../../e2e/aws-double/aws-double.js';
import { EngineError, type LakeObject } from '../../../../preload/contract.js';
import { nothingToDo, openTestFetching, type TestFetching } from '../../open-test-fetching.js';

const mebibyte = 2 ** 20;
const partBytes = mebibyte;

let double: AwsDouble;
let fetching: TestFetching;
let scratch: TestFetching;

beforeAll(async () => {
  scratch = await openTestFetching();
  double = await startAwsDouble({ folder: join(scratch.folder, 'aws') });
});
afterAll(async () => {
  await double.stop();
  await scratch.close();
});
beforeEach(async () => {
  const [keys] = double.credentials;
  fetching = await openTestFetching({ endpoint: double.url, keys, timings: { partBytes } });
});
afterEach(async () => {
  double.faults.clear();
  for (const key of double.s3.list('lake')) await double.s3.remove('lake', key);
  double.requests.length = 0;
  await fetching.close();
});

const failed = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('It did not fail.'),
    (error: unknown) => EngineError.from(error),
  );

async function fetchOne(key: string) {
  const [file] = await fetching.fetch([`s3://lake/${key}`]);
  if (file === undefined) throw new Error('Nothing was fetched.');
  return file;
}
const find = (prefix: string, days: { from?: string; to?: string } = {}) =>
  fetching.handlers['lake.find']({ connection: 'work', bucket: 'lake', prefix, ...days }, nothingToDo);
const keysOf = (objects: readonly LakeObject[]) => objects.map(({ key }) => key);
const gets = () => double.requests.filter(({ operation }) => operation === 'GetObject');

describe('browsing', () => {
  it('lists buckets', async () => {
    const buckets = await fetching.handlers['lake.buckets']({ connection: 'work' }, nothingToDo);
    expect(buckets.map(({ name }) => name)).toEqual(['lake', 'results']);
  });

  it('lists a folder page by page', async () => {
    const names = Array.from({ length: 1003 }, (_, at) => `raw/${String(at).padStart(4, '0')} é+.csv`);
    for (const name of names) await double.s3.put('lake', name, 'x');
    await double.s3.put('lake', 'raw/', '');
    await double.s3.put('lake', 'raw/2019/a.csv', 'x');
    await double.s3.put('lake', 'rawer.csv', 'x');
    const ask = (after?: string) =>
      fetching.handlers['lake.list']({ connection: 'work', bucket: 'lake', prefix: 'raw/', after }, nothingToDo);
    const first = await ask();
    const second = await ask(first.next ?? undefined);
    expect(second.next).toBeNull();
    expect([...keysOf(first.objects), ...keysOf(second.objects)]).toEqual(names);
    expect([...first.prefixes, ...second.prefixes]).toEqual(['raw/2019/']);
    expect(first.objects[0]).toMatchObject({ bytes: 1, isLoadable: true, day: null, uri: `s3://lake/${names[0]}` });
  });

  it('finds what can be loaded, by days', async () => {
    const keys = ['01', '02', '03'].map((day) => `e/event_date=2019-10-${day}/part-0.parquet`);
    for (const key of [...keys, 'e/_SUCCESS', 'e/notes.txt', 'e/whole.csv']) await double.s3.put('lake', key, 'x');
    expect(keysOf(await find('e/'))).toEqual([...keys, 'e/whole.csv']);
    expect(keysOf(await find('e/', { from: '2019-10-02' }))).toEqual(keys.slice(1));
    expect(keysOf(await find('e/', { from: '2019-10-01', to: '2019-10-03' }))).toEqual(keys.slice(0, 2));
    const measured = await fetching.measure('work', 's3://lake/e', nothingToDo);
    expect(measured.bytes).toBe(6);
    expect([...measured.byDay]).toEqual(['01', '02', '03'].map((day) => [`2019-10-${day}`, 1]));
  });

  it('reads of a published lake its events, and nothing of one that is half published', async () => {
    const events = ['a', 'b'].map((name) => `shop/curated/events/event_date=2019-10-01/part-${name}.parquet`);
    for (const key of [...events, 'shop/curated/user_slots/p.parquet', 'shop/raw/2019-Oct.csv'])
      await double.s3.put('lake', key, 'x');
    const table = { columns: [], rows: 1 };
    const object = (key: string) => ({ key, bytes: 1, rows: 1, sha256: '', fingerprint: '', partition: null });
    const manifest = (state: 'publishing' | 'complete') =>
      double.s3.put(
        'lake',
        'shop/manifest.json',
        JSON.stringify({
          ...{ format: 'vitrine-lake', version: 1, state, dataset: 'Shop', database: 'shop', publishedAt: '' },
          ...{ models: '', rows: 1, from: null, to: null, absentFields: [], sessionGapMinutes: null, raw: [] },
          tables: {
            events: { ...table, objects: [object('curated/events/event_date=2019-10-01/part-a.parquet')] },
            user_slots: { ...table, objects: [object('curated/user_slots/p.parquet')] },
          },
        }),
      );
    await manifest('complete');
    expect(keysOf(await find('shop/'))).toEqual(events.slice(0, 1));
    expect(keysOf(await find('shop/curated/events/'))).toEqual(events.slice(0, 1));
    expect(keysOf(await find('shop/curated/user_slots/'))).toEqual(['shop/curated/user_slots/p.parquet']);
    expect(keysOf(await find('shop/raw/'))).toEqual(['shop/raw/2019-Oct.csv']);
    await manifest('publishing');
    for (const prefix of ['shop/', 'shop/curated/events/'])
      expect(await failed(find(prefix))).toMatchObject({ code: 'mismatch' });
  });

  it('says what is not allowed', async () => {
    const [keys] = double.credentials;
    if (keys === undefined) throw new Error('There are no credentials.');
    keys.denied = ['s3:ListBucket', 's3:GetObject'];
    try {
      expect(await failed(find(''))).toMatchObject({ code: 'access_denied', details: { action: 's3:ListBucket' } });
      expect(await failed(fetchOne('a.csv'))).toMatchObject({ code: 'access_denied' });
    } finally {
      keys.denied = [];
    }
    expect(await failed(fetchOne('a.csv'))).toMatchObject({ code: 'not_found' });
    expect(await failed(fetching.fetch(['s3://lake/nothing/']))).toMatchObject({ code: 'not_found' });
    expect(await failed(fetching.fetch(['s3://no-such-bucket/a/']))).toMatchObject({ code: 'not_found' });
  });
});

describe('fetching', () => {
  const size = 5 * mebibyte + 17;

  it('brings an object in ranges, checks it, and only looks the second time', async () => {
    const content = randomBytes(size);
    await double.s3.put('lake', 'raw/2019 Oct+é.csv', content);
    const file = await fetchOne('raw/2019 Oct+é.csv');
    expect((await readFile(file.path)).equals(content)).toBe(true);
    expect(file.path.endsWith(join('raw', '2019 Oct+é.csv'))).toBe(true);
    expect(gets()).toHaveLength(6);
    double.requests.length = 0;
    expect(await fetchOne('raw/2019 Oct+é.csv')).toEqual({ ...file, fromCache: true });
    expect(double.requests.map(({ operation }) => operation)).toEqual(['HeadObject']);
  });

  it('survives cuts, and refusals that pass', async () => {
    const content = randomBytes(size);
    await double.s3.put('lake', 'a.csv', content);
    double.faults.add({ operation: 'GetObject', kind: 'cut', times: 8 });
    double.faults.add({ operation: 'GetObject', kind: 'SlowDown', times: 4 });
    double.faults.add({ operation: 'GetObject', kind: 'InternalError', times: 4 });
    const file = await fetchOne('a.csv');
    expect((await readFile(file.path)).equals(content)).toBe(true);
    expect(gets().filter(({ wasCut }) => wasCut)).toHaveLength(8);
    expect(double.faults.pending).toBe(0);
  });

  it('fetches what was sent in parts, and sees when it came damaged', async () => {
    const content = randomBytes(11 * mebibyte);
    const { client } = fetching;
    const place = { Bucket: 'lake', Key: 'parts.parquet' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
    const Parts = [];
    for (const [at, from] of [0, 5, 10].entries()) {
      const Body = content.subarray(from * mebibyte, (from + 5) * mebibyte);
      const { ETag } = await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: at + 1, Body }));
      Parts.push({ PartNumber: at + 1, ETag });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    const file = await fetchOne('parts.parquet');
    expect(file.note).toBeUndefined();
    expect((await readFile(file.path)).equals(content)).toBe(true);

    for (const ChecksumAlgorithm of ['CRC32', 'SHA256', 'CRC32C'] as const) {
      const Key = `${ChecksumAlgorithm}.csv`;
      await client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body: content, ChecksumAlgorithm }));
      expect((await readFile((await fetchOne(Key)).path)).equals(content)).toBe(true);
    }
    // the store keeps something else than what was put
    const stored = double.s3.head('lake', 'CRC32.csv');
    if (stored === null) throw new Error('There is no object.');
    await fetching.handlers['lake.cache']({ clear: true }, nothingToDo);
    await writeFile(stored.file, randomBytes(11 * mebibyte));
    expect(await failed(fetchOne('CRC32.csv'))).toMatchObject({ code: 'mismatch' });
  });

  it('brings all of a prefix, named by their partitions', async () => {
    const names = ['event_date=2019-10-01', 'event_date=2019-10-02'];
    for (const name of names) await double.s3.put('lake', `e/${name}/part-0.parquet`, name);
    const files = await fetching.fetch(['s3://lake/e/']);
    expect(files.map(({ source }) => source)).toEqual(names.map((name) => `s3://lake/e/${name}/part-0.parquet`));
    for (const [at, file] of files.entries()) {
      expect(file.path.endsWith(join(names[at] ?? '', 'part-0.parquet'))).toBe(true);
      expect(await readFile(file.path, 'utf8')).toBe(names[at]);
    }
    double.requests.length = 0;
    expect((await fetching.fetch(['s3://lake/e/'])).every(({ fromCache }) => fromCache)).toBe(true);
    expect(gets()).toEqual([]);
  });

  it('begins anew when the object changes while it comes', async () => {
    const other = randomBytes(size);
    await double.s3.put('lake', 'a.csv', randomBytes(size));
    double.faults.add({ operation: 'GetObject', kind: 'delay', delayMs: 1500, times: 6 });
    const fetched = fetchOne('a.csv');
    await expect.poll(() => gets().length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(1);
    await double.s3.put('lake', 'a.csv', other);
    const file = await fetched;
    expect(file.note).toContain('changed');
    expect(
      createHash('md5')
        .update(await readFile(file.path))
        .digest('hex'),
    ).toBe(createHash('md5').update(other).digest('hex'));
  });
});

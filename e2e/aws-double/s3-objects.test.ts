import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';

let double: DoubleForTest;
let s3: S3Client;

beforeAll(async () => {
  double = await openDouble({
    buckets: [{ name: 'lake' }, { name: 'results' }, { name: 'far', region: 'eu-west-1' }],
  });
  s3 = double.openS3();
});
afterAll(() => double.stop());

async function read(key: string, more: object = {}): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: key, ...more }));
  return (await Body?.transformToString()) ?? '';
}

function crcOf(data: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(data));
  return bytes.toString('base64');
}

/** Name and status of the error that the call ends with. */
async function refusal(call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  return call.then(
    () => ({ name: 'none', status: 200 }),
    (error: { name: string; $metadata?: { httpStatusCode?: number } }) => ({
      name: error.name,
      status: error.$metadata?.httpStatusCode,
    }),
  );
}

test('what is put is got again, with its ETag, type, metadata and checksum', async () => {
  const data = randomBytes(300_000);
  const put = await s3.send(
    new PutObjectCommand({
      Bucket: 'lake',
      Key: 'a b+c=é&.csv',
      Body: data,
      ContentType: 'text/csv',
      Metadata: { made: 'here' },
    }),
  );
  expect(put.ETag).toBe(`"${createHash('md5').update(data).digest('hex')}"`);
  expect(put.ChecksumCRC32).toBe(crcOf(data));
  const got = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'a b+c=é&.csv', ChecksumMode: 'ENABLED' }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(data)).toBe(true);
  expect(got).toMatchObject({
    ContentType: 'text/csv',
    Metadata: { made: 'here' },
    ChecksumCRC32: crcOf(data),
    ContentLength: 300_000,
    AcceptRanges: 'bytes',
  });
  expect(double.s3.list('lake')).toContain('a b+c=é&.csv');
});

test('a stream comes as aws-chunked, and is stored without its framing', async () => {
  const data = randomBytes(3_000_000);
  const put = await s3.send(
    new PutObjectCommand({
      Bucket: 'lake',
      Key: 'stream.bin',
      Body: Readable.from([data.subarray(0, 1_000_000), data.subarray(1_000_000)]),
      ContentLength: data.length,
    }),
  );
  expect(put.ChecksumCRC32).toBe(crcOf(data));
  expect((await double.s3.get('lake', 'stream.bin'))?.equals(data)).toBe(true);
  const plain = double.openS3({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  await plain.send(
    new PutObjectCommand({
      Bucket: 'lake',
      Key: 'plain.bin',
      Body: Readable.from([data]),
      ContentLength: data.length,
    }),
  );
  expect((await double.s3.get('lake', 'plain.bin'))?.equals(data)).toBe(true);
});

test('checksums and Content-MD5 that are wrong are refused, and nothing is stored', async () => {
  for (const wrong of [
    { ChecksumCRC32: 'AAAAAA==' },
    { ChecksumSHA256: `${'A'.repeat(43)}=` },
    { ContentMD5: `${'A'.repeat(22)}==` },
  ])
    expect(
      await refusal(s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'wrong', Body: 'hello', ...wrong }))),
    ).toEqual({ name: 'BadDigest', status: 400 });
  expect(double.s3.head('lake', 'wrong')).toBeNull();
  for (const algorithm of ['CRC32C', 'SHA1', 'SHA256'] as const)
    await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'right', Body: 'hello', ChecksumAlgorithm: algorithm }));
});

test('ranges', async () => {
  await double.s3.put('lake', 'digits', '0123456789');
  expect(await read('digits', { Range: 'bytes=2-4' })).toBe('234');
  expect(await read('digits', { Range: 'bytes=7-' })).toBe('789');
  expect(await read('digits', { Range: 'bytes=-3' })).toBe('789');
  expect(await read('digits', { Range: 'bytes=8-100' })).toBe('89');
  const part = await s3.send(new GetObjectCommand({ Bucket: 'lake', Key: 'digits', Range: 'bytes=0-0' }));
  expect(part).toMatchObject({ ContentRange: 'bytes 0-0/10', ContentLength: 1, $metadata: { httpStatusCode: 206 } });
  await part.Body?.transformToByteArray();
  expect(await refusal(read('digits', { Range: 'bytes=10-' }))).toEqual({ name: 'InvalidRange', status: 416 });
});

test('conditions', async () => {
  await double.s3.put('lake', 'tagged', 'one');
  const head = await s3.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'tagged' }));
  expect(head.ContentLength).toBe(3);
  expect((await refusal(read('tagged', { IfNoneMatch: head.ETag }))).status).toBe(304);
  expect((await refusal(read('tagged', { IfMatch: '"other"' }))).status).toBe(412);
  expect(await read('tagged', { IfMatch: head.ETag })).toBe('one');
  const again = new PutObjectCommand({ Bucket: 'lake', Key: 'tagged', Body: 'two', IfNoneMatch: '*' });
  expect(await refusal(s3.send(again))).toEqual({ name: 'PreconditionFailed', status: 412 });
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: 'tagged', Body: 'two', IfMatch: head.ETag }));
  expect(await read('tagged')).toBe('two');
});

test('what is not there', async () => {
  expect(await refusal(read('nothing'))).toEqual({ name: 'NoSuchKey', status: 404 });
  expect((await refusal(s3.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'nothing' })))).status).toBe(404);
  const list = new ListObjectsV2Command({ Bucket: 'no-such-bucket' });
  expect(await refusal(s3.send(list))).toEqual({ name: 'NoSuchBucket', status: 404 });
  expect((await refusal(s3.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' })))).status).toBe(404);
});

test('lists in pages, by folders, and from a key on', async () => {
  const names = Array.from({ length: 25 }, (_, at) => `list/day=${String(at).padStart(2, '0')}/a+b é.csv`);
  for (const key of names) await double.s3.put('lake', key, 'x');
  await double.s3.put('lake', 'list/top', 'x');
  const sizes: number[] = [];
  const keys: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 10 }, { Bucket: 'lake', Prefix: 'list/' })) {
    sizes.push(page.KeyCount ?? 0);
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key));
  }
  expect(sizes).toEqual([10, 10, 6]);
  expect(keys).toEqual([...names, 'list/top']);
  const folders: (string | undefined)[] = [];
  const input = { Bucket: 'lake', Prefix: 'list/', Delimiter: '/' };
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 7 }, input)) {
    folders.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
    if (page.Contents) expect(page.Contents.map(({ Key }) => Key)).toEqual(['list/top']);
  }
  expect(folders).toEqual(names.map((name) => name.slice(0, 12)));
  const after = await s3.send(
    new ListObjectsV2Command({ Bucket: 'lake', Prefix: 'list/', StartAfter: names[22], EncodingType: 'url' }),
  );
  expect(after.Contents?.map(({ Key }) => Key)).toEqual([
    'list/day%3D23/a%2Bb%20%C3%A9.csv',
    'list/day%3D24/a%2Bb%20%C3%A9.csv',
    'list/top',
  ]);
});

test('copies and deletes', async () => {
  await double.s3.put('lake', 'from/é a.txt', 'copy me');
  await s3.send(
    new CopyObjectCommand({ Bucket: 'results', Key: 'to.txt', CopySource: encodeURI('lake/from/é a.txt') }),
  );
  expect((await double.s3.get('results', 'to.txt'))?.toString()).toBe('copy me');
  await s3.send(new DeleteObjectCommand({ Bucket: 'results', Key: 'to.txt' }));
  await s3.send(new DeleteObjectCommand({ Bucket: 'results', Key: 'to.txt' }));
  expect(double.s3.head('results', 'to.txt')).toBeNull();
  const Objects = ['a&b', 'c<d', 'missing'].map((Key) => ({ Key }));
  for (const { Key } of Objects.slice(0, 2)) await double.s3.put('results', Key, 'x');
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket: 'results', Delete: { Objects } }));
  expect(deleted.Deleted?.map(({ Key }) => Key)).toEqual(['a&b', 'c<d', 'missing']);
  expect(double.s3.list('results')).toEqual([]);
});

test('buckets and their regions', async () => {
  await s3.send(new CreateBucketCommand({ Bucket: 'made-now' }));
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets?.map(({ Name }) => Name)).toEqual(['far', 'lake', 'made-now', 'results']);
  const location = async (Bucket: string) =>
    (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;
  expect(await location('far')).toBe('eu-west-1');
  expect(await location('lake')).toBeUndefined();
  expect((await s3.send(new HeadBucketCommand({ Bucket: 'lake' }))).BucketRegion).toBe('us-east-1');
  const wrong = await s3.send(new HeadBucketCommand({ Bucket: 'far' })).catch((error: unknown) => error);
  expect(wrong).toMatchObject({
    $metadata: { httpStatusCode: 301 },
    $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } },
  });
  const list = new ListObjectsV2Command({ Bucket: 'far' });
  expect(await refusal(s3.send(list))).toEqual({ name: 'PermanentRedirect', status: 301 });
  const inIreland = double.openS3({ region: 'eu-west-1' });
  expect((await inIreland.send(list)).KeyCount).toBe(0);
});

test('all of it is there again when the double is started over the same folder', async () => {
  const { startAwsDouble } = await import('./aws-double.js');
  const other = await startAwsDouble({ folder: double.folder });
  try {
    expect(other.s3.list('lake')).toEqual(double.s3.list('lake'));
    expect((await other.s3.get('lake', 'digits'))?.toString()).toBe('0123456789');
  } finally {
    await other.stop();
  }
});

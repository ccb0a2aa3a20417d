import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDouble, type DoubleForTest } from './double-for-test.js';

let double: DoubleForTest;
let s3: S3Client;
const Bucket = 'lake';
const partBytes = 5 << 20;

beforeAll(async () => {
  double = await openDouble();
  s3 = double.openS3();
});
afterAll(() => double.stop());

async function begin(Key: string, more: object = {}): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId ?? '';
}

async function send(Key: string, UploadId: string, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32 };
}

function complete(Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) {
  return s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
}

function nameOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: Error) => error.name,
  );
}

test('parts become one object with the ETag of parts', async () => {
  const Key = 'big.bin';
  const data = randomBytes(partBytes * 2 + 1234);
  const UploadId = await begin(Key, { ContentType: 'application/x-parquet', ChecksumAlgorithm: 'CRC32' });
  const slices = [0, 1, 2].map((at) => data.subarray(at * partBytes, (at + 1) * partBytes));
  const parts = await Promise.all(slices.map((slice, at) => send(Key, UploadId, at + 1, slice)));

  const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads?.map((upload) => [upload.Key, upload.UploadId])).toEqual([[Key, UploadId]]);
  const first = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 2 }));
  expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, partBytes],
    [2, partBytes],
  ]);
  const PartNumberMarker = String(first.NextPartNumberMarker);
  const rest = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker }));
  expect(rest.Parts?.map((part) => part.ETag)).toEqual([parts[2]?.ETag]);
  expect(rest.IsTruncated).toBe(false);

  const { ETag, ChecksumCRC32 } = await complete(Key, UploadId, parts);
  const md5s = slices.map((slice) => createHash('md5').update(slice).digest());
  expect(ETag).toBe(`"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-3"`);
  expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==-3$/);
  expect((await double.s3.get(Bucket, Key))?.equals(data)).toBe(true);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(got).toMatchObject({ ContentType: 'application/x-parquet', ChecksumCRC32, ChecksumType: 'COMPOSITE' });
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(data)).toBe(true);
  expect(double.s3.uploads()).toEqual([]);
});

test('a checksum of the whole object', async () => {
  const Key = 'whole.bin';
  const UploadId = await begin(Key, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const parts = [await send(Key, UploadId, 1, randomBytes(partBytes)), await send(Key, UploadId, 2, randomBytes(10))];
  expect(await nameOf(complete(Key, UploadId, parts, { ChecksumCRC32: 'AAAAAA==' }))).toBe('BadDigest');
});

test('what does not fit is refused, and the upload stays', async () => {
  const Key = 'refused.bin';
  const UploadId = await begin(Key, { ChecksumAlgorithm: 'CRC32' });
  const small = await send(Key, UploadId, 1, Buffer.from('small'));
  const last = await send(Key, UploadId, 2, Buffer.from('last'));
  expect(await nameOf(complete(Key, UploadId, [small, last]))).toBe('EntityTooSmall');
  expect(await nameOf(complete(Key, UploadId, [last, small]))).toBe('InvalidPartOrder');
  expect(await nameOf(complete(Key, UploadId, [{ ...last, ETag: '"0"' }]))).toBe('InvalidPart');
  expect(await nameOf(complete(Key, UploadId, [{ ...last, PartNumber: 3 }]))).toBe('InvalidPart');
  expect(await nameOf(complete(Key, UploadId, [{ PartNumber: 2, ETag: last.ETag }]))).toBe('InvalidRequest');
  expect(await nameOf(complete(Key, UploadId, []))).toBe('MalformedXML');
  expect(await nameOf(complete(Key, UploadId, [last], { IfNoneMatch: '*' }))).toBe('none');
  expect((await double.s3.get(Bucket, Key))?.toString()).toBe('last');
  expect(await nameOf(send(Key, UploadId, 3, Buffer.from('late')))).toBe('NoSuchUpload');
});

test('what is aborted leaves nothing', async () => {
  const Key = 'aborted.bin';
  const UploadId = await begin(Key);
  await send(Key, UploadId, 1, randomBytes(1000));
  await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  expect(await nameOf(s3.send(new ListPartsCommand({ Bucket, Key, UploadId })))).toBe('NoSuchUpload');
  expect(await nameOf(s3.send(new HeadObjectCommand({ Bucket, Key })))).toBe('NotFound');
});

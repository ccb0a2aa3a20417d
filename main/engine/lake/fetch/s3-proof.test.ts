import { describe, expect, it } from 'vitest';
import { findS3Proof, type ObjectHead } from './s3-proof.js';

const md5 = 'a'.repeat(32);
const crc32 = { base64: 'MElEQA==', hex: '30494440' };
const noParts = () => Promise.reject(new Error('Parts are not known.'));
const find = (
  head: Partial<ObjectHead>,
  headOfPart: (number: number) => Promise<ObjectHead> = noParts,
  bucket = 'lake',
) => findS3Proof({ ContentLength: 25, ...head }, bucket, headOfPart);

describe('what S3 says of an object', () => {
  it('is its checksum where there is one of the whole, else an ETag that is an MD5', async () => {
    const whole = { of: 'whole', digest: 'md5', value: md5 };
    expect(await find({ ETag: `"${md5}"` })).toEqual(whole);
    expect(await find({ ETag: `"${md5}"`, ServerSideEncryption: 'AES256' })).toEqual(whole);
    expect(await find({ ETag: `"${md5}"`, ServerSideEncryption: 'aws:kms' })).toBeNull();
    expect(await find({ ETag: `"${md5}"` }, noParts, 'lake--use1-az4--x-s3')).toBeNull();
    expect(await find({ ETag: '"something-else"' })).toBeNull();
    expect(await find({ ETag: `"${md5}"`, ChecksumCRC32: crc32.base64 })).toEqual({
      of: 'whole',
      digest: 'crc32',
      value: crc32.hex,
    });
    expect(
      await find({ ETag: `"${md5}-3"`, ChecksumCRC64NVME: 'AAAAAAAAAAA=', ChecksumType: 'FULL_OBJECT' }),
    ).toMatchObject({ of: 'whole', digest: 'crc64nvme' });
  });

  it('is a digest of the parts where it was sent in parts, with their sizes as S3 tells them', async () => {
    const alike = async () => ({ PartsCount: 3, ContentLength: 10 });
    const composite = { ChecksumCRC32: `${crc32.base64}-3`, ChecksumType: 'COMPOSITE' as const };
    expect(await find({ ETag: `"${md5}-3"` }, alike)).toEqual({
      of: 'parts',
      digest: 'md5',
      value: md5,
      ways: [[10, 10]],
      isGuess: false,
    });
    expect(await find({ ETag: `"${md5}-3"`, ...composite }, alike)).toMatchObject({
      digest: 'crc32',
      value: crc32.hex,
    });
    const sizes = [5, 12, 8];
    const different = async (number: number) => ({ PartsCount: 3, ContentLength: sizes[number - 1] ?? 0 });
    expect(await find({ ETag: `"${md5}-3"` }, different)).toMatchObject({ ways: [[5, 12]], isGuess: false });
    expect(await find({ ETag: `"${md5}-3"` })).toMatchObject({ isGuess: true });
    // moto has a checksum here that does not say what it is of
    expect(await find({ ETag: `"${md5}-3"`, ChecksumCRC32: crc32.base64 }, alike)).toMatchObject({ digest: 'md5' });
  });
});

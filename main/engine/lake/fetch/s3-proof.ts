/** What S3 says of an object's content: checksums of the whole, of its parts, or an ETag that is an MD5. */
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { alikeParts, digestNames, guessWays, type DigestName, type Proof } from './digests.js';

export type ObjectHead = Omit<HeadObjectCommandOutput, '$metadata'>;

function checksumOf(head: ObjectHead, name: DigestName): string | undefined {
  switch (name) {
    case 'crc32':
      return head.ChecksumCRC32;
    case 'crc32c':
      return head.ChecksumCRC32C;
    case 'crc64nvme':
      return head.ChecksumCRC64NVME;
    case 'sha1':
      return head.ChecksumSHA1;
    case 'sha256':
      return head.ChecksumSHA256;
    case 'sha512':
      return head.ChecksumSHA512;
    case 'md5':
      return head.ChecksumMD5;
  }
}

export const etagOf = (etag: string | undefined) => etag?.replace(/^"|"$/g, '') ?? '';

/** Where a KMS key encrypts, and in directory buckets, an ETag is no MD5. */
function hasMd5Etag(head: ObjectHead, bucket: string): boolean {
  return (
    !(head.ServerSideEncryption ?? '').startsWith('aws:kms') &&
    head.SSECustomerAlgorithm === undefined &&
    !bucket.endsWith('--x-s3')
  );
}

const toHex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');

const mostHeads = 100;

/**
 * How the object was sent in `count` parts: S3 tells the size of each part in the head of that part. Stores that do not
 * are guessed at.
 */
async function findWays(
  bytes: number,
  count: number,
  headOfPart: (number: number) => Promise<ObjectHead>,
): Promise<Pick<Extract<Proof, { of: 'parts' }>, 'ways' | 'isGuess'>> {
  const guess = { ways: guessWays(bytes, count), isGuess: count > 1 };
  const first = await headOfPart(1).catch(() => null);
  if (first === null || first.PartsCount !== count || first.ContentLength === undefined) return guess;
  const alike = alikeParts(bytes, first.ContentLength);
  if (alike.length === count - 1) return { ways: [alike], isGuess: false };
  if (count > mostHeads) return guess;
  const sizes = [first.ContentLength];
  for (let number = 2; number < count; number++) sizes.push((await headOfPart(number)).ContentLength ?? 0);
  return { ways: [sizes], isGuess: false };
}

/** Null where there is nothing to check by but the length. `headOfPart` counts from one. */
export async function findS3Proof(
  head: ObjectHead,
  bucket: string,
  headOfPart: (number: number) => Promise<ObjectHead>,
): Promise<Proof | null> {
  const bytes = head.ContentLength ?? 0;
  const [, md5, md5Count] = /^([0-9a-f]{32})(?:-(\d+))?$/.exec(etagOf(head.ETag)) ?? [];
  const composites: { readonly digest: DigestName; readonly value: string; readonly count: number }[] = [];
  for (const digest of digestNames) {
    const checksum = checksumOf(head, digest);
    if (checksum === undefined) continue;
    const [, base64 = checksum, count] = /^(.*)-(\d+)$/.exec(checksum) ?? [];
    const value = toHex(base64);
    // of an object that was sent in parts, a checksum that does not say what it is of may be of anything
    const isOfWhole =
      head.ChecksumType === 'FULL_OBJECT' || (head.ChecksumType === undefined && md5Count === undefined);
    if (count === undefined && isOfWhole) return { of: 'whole', digest, value };
    if (count !== undefined) composites.push({ digest, value, count: Number(count) });
  }
  if (md5 !== undefined && hasMd5Etag(head, bucket)) {
    if (md5Count === undefined) return { of: 'whole', digest: 'md5', value: md5 };
    composites.push({ digest: 'md5', value: md5, count: Number(md5Count) });
  }
  const [best] = composites;
  if (best === undefined || best.count < 1) return null;
  const { digest, value } = best;
  return { of: 'parts', digest, value, ...(await findWays(bytes, best.count, headOfPart)) };
}

/** What lies in S3: buckets, folders a page at a time, everything below a prefix. */
import { ListBucketsCommand, ListObjectsV2Command, type _Object as ListedObject } from '@aws-sdk/client-s3';
import type { Bucket, LakeListing, LakeObject } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import { dayOfKey, isLoadable, s3Uri, type S3Place } from './s3-address.js';
import type { S3Access } from './s3-files.js';
import { etagOf } from './s3-proof.js';

const pageSize = 1000;

function toLakeObject(bucket: string, { Key: key = '', Size, ETag, LastModified }: ListedObject): LakeObject {
  const bytes = Size ?? 0;
  return {
    uri: s3Uri({ bucket, key }),
    key,
    bytes,
    modifiedAt: LastModified?.toISOString() ?? null,
    etag: etagOf(ETag),
    isLoadable: isLoadable(key) && bytes > 0,
    day: dayOfKey(key),
  };
}

function explainList(error: unknown, bucket: string, { region }: S3Access, signal: AbortSignal): Error {
  signal.throwIfAborted();
  return explainRemoteError(error, {
    trying: `list the objects of the bucket ${bucket}`,
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${bucket}`,
    region,
  });
}

/** Throws EngineError. */
export async function listBuckets(access: S3Access, signal: AbortSignal): Promise<readonly Bucket[]> {
  const buckets: Bucket[] = [];
  try {
    for (let after: string | undefined; ;) {
      const command = new ListBucketsCommand({ ContinuationToken: after });
      const answer = await (await access.client()).send(command, { abortSignal: signal });
      for (const { Name: name, CreationDate } of answer.Buckets ?? [])
        if (name !== undefined) buckets.push({ name, createdAt: CreationDate?.toISOString() ?? null });
      after = answer.ContinuationToken;
      if (after === undefined || after === '') return buckets;
    }
  } catch (error) {
    signal.throwIfAborted();
    const { region } = access;
    throw explainRemoteError(error, { trying: 'list the buckets', action: 's3:ListAllMyBuckets', region });
  }
}

/** One page of a folder. `after` is a page's `next`. Throws EngineError. */
export async function listFolder(
  access: S3Access,
  { bucket, key: prefix }: S3Place,
  after: string | undefined,
  signal: AbortSignal,
): Promise<LakeListing> {
  try {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: '/',
      ContinuationToken: after,
      MaxKeys: pageSize,
    });
    const answer = await (await access.client()).send(command, { abortSignal: signal });
    return {
      bucket,
      prefix,
      prefixes: (answer.CommonPrefixes ?? []).flatMap((common) => common.Prefix ?? []),
      // the mark of the folder itself is no object in it
      objects: (answer.Contents ?? []).filter(({ Key }) => Key !== prefix).map((one) => toLakeObject(bucket, one)),
      next: answer.IsTruncated === true ? (answer.NextContinuationToken ?? null) : null,
    };
  } catch (error) {
    throw explainList(error, bucket, access, signal);
  }
}

/** Everything below a prefix, in the order of the keys. Throws EngineError. */
export async function listBelow(
  access: S3Access,
  { bucket, key: prefix }: S3Place,
  signal: AbortSignal,
): Promise<readonly LakeObject[]> {
  const objects: LakeObject[] = [];
  try {
    for (let after: string | undefined; ;) {
      const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: after });
      const answer = await (await access.client()).send(command, { abortSignal: signal });
      for (const one of answer.Contents ?? []) objects.push(toLakeObject(bucket, one));
      after = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
      if (after === undefined) return objects;
    }
  } catch (error) {
    throw explainList(error, bucket, access, signal);
  }
}

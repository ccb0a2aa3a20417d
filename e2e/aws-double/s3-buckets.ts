/** ListBuckets, HeadBucket, GetBucketLocation, CreateBucket, DeleteBucket. */
import { AwsError } from './aws-error.js';
import { accountId } from './options.js';
import { receiveText } from './receive-body.js';
import { findBucket, readInteger, toIso, type S3Answer, type S3Context } from './s3-context.js';
import { element, parent, parseXml, childText, xmlDocument } from './xml.js';

export function listBuckets(context: S3Context): S3Answer {
  const prefix = context.query.get('prefix') ?? '';
  const region = context.query.get('bucket-region');
  const after = Buffer.from(context.query.get('continuation-token') ?? '', 'base64').toString('utf8');
  const limit = readInteger(context.query.get('max-buckets'), 'max-buckets', 1, 10_000, 10_000);
  const all = [...context.store.buckets.values()]
    .filter(({ name }) => name.startsWith(prefix) && name > after)
    .filter((bucket) => region === undefined || bucket.region === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = all.slice(0, limit);
  const token = all.length > limit ? Buffer.from(page.at(-1)?.name ?? '').toString('base64') : undefined;
  const items = page.map(({ name, createdAt, region: place }) =>
    parent('Bucket', element('Name', name), element('CreationDate', toIso(createdAt)), element('BucketRegion', place)),
  );
  const owner = parent('Owner', element('ID', accountId), element('DisplayName', 'owner'));
  return {
    status: 200,
    body: xmlDocument(
      'ListAllMyBucketsResult',
      owner,
      parent('Buckets', ...items),
      element('ContinuationToken', token),
    ),
  };
}

export function headBucket(context: S3Context): S3Answer {
  return { status: 200, headers: { 'x-amz-bucket-region': findBucket(context).region } };
}

/** `us-east-1` is written as nothing. */
export function getBucketLocation(context: S3Context): S3Answer {
  const { region } = findBucket(context);
  return { status: 200, body: xmlDocument('LocationConstraint', region === 'us-east-1' ? '' : region) };
}

export async function createBucket(context: S3Context): Promise<S3Answer> {
  const root = parseXml(await receiveText(context.body, 64 * 1024));
  const region = (root && childText(root, 'LocationConstraint')) ?? context.region;
  const name = context.bucketName;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      fields: { BucketName: name },
    });
  if (context.store.buckets.has(name))
    throw new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { fields: { BucketName: name } },
    );
  await context.store.addBucket(name, region);
  return { status: 200, headers: { location: `/${name}` } };
}

export async function deleteBucket(context: S3Context): Promise<S3Answer> {
  const bucket = findBucket(context);
  if (bucket.objects.size > 0) throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
  await context.store.removeBucket(bucket.name);
  return { status: 204 };
}

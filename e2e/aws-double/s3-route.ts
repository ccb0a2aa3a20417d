/** Which operation a request to S3 is, which right it needs, who answers it. */
import { AwsError } from './aws-error.js';
import { allowS3 } from './policy.js';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './s3-buckets.js';
import type { S3Answer, S3Context } from './s3-context.js';
import { listObjects } from './s3-list.js';
import { abortMultipartUpload, completeMultipartUpload, createMultipartUpload, uploadPart } from './s3-multipart.js';
import { readObject } from './s3-read.js';
import { listMultipartUploads, listParts } from './s3-uploads-list.js';
import { copyObject, deleteObject, deleteObjects, putObject } from './s3-write.js';

interface Operation {
  readonly action: string;
  answer(context: S3Context): S3Answer | Promise<S3Answer>;
}

const operations: Readonly<Record<string, Operation>> = {
  ListBuckets: { action: 's3:ListAllMyBuckets', answer: listBuckets },
  HeadBucket: { action: 's3:ListBucket', answer: headBucket },
  GetBucketLocation: { action: 's3:GetBucketLocation', answer: getBucketLocation },
  CreateBucket: { action: 's3:CreateBucket', answer: createBucket },
  DeleteBucket: { action: 's3:DeleteBucket', answer: deleteBucket },
  ListObjectsV2: { action: 's3:ListBucket', answer: listObjects },
  GetObject: { action: 's3:GetObject', answer: (context) => readObject(context, false) },
  HeadObject: { action: 's3:GetObject', answer: (context) => readObject(context, true) },
  PutObject: { action: 's3:PutObject', answer: putObject },
  CopyObject: { action: 's3:PutObject', answer: copyObject },
  DeleteObject: { action: 's3:DeleteObject', answer: deleteObject },
  /** Checked key by key. */
  DeleteObjects: { action: 's3:DeleteObjects', answer: deleteObjects },
  CreateMultipartUpload: { action: 's3:PutObject', answer: createMultipartUpload },
  UploadPart: { action: 's3:PutObject', answer: uploadPart },
  CompleteMultipartUpload: { action: 's3:PutObject', answer: completeMultipartUpload },
  AbortMultipartUpload: { action: 's3:AbortMultipartUpload', answer: abortMultipartUpload },
  ListParts: { action: 's3:ListMultipartUploadParts', answer: listParts },
  ListMultipartUploads: { action: 's3:ListBucketMultipartUploads', answer: listMultipartUploads },
};

/** Subresources that make another operation of a request. */
const subresources =
  /^(acl|accelerate|analytics|attributes|cors|encryption|inventory|legal-hold|lifecycle|logging|metrics|notification|object-lock|ownershipControls|policy|policyStatus|publicAccessBlock|replication|requestPayment|restore|retention|select|session|tagging|torrent|versioning|versions|website)$/;

/** As the SDK's command; null where the double does not know it. */
export function nameOperation(
  method: string,
  bucket: string,
  key: string,
  query: ReadonlyMap<string, string>,
  isCopy: boolean,
): string | null {
  if ([...query.keys()].some((name) => subresources.test(name))) return null;
  const has = (name: string) => query.has(name);
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : null;
  if (key === '') {
    if (method === 'HEAD') return 'HeadBucket';
    if (method === 'PUT') return 'CreateBucket';
    if (method === 'DELETE') return 'DeleteBucket';
    if (method === 'POST') return has('delete') ? 'DeleteObjects' : null;
    if (method !== 'GET') return null;
    if (has('location')) return 'GetBucketLocation';
    if (has('uploads')) return 'ListMultipartUploads';
    return query.get('list-type') === '2' ? 'ListObjectsV2' : null;
  }
  if (method === 'HEAD') return 'HeadObject';
  if (method === 'GET') return has('uploadId') ? 'ListParts' : 'GetObject';
  if (method === 'DELETE') return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
  if (method === 'POST')
    return has('uploads') ? 'CreateMultipartUpload' : has('uploadId') ? 'CompleteMultipartUpload' : null;
  if (method !== 'PUT') return null;
  if (has('partNumber')) return isCopy ? null : 'UploadPart';
  return isCopy ? 'CopyObject' : 'PutObject';
}

/** `signedRegion`: of the request's signature. Throws AwsError. */
export async function answerS3(name: string | null, context: S3Context, signedRegion: string): Promise<S3Answer> {
  const operation = name === null ? undefined : operations[name];
  if (operation === undefined)
    throw new AwsError(
      'NotImplemented',
      'A header or query you provided implies functionality that is not implemented.',
      501,
    );
  const place = context.key === '' ? context.bucketName : `${context.bucketName}/${context.key}`;
  allowS3(context.identity, operation.action, place);
  checkRegion(name ?? '', context, signedRegion);
  return operation.answer(context);
}

function checkRegion(name: string, context: S3Context, signedRegion: string): void {
  const bucket = context.store.buckets.get(context.bucketName);
  if (bucket === undefined || bucket.region === signedRegion || name === 'GetBucketLocation') return;
  throw new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    301,
    {
      fields: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
      headers: { 'x-amz-bucket-region': bucket.region },
    },
  );
}

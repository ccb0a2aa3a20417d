/** What a handler of S3 knows of a request, and how it answers. */
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.js';
import type { DoubleCredentials } from './options.js';
import type { IncomingBody } from './receive-body.js';
import type { Bucket, S3Store, StoredObject } from './s3-store.js';
import type { Uploads } from './s3-uploads.js';

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Text of an answer, or a span of a file (`end` is exclusive). */
  readonly body?: string | { readonly file: string; readonly start: number; readonly end: number };
}

export interface S3Context {
  readonly store: S3Store;
  readonly uploads: Uploads;
  readonly region: string;
  readonly identity: DoubleCredentials;
  readonly headers: IncomingHttpHeaders;
  readonly query: ReadonlyMap<string, string>;
  readonly bucketName: string;
  readonly key: string;
  readonly body: IncomingBody;
  readonly minimumPartBytes: number;
}

export function header(context: S3Context, name: string): string | undefined {
  const value = context.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

export function findBucket(context: S3Context): Bucket {
  const bucket = context.store.buckets.get(context.bucketName);
  if (bucket !== undefined) return bucket;
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, {
    fields: { BucketName: context.bucketName },
  });
}

/** Without the right to list, one is not told that a key is missing. */
export function findObject(context: S3Context, mayList: boolean): StoredObject {
  const object = findBucket(context).objects.get(context.key);
  if (object !== undefined) return object;
  if (!mayList) throw new AwsError('AccessDenied', 'Access Denied', 403);
  throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { fields: { Key: context.key } });
}

export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A whole number of a query or header, from `low` to `high`. Throws InvalidArgument. */
export function readInteger(text: string | undefined, name: string, low: number, high: number, usual: number): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low)
    throw new AwsError('InvalidArgument', `Provided ${name} not an integer or within integer range`, 400, {
      fields: { ArgumentName: name, ArgumentValue: text },
    });
  return Math.min(value, high);
}

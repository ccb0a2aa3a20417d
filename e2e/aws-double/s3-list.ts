/** ListObjectsV2: pages, delimiter, start-after, encoding-type. */
import { AwsError } from './aws-error.js';
import { findBucket, readInteger, toIso, type S3Answer, type S3Context } from './s3-context.js';
import type { StoredObject } from './s3-store.js';
import { element, parent, xmlDocument } from './xml.js';

type Entry = { readonly at: string; readonly object: StoredObject } | { readonly at: string; readonly object: null };

/** As S3 does with `encoding-type=url`: `/` stays. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/%2F/g, '/')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function listObjects(context: S3Context): S3Answer {
  const { query } = context;
  const bucket = findBucket(context);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const limit = readInteger(query.get('max-keys'), 'max-keys', 0, 1000, 1000);
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url')
    throw new AwsError('InvalidArgument', 'Invalid Encoding Method specified in Request');
  const after = token === undefined ? (startAfter ?? '') : readToken(token);
  const write = (text: string) => (encodingType === 'url' ? encodeKey(text) : text);

  const entries: Entry[] = [];
  let isTruncated = false;
  for (const object of context.store.list(bucket, prefix)) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    const at = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length);
    if (at <= after || (cut >= 0 && after.startsWith(at)) || entries.at(-1)?.at === at) continue;
    if (entries.length >= limit) {
      isTruncated = limit > 0;
      break;
    }
    entries.push({ at, object: cut < 0 ? object : null });
  }
  const last = entries.at(-1)?.at ?? '';
  const contents = entries.flatMap(({ object }) =>
    object === null
      ? []
      : parent(
          'Contents',
          element('Key', write(object.key)),
          element('LastModified', toIso(object.modifiedAt)),
          element('ETag', `"${object.etag}"`),
          object.checksum === null ? '' : element('ChecksumAlgorithm', object.checksum.algorithm),
          object.checksum === null ? '' : element('ChecksumType', object.checksum.type),
          element('Size', object.bytes),
          element('StorageClass', 'STANDARD'),
        ),
  );
  const prefixes = entries.flatMap(({ at, object }) =>
    object === null ? parent('CommonPrefixes', element('Prefix', write(at))) : [],
  );
  return {
    status: 200,
    body: xmlDocument(
      'ListBucketResult',
      element('Name', bucket.name),
      element('Prefix', write(prefix)),
      delimiter === '' ? '' : element('Delimiter', write(delimiter)),
      startAfter === undefined ? '' : element('StartAfter', write(startAfter)),
      element('ContinuationToken', token),
      element('NextContinuationToken', isTruncated ? writeToken(last) : undefined),
      element('EncodingType', encodingType),
      element('KeyCount', entries.length),
      element('MaxKeys', limit),
      element('IsTruncated', isTruncated),
      ...contents,
      ...prefixes,
    ),
  };
}

function writeToken(key: string): string {
  return Buffer.from(`1:${key}`).toString('base64');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('1:')) throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return text.slice(2);
}

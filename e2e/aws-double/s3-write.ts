/** PutObject, CopyObject, DeleteObject, DeleteObjects. */
import { copyFile, rm } from 'node:fs/promises';
import { AwsError } from './aws-error.js';
import { checksumHeader } from './checksums.js';
import { allowS3, isDenied } from './policy.js';
import { receiveBody, receiveText } from './receive-body.js';
import { findBucket, header, toIso, type S3Answer, type S3Context } from './s3-context.js';
import { checkConditions } from './s3-read.js';
import type { StoredObject } from './s3-store.js';
import { childText, element, parent, parseXml, xmlDocument } from './xml.js';

const keptHeaders = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

/** What is kept with an object; the framing `aws-chunked` is not. */
export function headersToKeep(context: S3Context): Record<string, string> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(context.headers))
    if (typeof value === 'string' && (keptHeaders.includes(name) || name.startsWith('x-amz-meta-'))) kept[name] = value;
  const encoding = (header(context, 'content-encoding') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  if (encoding.length > 0) kept['content-encoding'] = encoding.join(',');
  return kept;
}

/** `If-None-Match: *` and `If-Match` of writes. */
export function checkWrite(context: S3Context, before: StoredObject | undefined): void {
  const failed = new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
  );
  const ifNone = header(context, 'if-none-match');
  if (ifNone !== undefined && ifNone !== '*')
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501);
  if (ifNone === '*' && before !== undefined) throw failed;
  const ifMatch = header(context, 'if-match');
  if (ifMatch === undefined) return;
  if (before === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (ifMatch.replaceAll('"', '') !== before.etag) throw failed;
}

export async function putObject(context: S3Context): Promise<S3Answer> {
  const { store, key } = context;
  const bucket = findBucket(context);
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  checkWrite(context, bucket.objects.get(key));
  const file = store.newFile();
  try {
    const received = await receiveBody(context.body, file);
    checkWrite(context, bucket.objects.get(key));
    const checksum = received.checksum && { ...received.checksum, type: 'FULL_OBJECT' as const };
    await store.put(bucket, {
      key,
      file,
      bytes: received.bytes,
      etag: received.md5,
      headers: headersToKeep(context),
      checksum,
    });
    return {
      status: 200,
      headers: {
        etag: `"${received.md5}"`,
        ...(checksum === null
          ? {}
          : { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }),
      },
    };
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

export async function copyObject(context: S3Context): Promise<S3Answer> {
  const { store } = context;
  const target = findBucket(context);
  const source = decodeURIComponent(header(context, 'x-amz-copy-source') ?? '').replace(/^\//, '');
  const [from = '', key = ''] = source.split(/\/(.*)/s);
  allowS3(context.identity, 's3:GetObject', source);
  const object = store.buckets.get(from)?.objects.get(key);
  if (!store.buckets.has(from)) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (checkConditions(context, object, 'x-amz-copy-source-') === 'not_modified')
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  const replaces = header(context, 'x-amz-metadata-directive') === 'REPLACE';
  if (!replaces && from === context.bucketName && key === context.key)
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.",
    );
  const file = store.newFile();
  await copyFile(object.file, file);
  const made = await store.put(target, {
    key: context.key,
    file,
    bytes: object.bytes,
    etag: object.etag,
    headers: replaces ? headersToKeep(context) : object.headers,
    checksum: object.checksum,
  });
  return {
    status: 200,
    body: xmlDocument(
      'CopyObjectResult',
      element('ETag', `"${made.etag}"`),
      element('LastModified', toIso(made.modifiedAt)),
    ),
  };
}

export async function deleteObject(context: S3Context): Promise<S3Answer> {
  await context.store.remove(findBucket(context), context.key);
  return { status: 204 };
}

/** At most 1000 keys; a checksum or Content-MD5 must come along. */
export async function deleteObjects(context: S3Context): Promise<S3Answer> {
  const bucket = findBucket(context);
  const hasChecksum = Object.keys(context.headers).some(
    (name) => name === 'content-md5' || /^x-amz-checksum-/.test(name) || name === 'x-amz-trailer',
  );
  if (!hasChecksum) throw new AwsError('InvalidRequest', 'Missing required header for this request: Content-MD5');
  const root = parseXml(await receiveText(context.body, 2 << 20));
  const keys = root?.children.filter(({ name }) => name === 'Object').map((node) => childText(node, 'Key') ?? '') ?? [];
  if (root?.name !== 'Delete' || keys.length === 0 || keys.length > 1000)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  const isQuiet = childText(root, 'Quiet') === 'true';
  const answers: string[] = [];
  for (const key of keys) {
    if (isDenied(context.identity, 's3:DeleteObject', `${bucket.name}/${key}`)) {
      answers.push(
        parent('Error', element('Key', key), element('Code', 'AccessDenied'), element('Message', 'Access Denied')),
      );
      continue;
    }
    await context.store.remove(bucket, key);
    if (!isQuiet) answers.push(parent('Deleted', element('Key', key)));
  }
  return { status: 200, body: xmlDocument('DeleteResult', ...answers) };
}

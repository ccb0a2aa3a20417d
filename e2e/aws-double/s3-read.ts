/** GetObject and HeadObject: ranges, conditions, checksums. */
import { AwsError } from './aws-error.js';
import { checksumHeader } from './checksums.js';
import { isDenied } from './policy.js';
import { findObject, header, type S3Answer, type S3Context } from './s3-context.js';
import type { StoredObject } from './s3-store.js';

/** `bytes=a-b`, `a-`, `-n` as start and exclusive end; null: the whole object (also where the header makes no sense). */
function readRange(text: string | undefined, bytes: number): { readonly start: number; readonly end: number } | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(text ?? '');
  if (!parts || (parts[1] === '' && parts[2] === '')) return null;
  const unsatisfiable = new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    fields: { RangeRequested: text ?? '', ActualObjectSize: bytes },
    headers: { 'content-range': `bytes */${bytes}` },
  });
  if (parts[1] === '') {
    const length = Number(parts[2]);
    if (length === 0 || bytes === 0) throw unsatisfiable;
    return { start: Math.max(0, bytes - length), end: bytes };
  }
  const start = Number(parts[1]);
  const last = parts[2] === '' ? bytes - 1 : Number(parts[2]);
  if (last < start && parts[2] !== '') return null;
  if (start >= bytes) throw unsatisfiable;
  return { start, end: Math.min(last + 1, bytes) };
}

function names(text: string, object: StoredObject): boolean {
  return text
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((tag) => tag === '*' || tag === object.etag);
}

/** Throws 412; says whether the client has it already. */
export function checkConditions(context: S3Context, object: StoredObject, prefix = ''): 'changed' | 'not_modified' {
  const failed = (condition: string) =>
    new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
      fields: { Condition: condition },
    });
  const seconds = Math.floor(object.modifiedAt / 1000) * 1000;
  const ifMatch = header(context, `${prefix}if-match`);
  const unmodified = header(context, `${prefix}if-unmodified-since`);
  const ifNone = header(context, `${prefix}if-none-match`);
  const modified = header(context, `${prefix}if-modified-since`);
  if (ifMatch !== undefined) {
    if (!names(ifMatch, object)) throw failed('If-Match');
  } else if (unmodified !== undefined && seconds > Date.parse(unmodified)) throw failed('If-Unmodified-Since');
  if (ifNone !== undefined) return names(ifNone, object) ? 'not_modified' : 'changed';
  return modified !== undefined && seconds <= Date.parse(modified) ? 'not_modified' : 'changed';
}

export function readObject(context: S3Context, isHead: boolean): S3Answer {
  const place = `${context.bucketName}/${context.key}`;
  const mayList = !isDenied(context.identity, 's3:ListBucket', place);
  const object = findObject(context, mayList);
  const common = {
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (checkConditions(context, object) === 'not_modified') return { status: 304, headers: common };
  const range = readRange(header(context, 'range'), object.bytes);
  const { start, end } = range ?? { start: 0, end: object.bytes };
  const wantsChecksum = header(context, 'x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  const checksum: Record<string, string> =
    wantsChecksum && range === null && object.checksum !== null
      ? {
          [checksumHeader(object.checksum.algorithm)]: object.checksum.value,
          'x-amz-checksum-type': object.checksum.type,
        }
      : {};
  const asked = Object.fromEntries(
    [...context.query]
      .filter(([name]) => name.startsWith('response-'))
      .map(([name, value]) => [name.slice('response-'.length), value]),
  );
  const headers: Record<string, string | number> = {
    ...common,
    ...object.headers,
    ...asked,
    ...checksum,
    'content-length': end - start,
  };
  if (range !== null) headers['content-range'] = `bytes ${start}-${end - 1}/${object.bytes}`;
  return {
    status: range === null ? 200 : 206,
    headers,
    ...(isHead ? {} : { body: { file: object.file, start, end } }),
  };
}

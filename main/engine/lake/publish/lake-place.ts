/** A place in S3, and what lies below it. */
import { createHash } from 'node:crypto';

export interface LakePlace {
  readonly bucket: string;
  /** Empty, or ends with a slash. */
  readonly prefix: string;
  /** `s3://bucket/prefix/`. */
  readonly uri: string;
}

/** Of an address that is `s3://bucket` or `s3://bucket/prefix`, with or without a slash at its end. */
export function parsePlace(uri: string): LakePlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  const trimmed = path.replace(/\/+$/, '');
  const prefix = trimmed === '' ? '' : `${trimmed}/`;
  return { bucket, prefix, uri: `s3://${bucket}/${prefix}` };
}

export const curatedZone = 'curated/';

export const curatedFolder = (table: string) => `${curatedZone}${table}/`;

export const rawFolder = 'raw/';

/** Where a part of a table lies, below the place; named by its rows, so that other rows never have its name. */
export function nameObject(
  table: string,
  partition: string | null,
  fingerprint: string,
  part: { readonly number: number; readonly of: number },
): string {
  const folder = partition === null ? '' : `event_date=${partition}/`;
  const suffix = part.of === 1 ? '' : `-${String(part.number).padStart(3, '0')}`;
  return `${curatedFolder(table)}${folder}part-${fingerprint.slice(0, 16)}${suffix}.parquet`;
}

/** Whether a key below the place is one that {@link nameObject} gives; its table. */
export function tableOfKey(key: string): string | null {
  const match = /^curated\/([a-z0-9_]+)\/(?:event_date=\d{4}-\d\d-\d\d\/)?part-[0-9a-f]{16}(?:-\d{3})?\.parquet$/.exec(
    key,
  );
  return match?.[1] ?? null;
}

/** 32 hexadecimal digits that stand for a value. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

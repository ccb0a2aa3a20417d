/** Addresses as people write them, and what the keys of objects say of what is in them. */
import { EngineError } from '../../../../preload/contract.js';

export interface S3Place {
  readonly bucket: string;
  /** A key, or the beginning of keys; may be empty. */
  readonly key: string;
}

export const s3Uri = ({ bucket, key }: S3Place) => `s3://${bucket}/${key}`;

/** `s3://bucket/key`; null for what is no such address. Keys are taken as they are: nothing in them is encoded. */
export function parseS3(address: string): S3Place | null {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(address);
  const [, bucket, key = ''] = match ?? [];
  return bucket === undefined ? null : { bucket, key };
}

/** Throws EngineError `bad_params`. */
export function requireS3(address: string): S3Place {
  const place = parseS3(address);
  if (place === null)
    throw new EngineError('bad_params', `“${address}” is no place in S3.`, {
      wayOut: 'A place in S3 is written s3://bucket/prefix/.',
    });
  return place;
}

/** By its name. Names that begin with a dot or an underscore are not data, by the custom of Hive. */
export function isLoadable(key: string): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return /\.(csv|tsv|ndjson|jsonl|gz|zip|parquet)$/i.test(name) && !/^[._]/.test(name);
}

const dayFolder = /^(?:event_date|event_day|date|dt|day|ds)=(\d{4})-?(\d{2})-?(\d{2})$/i;
const calendarFolder = /^(year|month|day)=(\d{1,4})$/i;

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day that the folders of a key name: `event_date=2019-10-01/`, `dt=20191001/`, `year=2019/month=10/day=1/`. */
export function dayOfKey(key: string): string | null {
  const calendar = new Map<string, string>();
  for (const folder of key.split('/').slice(0, -1)) {
    const [, year, month, day] = dayFolder.exec(folder) ?? [];
    const text = `${year}-${month}-${day}`;
    if (year !== undefined && isDay(text)) return text;
    const [, unit = '', value = ''] = calendarFolder.exec(folder) ?? [];
    calendar.set(unit.toLowerCase(), value.padStart(2, '0'));
  }
  const text = ['year', 'month', 'day'].map((unit) => calendar.get(unit) ?? '').join('-');
  return isDay(text) ? text : null;
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that every file system takes, as near to the given one as that goes. */
export function safeName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/[. ]+$/, '');
  const ending = /(\.[A-Za-z0-9]{1,8}){0,2}$/.exec(plain)?.[0] ?? '';
  const short = plain.length > 120 ? plain.slice(0, 120 - ending.length) + ending : plain;
  if (short === '' || short === '..') return 'file';
  return reserved.test(short) ? `_${short}` : short;
}

/** The name of a key's file, below the folders that tell it from others of the name: its partition, or the one it is in. */
export function placeOfKey(key: string): readonly string[] {
  const parts = key.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? '';
  let from = parts.length;
  while (from > 0 && parts[from - 1]?.includes('=') === true) from--;
  const folders = from < parts.length ? parts.slice(from) : parts.slice(-1);
  return [...folders, name].map(safeName);
}

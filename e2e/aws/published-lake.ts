/** For tests: what lies in a lake, read by pyarrow, and what DuckDB says that should be in it. */
import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { quoteIdentifier, type Connection } from '../../main/engine/database.js';
import type { LakeManifest } from '../../main/engine/lake-manifest.js';
import { python } from './start-moto.js';

export async function listKeys(client: S3Client, bucket: string, prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
    );
    keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
}

export async function readObject(client: S3Client, bucket: string, key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Brings all below the prefix into an empty folder. */
export async function download(client: S3Client, bucket: string, prefix: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const key of await listKeys(client, bucket, prefix)) {
    const path = join(folder, key.slice(prefix.length));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await readObject(client, bucket, key));
  }
}

export interface ReadTable {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly files: number;
  readonly groups: number;
  readonly codecs: readonly string[];
  readonly encodings: readonly string[];
  readonly days: Readonly<Record<string, number>>;
  readonly sums: Readonly<Record<string, string>>;
  readonly nulls: Readonly<Record<string, number>>;
}

/** The tables in the subfolders, as pyarrow reads them. */
export async function readWithPyArrow(folder: string): Promise<Readonly<Record<string, ReadTable>>> {
  const script = join(import.meta.dirname, 'read_lake.py');
  const { stdout } = await promisify(execFile)(python, [script, folder], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout) as Readonly<Record<string, ReadTable>>;
}

/** Types of the catalog's DDL, as pyarrow names them. */
export function toArrowType(type: string): string {
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(type);
  if (decimal !== null) return `decimal128(${decimal[1]}, ${decimal[2]})`;
  const known = { int: 'int32', bigint: 'int64', string: 'string', timestamp: 'timestamp[ms]' }[type];
  if (known === undefined) throw new Error(`No column is expected to be ${type}.`);
  return known;
}

/** The sum that read_lake.py makes of a column, on DuckDB, over the dataset's own table or view. */
function sumOf(type: string, column: string): string {
  if (type === 'timestamp') return `sum(epoch_ms(date_trunc('millisecond', ${column})))`;
  if (type === 'string') return `sum(strlen(CAST(${column} AS VARCHAR)))`;
  return `sum(${column})`;
}

/** Sums and nulls of a table of the dataset, by column. `relation` has the manifest's columns. */
export async function describeOnDuckDb(
  connection: Connection,
  relation: string,
  columns: LakeManifest['tables'][string]['columns'],
): Promise<Pick<ReadTable, 'rows' | 'sums' | 'nulls'>> {
  const values = columns.flatMap(({ name, type }) => {
    const column = quoteIdentifier(name);
    return [`coalesce(CAST(${sumOf(type, column)} AS VARCHAR), '0')`, `count(*) - count(${column})`];
  });
  const [row] = await connection.rows(
    `SELECT count(*) AS rows, ${values.map((value, at) => `${value} AS v${at}`).join(', ')} FROM ${relation}`,
  );
  const read = (offset: number) => columns.map(({ name }, at) => [name, row?.[`v${2 * at + offset}`]] as const);
  return {
    rows: Number(row?.['rows']),
    sums: Object.fromEntries(read(0).map(([name, value]) => [name, String(value)])),
    nulls: Object.fromEntries(read(1).map(([name, value]) => [name, Number(value)])),
  };
}

/** The events as the lake has them, worked out in another way than publishing does. */
export const expectedEvents = `(
  SELECT CAST(date_diff('day', TIMESTAMP '1970-01-01', date_trunc('day', w.event_time)) AS BIGINT) * 10000000000
      + count(*) OVER (PARTITION BY date_trunc('day', w.event_time) ORDER BY w.event_no
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS event_no,
    w.event_time, w.event_type, e.product_id, e.category_id, w.category_code, w.brand, w.price, e.user_id, w.user_session,
    e.session_key
  FROM written_events w JOIN events e ON e.event_no = w.event_no)`;

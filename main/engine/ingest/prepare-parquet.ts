/** A Parquet file needs no scan: its own footer says how many rows it has. */
import { createHash } from 'node:crypto';
import type { FileLayout } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { fields, type Field, type FieldColumns } from './layout.js';
import { readCsvBytes } from './open-bytes.js';
import type { PreparedFile } from './prepare-csv.js';
import { literalPath, parquetSource, type ParquetColumn, type ParquetShape } from './sources.js';

async function hashFile(path: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of readCsvBytes(path, 'parquet')) {
    signal.throwIfAborted();
    hash.update(chunk);
    bytes += chunk.length;
    onBytes(bytes);
  }
  return hash.digest('hex');
}

interface ParquetFile {
  readonly path: string;
  readonly fieldColumns: FieldColumns;
  readonly layout: FileLayout;
}

/** What there is to know of a Parquet file without reading its rows; the source is of all of them, or of `pieces`. */
export async function openParquet(
  connection: Connection,
  file: ParquetFile,
  pieces?: ParquetShape['pieces'],
): Promise<Pick<PreparedFile, 'source' | 'records' | 'absentFields'>> {
  const path = literalPath(file.path);
  const found = await connection.rows(
    'SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM read_parquet(?))',
    [path],
  );
  const describe = (field: Field): ParquetColumn | null => {
    const at = file.fieldColumns[field];
    const column = at === null ? undefined : found[at];
    return column === undefined ? null : { name: String(column.name), type: String(column.type) };
  };
  const columns = Object.fromEntries(fields.map((field) => [field, describe(field)])) as Record<
    Field,
    ParquetColumn | null
  >;
  return {
    source: parquetSource({ path: file.path, columns, pieces }, file.layout),
    records: await connection.number('SELECT sum(num_rows) FROM parquet_file_metadata(?)', [path]),
    absentFields: fields.filter((field) => columns[field] === null),
  };
}

export async function prepareParquet(
  connection: Connection,
  file: ParquetFile,
  tools: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<PreparedFile> {
  const opened = await openParquet(connection, file);
  return { ...opened, rejected: 0, sha256: await hashFile(file.path, tools.signal, tools.onBytes), copy: null };
}

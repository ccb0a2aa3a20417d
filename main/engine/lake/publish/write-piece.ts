/** One file of a lake, written to this machine's disk and described. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { EngineError } from '../../../../preload/contract.js';
import type { Connection } from '../../database.js';
import type { Piece } from './gather-pieces.js';

export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly columnBytes: readonly number[];
}

/** A row group is what is read or passed over as one: a million rows of events are about 20 MB. */
const rowGroupRows = 1_048_576;

/** Of the file as it is. Rejects with the signal's reason when aborted. */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20, signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function measureColumns(connection: Connection, path: string): Promise<readonly number[]> {
  // An empty table has no row groups, and so no columns here.
  const rows = await connection.rows(
    `SELECT s.name, CAST(coalesce(sum(m.total_compressed_size), 0) AS BIGINT) AS bytes
    FROM (SELECT name, row_number() OVER () AS at FROM parquet_schema(?) WHERE num_children IS NULL) s
    LEFT JOIN parquet_metadata(?) m ON m.path_in_schema = s.name GROUP BY s.name, s.at ORDER BY s.at`,
    [path, path],
  );
  return rows.map((row) => Number(row['bytes']));
}

/**
 * Writes the piece's rows to `path`: Parquet with its first encodings, which every Athena reads, zstd. The same rows give
 * the same bytes. Throws EngineError `mismatch` where they are not as many as were counted.
 */
export async function writePiece(
  connection: Connection,
  piece: Piece,
  path: string,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const options = `FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v1, ROW_GROUP_SIZE ${rowGroupRows}`;
  const values = [...piece.values, path]; // numbered, as DuckDB counts the path's place first
  const rows = await connection.number(`COPY (${piece.select}) TO $${values.length} (${options})`, values);
  if (piece.isWhole && rows !== piece.rows)
    throw new EngineError('mismatch', `${piece.rows} rows of ${piece.key} were counted, and ${rows} written.`, {
      wayOut: 'Publish again; if that does not help, remove the dataset and load its files again.',
    });
  const { size } = await stat(path);
  return {
    path,
    bytes: size,
    sha256: await hashFile(path, signal),
    rows,
    columnBytes: await measureColumns(connection, path),
  };
}

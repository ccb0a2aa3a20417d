/** `loaded_files`: what a dataset was loaded from, and the order that decides between events of the same second. */
import type { DatasetFile } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

export interface FileCounts {
  readonly number: number;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string | null;
  /** Without the rows that the layout ignores. */
  readonly rowsRead: number;
  readonly rowsIgnored: number;
}

export async function createLoadedFiles(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE loaded_files (file_no INTEGER, name VARCHAR, bytes BIGINT, sha256 VARCHAR,
    rows_read BIGINT, rows_ignored BIGINT)`);
}

export async function addLoadedFiles(connection: Connection, files: readonly FileCounts[]): Promise<void> {
  for (const { number, name, bytes, sha256, rowsRead, rowsIgnored } of files)
    await connection.run(`INSERT INTO loaded_files VALUES (?, ?, ?, nullif(?, ''), ?, ?)`, [
      number,
      name,
      bytes,
      sha256 ?? '',
      rowsRead,
      rowsIgnored,
    ]);
}

/**
 * The place of each file by its number: by name (folders aside), then by content, so that it does not depend on the
 * order in which the files came.
 */
export async function readPlaces(connection: Connection): Promise<ReadonlyMap<number, number>> {
  const rows = await connection.rows(`SELECT file_no AS number
    FROM loaded_files ORDER BY regexp_extract(name, '[^/]*$'), sha256, file_no`);
  return new Map(rows.map((row, place) => [Number(row['number']), place]));
}

/** The files in their places, with what became of their rows. */
export async function describeFiles(connection: Connection): Promise<readonly DatasetFile[]> {
  const places = await readPlaces(connection);
  const rows = await connection.rows(`SELECT f.*, coalesce(s.loaded, 0) AS loaded, coalesce(r.rejected, 0) AS rejected
    FROM loaded_files f
    LEFT JOIN (SELECT file_no, count(*) AS loaded FROM stored_events GROUP BY file_no) s USING (file_no)
    LEFT JOIN (SELECT file_no, count(*) AS rejected FROM rejects GROUP BY file_no) r USING (file_no)`);
  const place = (row: Record<string, unknown>) => places.get(Number(row['file_no'])) ?? 0;
  return [...rows]
    .sort((a, b) => place(a) - place(b))
    .map((row) => ({
      name: String(row['name']),
      bytes: Number(row['bytes']),
      sha256: typeof row['sha256'] === 'string' ? row['sha256'] : null,
      rowsRead: Number(row['rows_read']),
      rowsLoaded: Number(row['loaded']),
      rowsRejected: Number(row['rejected']),
    }));
}

/** The rows that were not loaded: kept while loading, listed afterwards. */
import type { RejectPage } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { BadRecord } from './scan-records.js';
import { placeOf } from './stage.js';

const batchRows = 5_000;
const columns = 'file_no INTEGER, file VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR';

/** Makes the table that takes rejects in any order; {@link addRejects} sorts them. */
export async function createFoundRejects(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE found_rejects (${columns})`);
}

/** Makes `rejects` of a new dataset: in the order of files and lines. */
export async function createRejects(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE rejects (${columns})`);
}

export async function keepRejects(
  connection: Connection,
  fileNumber: number,
  file: string,
  rejects: readonly BadRecord[],
): Promise<void> {
  for (let at = 0; at < rejects.length; at += batchRows) {
    const batch = JSON.stringify(rejects.slice(at, at + batchRows));
    await connection.run(
      `INSERT INTO found_rejects SELECT ?, ?, line, reason, text FROM (SELECT unnest(
        from_json(CAST(? AS JSON), '[{"line": "BIGINT", "reason": "VARCHAR", "text": "VARCHAR"}]'), recursive := true))`,
      [fileNumber, file, batch],
    );
  }
}

/** Forgets what was found in a file that is not loaded after all. */
export async function dropRejects(connection: Connection, fileNumber: number): Promise<void> {
  await connection.run('DELETE FROM found_rejects WHERE file_no = ?', [fileNumber]);
}

/** Adds the `found_rejects` to the dataset's, each in its place. */
export async function addRejects(connection: Connection, places: ReadonlyMap<number, number>): Promise<void> {
  if ((await connection.number('SELECT count(*) FROM found_rejects')) === 0) return;
  await connection.run(`CREATE TABLE new_rejects AS
    FROM (FROM rejects UNION ALL FROM found_rejects) ORDER BY ${placeOf(places)}, line`);
  await connection.run('DROP TABLE rejects');
  await connection.run('ALTER TABLE new_rejects RENAME TO rejects');
}

/** `limit` rejects from the `offset`th (0-based) on. */
export async function listRejects(connection: Connection, offset: number, limit: number): Promise<RejectPage> {
  const total = await connection.number('SELECT count(*) FROM rejects');
  const rows = await connection.rows(
    'SELECT file, line, reason, text FROM rejects WHERE rowid >= ? AND rowid < ? ORDER BY rowid',
    [offset, offset + limit],
  );
  const rejects = rows.map((row) => ({
    file: String(row['file']),
    line: Number(row['line']),
    reason: String(row['reason']),
    text: String(row['text']),
  }));
  return { total, rejects };
}

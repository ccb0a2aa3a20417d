/** The rows that were not loaded: kept while loading, listed afterwards. */
import type { RejectPage } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { BadRecord } from './scan-records.js';

const batchRows = 5_000;

/** Makes the table that takes rejects in any order; {@link finishRejects} sorts them. */
export async function createRejects(connection: Connection): Promise<void> {
  await connection.run(
    'CREATE TABLE found_rejects (file_no SMALLINT, file VARCHAR, line BIGINT, reason VARCHAR, text VARCHAR)',
  );
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

/** Leaves the table `rejects (file, line, reason, text)` in the order of files and lines. */
export async function finishRejects(connection: Connection): Promise<void> {
  await connection.run(`CREATE TABLE rejects AS
    SELECT file, line, reason, text FROM found_rejects ORDER BY file_no, line;
    DROP TABLE found_rejects`);
}

/** `limit` rejects from the `offset`th (0-based) on. */
export async function listRejects(connection: Connection, offset: number, limit: number): Promise<RejectPage> {
  const total = await connection.number('SELECT count(*) FROM rejects');
  const rows = await connection.rows(
    'SELECT file, line, reason, text FROM rejects WHERE rowid >= ? AND rowid < ? ORDER BY rowid',
    [offset, offset + limit],
  );
  const rejects = rows.map((row) => ({
    file: String(row.file),
    line: Number(row.line),
    reason: String(row.reason),
    text: String(row.text),
  }));
  return { total, rejects };
}

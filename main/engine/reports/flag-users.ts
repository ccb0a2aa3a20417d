/** Whom alerts flag, as the reports read it: a table of one job that hides the dataset's own, empty one. */
import type { Connection } from '../database.js';

export interface FlaggedUsers {
  /** As they are written in the files. */
  readonly users: ReadonlySet<string>;
  /** What people are to know of it: who is left out, or why nobody is. */
  readonly notes: readonly string[];
}

/** Makes the temporary table `flagged_users (user_id)`: DuckDB looks there before it looks in the dataset. */
export async function flagUsers(connection: Connection, users: ReadonlySet<string>): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE flagged_users AS
    SELECT DISTINCT user_id FROM (
      SELECT coalesce(w.code, TRY_CAST(f.id AS BIGINT)) AS user_id
      FROM (SELECT unnest(from_json(CAST(? AS JSON), '["VARCHAR"]')) AS id) f
      LEFT JOIN user_words w ON w.word = f.id)
    WHERE user_id IS NOT NULL`,
    [JSON.stringify([...users])],
  );
}

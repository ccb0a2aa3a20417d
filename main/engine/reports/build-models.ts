/** Builds the stored models of a dataset, once, from its relation `events`. */
import { quoteIdentifier, type Connection } from '../database.js';
import { composeModel, storedModels } from '../compose-query.js';
import type { QueryFiles } from '../query-files.js';

export type BuildModels = (
  connection: Connection,
  onProgress: (done: number, total: number, name: string) => void,
) => Promise<void>;

/**
 * The connection's first catalog must hold the relation `events` and be writable. Afterwards it holds one table a stored
 * model, and `flagged_users` (empty: a job that leaves users out puts a temporary one in front, see flag-users.ts).
 */
export function createModelBuilder(files: QueryFiles): BuildModels {
  return async (connection, onProgress) => {
    await connection.run('CREATE TABLE flagged_users (user_id BIGINT)');
    const models = storedModels(files);
    const tables = new Set<string>();
    for (const [at, model] of models.entries()) {
      onProgress(at, models.length, model.name);
      const sql = composeModel(files, model, { tables, dialect: 'duckdb' });
      await connection.run(`CREATE TABLE ${quoteIdentifier(model.name)} AS\n${sql}`);
      tables.add(model.name);
    }
    onProgress(models.length, models.length, '');
  };
}

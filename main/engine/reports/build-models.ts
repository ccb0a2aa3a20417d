/** Builds the stored models of a dataset, once, from its relation `events`. */
import { createVisits, dropVisits, eventsOfVisits, isOfVisits } from './build-visits.js';
import { quoteIdentifier, type Connection } from '../database.js';
import { composeModel, storedModels } from '../compose-query.js';
import type { QueryFiles } from '../query-files.js';

export type BuildModels = (
  connection: Connection,
  onProgress: (done: number, total: number, name: string) => void,
  /** Models that are there already, as tables of the dataset. */
  ready?: ReadonlySet<string>,
) => Promise<void>;

/**
 * The connection's first catalog must hold the relation `events` and be writable. Afterwards it holds one table a stored
 * model, and `flagged_users` (empty: a job that leaves users out puts a temporary one in front, see flag-users.ts).
 */
export function createModelBuilder(files: QueryFiles): BuildModels {
  return async (connection, onProgress, ready = new Set()) => {
    await connection.run('CREATE TABLE flagged_users (user_id BIGINT)');
    const models = storedModels(files);
    const tables = new Set(ready);
    for (const [at, model] of models.entries()) {
      onProgress(at, models.length, model.name);
      if (ready.has(model.name)) continue;
      const ofVisits = isOfVisits(files, model.name);
      if (ofVisits && !tables.has('visits'))
        for (const name of await createVisits(connection, files, tables)) tables.add(name);
      const times = eventsOfVisits(model.name);
      const sql = composeModel(files, model, {
        tables,
        dialect: 'duckdb',
        ...(times !== undefined && { relations: { events: times } }),
      });
      const order = model.order.length === 0 ? '' : `\nORDER BY ${model.order.join(', ')}`;
      await connection.run(`CREATE TABLE ${quoteIdentifier(model.name)} AS\n${sql}${order}`);
      tables.add(model.name);
    }
    if (tables.has('visits')) await dropVisits(connection);
    onProgress(models.length, models.length, '');
  };
}

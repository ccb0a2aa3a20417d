/** A database for the rows of one piece of work, deleted with the folder it lies in. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Connection, Database } from './database.js';

/** Gives `work` a connection to an empty database in `folder`, and the name under which other connections find it. */
export async function withScratch<T>(
  database: Database,
  folder: string,
  signal: AbortSignal,
  work: (connection: Connection, catalog: string) => Promise<T>,
): Promise<T> {
  const catalog = `scratch ${randomUUID()}`;
  await database.attach(join(folder, `${catalog}.duckdb`), catalog, 'read-write');
  try {
    return await database.withConnection({ signal, catalog }, (connection) => work(connection, catalog));
  } finally {
    await database.detach(catalog);
  }
}

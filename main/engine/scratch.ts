/** A database for the rows of one piece of work, deleted with the folder it lies in. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { quoteIdentifier, type Connection, type Database } from './database.js';

async function dropTables(connection: Connection): Promise<void> {
  const tables = await connection.rows(
    'SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database()',
  );
  for (const { name } of tables) await connection.run(`DROP TABLE ${quoteIdentifier(String(name))}`);
}

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
    return await database.withConnection({ signal, catalog }, async (connection) => {
      const result = await work(connection, catalog);
      await dropTables(connection); // detaching would else write them out in full
      return result;
    });
  } finally {
    await database.detach(catalog);
  }
}

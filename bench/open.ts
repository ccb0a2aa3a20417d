/** The engine, and what lies under it, as the steps open them. */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Database, type Connection } from '../main/engine/database.js';
import { createEngine, type Engine } from '../main/engine/engine.js';
import { readQueryFiles, type QueryFiles } from '../main/engine/query-files.js';
import { openDatasetStore } from '../main/engine/workspace/dataset-store.js';
import { dataset, type Place } from './subject.js';

export async function withEngine<T>({ workspaceDir, shippedDir }: Place, work: (engine: Engine) => Promise<T>) {
  const engine = await createEngine({ workspaceDir, shippedDir, version: 'bench', host: 'cli' });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

/** A connection to the loaded dataset, past the engine's own way of asking. */
export async function withDataset<T>(
  { workspaceDir, shippedDir }: Place,
  work: (connection: Connection, files: QueryFiles) => Promise<T>,
): Promise<T> {
  const files = await readQueryFiles(join(shippedDir, 'queries'));
  const database = await Database.open({
    prelude: files.prelude,
    tempDirectory: join(workspaceDir, 'tmp', 'spill'),
    memoryLimitBytes: 2 ** 31,
    threads: cpus().length,
  });
  const store = openDatasetStore(join(workspaceDir, 'datasets'), database);
  try {
    return await store.withDataset(dataset, {}, (connection) => work(connection, files));
  } finally {
    await store.close();
    database.close();
  }
}

/** One statement in a DuckDB as it comes, through the client that the engine uses. */
export async function inPlainDuckdb(folder: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'plain.duckdb'), { temp_directory: join(folder, 'spill') });
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

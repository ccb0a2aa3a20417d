/**
 * One writer at a time, whoever else works in the workspace. The lock is DuckDB's own on a file that is open for
 * writing: the system lets go of it when the process ends, however it ends.
 */
import { join } from 'node:path';
import { EngineError } from '../../../preload/contract.js';
import type { Database } from '../database.js';

/** Of this process: DuckDB would let it open a file twice under two names. */
const held = new Set<string>();

/** Runs `work` while no one else changes what is in `folder`. Throws EngineError `in_use` where somebody does. */
export async function withWriteLock<T>(
  database: Pick<Database, 'attach' | 'detach'>,
  folder: string,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const path = join(folder, 'writing.lock');
  const busy = () =>
    new EngineError('in_use', `Something else is adding to “${name}”.`, {
      wayOut: 'Wait until it is done, and try again.',
    });
  if (held.has(path)) throw busy();
  held.add(path);
  const catalog = `lock ${path}`;
  try {
    await database.attach(path, catalog, 'read-write').catch((error: unknown) => {
      throw EngineError.from(error).code === 'in_use' ? busy() : error;
    });
    try {
      return await work();
    } finally {
      await database.detach(catalog);
    }
  } finally {
    held.delete(path);
  }
}

/** One writer at a time, whoever else works in the workspace. */
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../preload/contract.js';
import { isAlive } from './working-folders.js';

/** Locks of this very process: another process may have had the same number before. */
const ours = new Set<string>();

async function isHeld(path: string): Promise<boolean> {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  return pid === process.pid ? ours.has(path) : isAlive(pid);
}

async function take(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Runs `work` while no other process changes what is in `folder`. Throws EngineError `in_use` where one does; the lock
 * of a process that was killed does not count.
 */
export async function withWriteLock<T>(folder: string, name: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, '.writing');
  const busy = new EngineError('in_use', `Something else is adding to “${name}”.`, {
    wayOut: 'Wait until it is done, and try again.',
  });
  if (!(await take(path))) {
    if (await isHeld(path)) throw busy;
    await rm(path, { force: true });
    if (!(await take(path))) throw busy;
  }
  ours.add(path);
  try {
    return await work();
  } finally {
    ours.delete(path);
    await rm(path, { force: true });
  }
}

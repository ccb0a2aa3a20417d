/**
 * Folders that live as long as a piece of work. Their names carry the process that made them, so that those of a
 * killed process are told from those of a living one.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../is-alive.js';

export type Purpose = 'loading' | 'removed' | 'temporary' | 'version';

const pattern = /^\.(loading|removed|temporary|version)-(\d+)-[0-9a-f]{12}$/;

/** Folders of this very process: another process may have had the same number before. */
const ours = new Set<string>();

/** A path for a new working folder; `makeWorkingFolder` also makes it. */
export function nameWorkingFolder(parent: string, purpose: Purpose): string {
  const path = join(parent, `.${purpose}-${process.pid}-${randomBytes(6).toString('hex')}`);
  ours.add(path);
  return path;
}

export async function makeWorkingFolder(parent: string, purpose: Purpose): Promise<string> {
  const path = nameWorkingFolder(parent, purpose);
  await mkdir(path, { recursive: true });
  return path;
}

/** A folder that cannot be deleted now is left for the next opening of the workspace. */
export async function removeWorkingFolder(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }).catch(() => undefined);
  ours.delete(path);
}

/**
 * Deletes the working folders in `parent` whose process no longer lives. `isKept` is asked after that has been seen, so
 * that what such a process did last is known to it.
 */
export async function removeLeftovers(
  parent: string,
  isKept: (name: string) => Promise<boolean> = async () => false,
): Promise<void> {
  for (const name of await readdir(parent)) {
    const match = pattern.exec(name);
    if (match === null) continue;
    const path = join(parent, name);
    const pid = Number(match[2]);
    const isInUse = pid === process.pid ? ours.has(path) : isAlive(pid);
    if (!isInUse && !(await isKept(name))) await removeWorkingFolder(path);
  }
}

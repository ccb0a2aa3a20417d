/** Files of the cache that are being read are not taken away: a small file beside each says which process reads it. */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { isAlive } from '../../is-alive.js';

export const cacheDirOf = (workspaceDir: string) => join(workspaceDir, 'cache');

const pattern = /^\.used-(\d+)-(\d+)$/;

let made = 0;
/** Of this very process: another process may have had the same number before. */
const ours = new Set<string>();

/** The folder of the cached file that lies at `path`, `cache/SOURCE/VERSION`; null for other files. */
function entryOf(cacheDir: string, path: string): string | null {
  const inside = relative(cacheDir, resolve(path));
  const [source, version, ...rest] = inside.split(sep);
  if (isAbsolute(inside) || source === undefined || source === '..' || version === undefined || rest.length === 0)
    return null;
  return join(cacheDir, source, version);
}

/** Runs `work`, which reads `paths`; those of them that are in the cache stay until it has ended. */
export async function useCachedFiles<T>(
  workspaceDir: string,
  paths: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const entries = paths.flatMap((path) => entryOf(cacheDirOf(workspaceDir), path) ?? []);
  const marks = [...new Set(entries)].map((entry) => join(entry, `.used-${process.pid}-${++made}`));
  try {
    for (const mark of marks) {
      ours.add(mark);
      await writeFile(mark, '').catch(() => undefined); // a file that is gone is for `work` to find
    }
    return await work();
  } finally {
    for (const mark of marks) {
      await rm(mark, { force: true }).catch(() => undefined);
      ours.delete(mark);
    }
  }
}

/** Whether a living process reads the file of the folder `cache/SOURCE/VERSION`. */
export async function isUsed(entry: string): Promise<boolean> {
  const names = await readdir(entry).catch(() => []);
  return names.some((name) => {
    const pid = Number(pattern.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(pid)) return false;
    return pid === process.pid ? ours.has(join(entry, name)) : isAlive(pid);
  });
}

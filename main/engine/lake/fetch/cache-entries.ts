/**
 * What is in the cache: `cache/SOURCE/VERSION/…/name` with `meta.json`, and `cache/SOURCE/VERSION.part` with its journal
 * for what is not all there yet. SOURCE and VERSION are hashes.
 */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PartFile } from './part-file.js';
import type { RemoteFile } from './remote-file.js';

const cachedFile = z.object({
  /** Without secrets. */
  source: z.string(),
  /** Folders and name below the entry's folder. */
  place: z.array(z.string()).min(1),
  bytes: z.number(),
  /** Of the file: one that somebody has changed is not what was fetched. */
  mtimeMs: z.number(),
  /** What its content was checked by: a digest's name, or `length`. */
  checkedBy: z.string(),
  fetchedAt: z.string(),
  usedAt: z.string(),
});
export type CachedFile = z.infer<typeof cachedFile>;

export interface Entry {
  readonly sourceDir: string;
  /** The folder of a file that is all there, or the path of one that is not. */
  readonly path: string;
  readonly isPartial: boolean;
  readonly bytes: number;
  readonly usedMs: number;
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 20);

export interface Place {
  readonly sourceDir: string;
  readonly entryDir: string;
  readonly partial: string;
  readonly file: string;
}

export function placeOf(cacheDir: string, remote: RemoteFile): Place {
  const sourceDir = join(cacheDir, hash(remote.identity));
  const entryDir = join(sourceDir, remote.version === null ? 'unversioned' : hash(remote.version));
  return { sourceDir, entryDir, partial: `${entryDir}.part`, file: join(entryDir, ...remote.place) };
}

export const metaPath = (entryDir: string) => join(entryDir, 'meta.json');

export type ReadJson = (path: string) => Promise<unknown>;

/** Null where there is no file, or one that is not what was fetched. */
export async function readCached(entryDir: string, read: ReadJson): Promise<CachedFile | null> {
  const parsed = cachedFile.safeParse(await read(metaPath(entryDir)));
  if (!parsed.success) return null;
  const { place, bytes, mtimeMs } = parsed.data;
  const found = await stat(join(entryDir, ...place)).catch(() => null);
  return found !== null && found.size === bytes && found.mtimeMs === mtimeMs ? parsed.data : null;
}

const names = (folder: string) => readdir(folder).catch(() => []);

async function readEntry(sourceDir: string, name: string, read: ReadJson): Promise<Entry | null> {
  const path = join(sourceDir, name);
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (name.endsWith('.part')) {
    // holes of a file that is not all there take no place, where the system says so
    const bytes = found.blocks > 0 ? Math.min(found.size, found.blocks * 512) : found.size;
    return { sourceDir, path, isPartial: true, bytes, usedMs: found.mtimeMs };
  }
  if (!found.isDirectory()) return null;
  const cached = await readCached(path, read);
  const usedMs = cached === null ? 0 : Date.parse(cached.usedAt);
  return { sourceDir, path, isPartial: false, bytes: cached?.bytes ?? 0, usedMs };
}

export async function listEntries(cacheDir: string, read: ReadJson): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const source of await names(cacheDir)) {
    const sourceDir = join(cacheDir, source);
    for (const name of await names(sourceDir)) {
      const entry = await readEntry(sourceDir, name, read);
      if (entry !== null) entries.push(entry);
    }
  }
  return entries;
}

export async function removeEntry({ path, isPartial }: Entry): Promise<void> {
  await (isPartial ? PartFile.remove(path) : rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }));
}

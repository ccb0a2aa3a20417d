/** Files that were fetched, kept as long as there is room: what was used longest ago goes first. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { EngineError, type CacheState } from '../../../../preload/contract.js';
import { listEntries, metaPath, placeOf, readCached, removeEntry, type Entry } from './cache-entries.js';
import { cacheDirOf, isUsed } from './cache-use.js';
import { PartFile } from './part-file.js';
import { pause } from './passing-faults.js';
import type { RemoteFile } from './remote-file.js';

const defaultCapBytes = 20e9;
/** What was fetched a while ago is likely to be loaded soon: it is not taken away to make room. */
const keptMs = 60 * 60 * 1000;
/** Not filled by what is fetched: other work needs some disk, too. */
const sparedBytes = 200e6;

const settings = z.object({ capBytes: z.number().min(0) });

export interface CacheNeeds {
  readonly workspaceDir: string;
  readonly json: {
    readonly read: (path: string) => Promise<unknown>;
    readonly write: (path: string, value: unknown) => Promise<void>;
  };
  readonly withLock: <T>(folder: string, name: string, work: () => Promise<T>) => Promise<T>;
  readonly measureFreeBytes: (folder: string) => Promise<number | null>;
}

export interface Cache {
  /** Where the file lies, in this version; null where it does not. */
  find(remote: RemoteFile): Promise<string | null>;
  /** What an earlier fetch has left of this version, in bytes on the disk. */
  measurePartial(remote: RemoteFile): Promise<number>;
  /**
   * Has `work` bring the file to a path, and keeps it; resolves to where it lies then. `work` says what the content was
   * checked by. While another process fetches the same, it is waited for.
   */
  add(
    remote: RemoteFile,
    signal: AbortSignal,
    work: (partial: string) => Promise<string>,
  ): Promise<{ readonly path: string; readonly fromCache: boolean }>;
  /** Takes away what is old. Throws EngineError `no_space` where that is not enough for so many bytes. */
  makeRoom(bytes: number): Promise<void>;
  change(changes: { readonly clear?: boolean; readonly capBytes?: number }): Promise<CacheState>;
}

const gigabytes = (bytes: number) => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`);

export function openCache({ workspaceDir, json, withLock, measureFreeBytes }: CacheNeeds): Cache {
  const dir = cacheDirOf(workspaceDir);
  const settingsPath = join(dir, 'cache.json');

  async function readCap(): Promise<number> {
    const parsed = settings.safeParse(await json.read(settingsPath));
    return parsed.success ? parsed.data.capBytes : defaultCapBytes;
  }

  async function find(remote: RemoteFile): Promise<string | null> {
    if (remote.version === null) return null;
    const { entryDir } = placeOf(dir, remote);
    const cached = await readCached(entryDir, json.read);
    if (cached === null || (remote.bytes !== null && cached.bytes !== remote.bytes)) return null;
    await json.write(metaPath(entryDir), { ...cached, usedAt: new Date().toISOString() });
    return join(entryDir, ...cached.place);
  }

  async function keep(remote: RemoteFile, checkedBy: string): Promise<string> {
    const { entryDir, partial, file } = placeOf(dir, remote);
    await rm(entryDir, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    await mkdir(dirname(file), { recursive: true });
    await rename(partial, file);
    const { size, mtimeMs } = await stat(file);
    const now = new Date().toISOString();
    const { title, place } = remote;
    const meta = { source: title, place, bytes: size, mtimeMs, checkedBy, fetchedAt: now, usedAt: now };
    await json.write(metaPath(entryDir), meta);
    return file;
  }

  /** What is left of versions that are no more. */
  async function removeOtherPartials({ sourceDir, partial }: ReturnType<typeof placeOf>): Promise<void> {
    for (const entry of await listEntries(dir, json.read))
      if (entry.isPartial && entry.sourceDir === sourceDir && entry.path !== partial) await PartFile.remove(entry.path);
  }

  async function add(remote: RemoteFile, signal: AbortSignal, work: (partial: string) => Promise<string>) {
    const place = placeOf(dir, remote);
    await mkdir(place.sourceDir, { recursive: true });
    for (;;) {
      signal.throwIfAborted();
      const found = await find(remote);
      if (found !== null) return { path: found, fromCache: true };
      let isOurs = false;
      try {
        return await withLock(place.sourceDir, remote.title, async () => {
          isOurs = true;
          const meanwhile = await find(remote);
          if (meanwhile !== null) return { path: meanwhile, fromCache: true };
          await removeOtherPartials(place);
          return { path: await keep(remote, await work(place.partial)), fromCache: false };
        });
      } catch (error) {
        if (isOurs || EngineError.from(error).code !== 'in_use') throw error;
        await pause(300, signal);
      }
    }
  }

  /** False where it is being fetched or read. */
  async function remove(entry: Entry): Promise<boolean> {
    if (!entry.isPartial && (await isUsed(entry.path))) return false;
    try {
      await withLock(entry.sourceDir, entry.path, () => removeEntry(entry));
      return true;
    } catch (error) {
      if (EngineError.from(error).code === 'in_use') return false;
      throw error;
    }
  }

  /** Takes away what was used longest ago, until so much is gone. Resolves to how much that was. */
  async function shed(bytes: number): Promise<number> {
    const entries = [...(await listEntries(dir, json.read))].sort((a, b) => a.usedMs - b.usedMs);
    let gone = 0;
    for (const entry of entries) {
      if (gone >= bytes) break;
      if (Date.now() - entry.usedMs < keptMs) break; // all that follow were used later
      if (await remove(entry)) gone += entry.bytes;
    }
    return gone;
  }

  const measure = async () => (await listEntries(dir, json.read)).reduce((sum, { bytes }) => sum + bytes, 0);

  async function makeRoom(bytes: number): Promise<void> {
    await mkdir(dir, { recursive: true });
    const over = (await measure()) + bytes - (await readCap());
    if (over > 0) await shed(over);
    if (bytes === 0) return;
    const needed = bytes + sparedBytes;
    const free = await measureFreeBytes(dir);
    if (free === null || free >= needed || free + (await shed(needed - free)) >= needed) return;
    throw new EngineError(
      'no_space',
      `Fetching needs about ${gigabytes(needed)} (${needed} bytes) of disk; ${gigabytes(free)} (${free} bytes) are free.`,
      { file: dir, wayOut: 'Free some disk space, or keep the workspace on another disk.' },
    );
  }

  /** All but what is being fetched or read. */
  async function clear(): Promise<void> {
    for (const entry of await listEntries(dir, json.read)) await remove(entry);
  }

  return {
    find,
    add,
    makeRoom,
    async measurePartial(remote) {
      const { partial } = placeOf(dir, remote);
      return ((await stat(partial).catch(() => null))?.blocks ?? 0) * 512;
    },
    async change(changes) {
      await mkdir(dir, { recursive: true });
      if (changes.capBytes !== undefined) await json.write(settingsPath, { capBytes: changes.capBytes });
      if (changes.clear === true) await clear();
      else if (changes.capBytes !== undefined) await makeRoom(0);
      const entries = await listEntries(dir, json.read);
      return {
        bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
        capBytes: await readCap(),
        files: entries.filter(({ isPartial }) => !isPartial).length,
      };
    },
  };
}

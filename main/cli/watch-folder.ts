/**
 * Tells the files of a folder that have stopped growing. It looks again and again instead of asking the system to be
 * told: network and container folders often report no changes, or report them before the file is complete.
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineError } from '../../preload/contract.js';
import { toFileError } from '../engine/ingest/file-kind.js';

/** Other names, `.part`, `.tmp` and `.crdownload` among them, are of files that cannot be loaded or are not complete. */
const loadable = /\.(csv|tsv|gz|zip|parquet|ndjson|jsonl|json)$/i;

export interface FoundFile {
  readonly name: string;
  readonly path: string;
}

/**
 * What became of a file: `failed` ones are handed over again when they have changed, `refused` ones never while they are
 * there, `postponed` ones at later looks as they are.
 */
export type Taken = 'taken' | 'failed' | 'refused' | 'postponed';

export interface FolderWatch {
  readonly dir: string;
  /** Absolute paths of files that are never taken. */
  readonly ignored?: readonly string[];
  /** Between two looks. A file is taken when two looks in a row see the same size and time of change. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  /** Waits between two looks; a test has its own. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Takes one file; the next one waits for it. What it throws ends the watching. */
  readonly take: (file: FoundFile) => Promise<Taken>;
  /** A file that was taken has changed; said once a file. It is not taken again. */
  readonly onChanged: (file: FoundFile) => Promise<void>;
  /** The folder cannot be looked at, for now; said once until it can again. */
  readonly onTrouble: (error: EngineError) => void;
}

async function sleepUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

interface Seen {
  /** Size and time of change; null for an empty file. */
  readonly mark: string | null;
  /** A `refused` one was not taken, or has changed after it was. */
  readonly state: 'waiting' | Taken;
  /** Looks to wait until a postponed file is handed over again, and how many it waited for the last time. */
  readonly looksLeft?: number;
  readonly looksWaited?: number;
}

/** A disk that is full stays so for a while, and each try may be a long one. */
const mostLooksWaited = 64;

function settle(mark: string | null, state: Taken, before: Seen | undefined): Seen {
  if (state !== 'postponed') return { mark, state };
  const looksWaited = Math.min(2 * (before?.looksWaited ?? 0.5), mostLooksWaited);
  return { mark, state, looksLeft: looksWaited, looksWaited };
}

/** Undefined for what is no file, or is gone. */
async function readMark(path: string): Promise<string | null | undefined> {
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isFile()) return undefined;
  return info.size === 0 ? null : `${info.size} ${info.mtimeMs}`;
}

/** What stands in the folder now, by name. Throws the system's error. */
async function look({ dir, ignored = [] }: FolderWatch): Promise<ReadonlyMap<string, string | null>> {
  const names = (await readdir(dir))
    .filter((name) => !name.startsWith('.') && loadable.test(name) && !ignored.includes(join(dir, name)))
    .sort();
  const marks = await Promise.all(names.map(async (name) => [name, await readMark(join(dir, name))] as const));
  return new Map(marks.flatMap(([name, mark]) => (mark === undefined ? [] : [[name, mark] as const])));
}

/** Brings what was seen up to the new look. Returns the names of the files that have stopped growing. */
async function compare(
  seen: Map<string, Seen>,
  marks: ReadonlyMap<string, string | null>,
  { dir, onChanged }: FolderWatch,
): Promise<readonly string[]> {
  const settled: string[] = [];
  for (const name of seen.keys()) if (!marks.has(name)) seen.delete(name);
  for (const [name, mark] of marks) {
    const before = seen.get(name);
    const isSame = before !== undefined && before.mark === mark;
    if (isSame && before.state === 'waiting' && mark !== null) settled.push(name);
    if (isSame && before.state === 'postponed') {
      const looksLeft = (before.looksLeft ?? 0) - 1;
      seen.set(name, { ...before, looksLeft });
      if (looksLeft <= 0) settled.push(name);
    }
    if (isSame || before?.state === 'refused') continue;
    const hasChanged = before?.state === 'taken';
    seen.set(name, { mark, state: hasChanged ? 'refused' : 'waiting' });
    if (hasChanged) await onChanged({ name, path: join(dir, name) });
  }
  return settled;
}

/** Looks until `signal` is aborted; then it resolves. Throws what `take` throws. */
export async function watchFolder(watch: FolderWatch): Promise<void> {
  const { dir, intervalMs, signal, take, onTrouble, pause = sleepUnlessAborted } = watch;
  const seen = new Map<string, Seen>();
  let isInTrouble = false;
  while (!signal.aborted) {
    const marks = await look(watch).catch((error: unknown) => {
      if (!isInTrouble) onTrouble(toFileError(error, dir));
      return null;
    });
    isInTrouble = marks === null;
    for (const name of marks === null ? [] : await compare(seen, marks, watch)) {
      if (signal.aborted) return;
      const path = join(dir, name);
      const before = seen.get(name);
      const mark = before?.mark ?? null;
      // The files before it may have taken long: it can have begun to grow again, which the next look sees.
      if ((await readMark(path)) === mark) seen.set(name, settle(mark, await take({ name, path }), before));
    }
    await pause(intervalMs, signal);
  }
}

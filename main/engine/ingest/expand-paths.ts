/** Folders stand for the files in them that can be loaded, sorted by name. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineError } from '../../../preload/contract.js';
import { toFileError } from './file-kind.js';

const loadable = /\.(csv|tsv|ndjson|jsonl|gz|zip|parquet)$/i;

async function expand(path: string): Promise<readonly string[]> {
  try {
    const info = await stat(path);
    if (info.isFile()) return [path];
    if (!info.isDirectory())
      throw new EngineError('bad_input', `“${path}” is neither a file nor a folder.`, { file: path });
    const names = (await readdir(path, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && loadable.test(entry.name))
      .map((entry) => entry.name)
      .sort();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (error) {
    throw toFileError(error, path);
  }
  throw new EngineError('bad_input', `The folder “${path}” holds no .csv, .ndjson, .gz, .zip or .parquet file.`, {
    file: path,
    wayOut: 'Choose the files themselves.',
  });
}

/** Absolute paths, in the order first named, and how often each is. Throws EngineError `not_found`, `bad_input`. */
export async function expandPaths(paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const expanded = await Promise.all(paths.map((path) => expand(resolve(path))));
  const timesNamed = new Map<string, number>();
  for (const path of expanded.flat()) timesNamed.set(path, 1 + (timesNamed.get(path) ?? 0));
  return timesNamed;
}

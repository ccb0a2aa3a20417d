/** Small JSON files that are either whole or not there. */
import { readFile } from 'node:fs/promises';
import { replaceFile } from '../replace-file.js';

/** A kill at any moment leaves the old text or the new. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return replaceFile(path, (handle) => handle.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

/** What a file holds; undefined where there is none, null where it is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

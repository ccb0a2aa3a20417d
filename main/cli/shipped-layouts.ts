/** The layouts that are shipped, with the file names by which people can ask for them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallEngine, FileLayout } from '../../preload/contract.js';

export interface ShippedLayout {
  /** The file's name with its ending; null for a layout that stands in no file of its own. */
  readonly file: string | null;
  readonly layout: FileLayout;
}

/** The engine says which layouts there are and not where: their files are told by the names within. */
async function readFileNames(shippedDir: string): Promise<ReadonlyMap<string, string>> {
  const dir = join(shippedDir, 'resources', 'layouts');
  const files = (await readdir(dir)).filter((file) => file.endsWith('.json')).sort();
  const named = files.map(async (file) => {
    const { name } = JSON.parse(await readFile(join(dir, file), 'utf8')) as { readonly name: string };
    return [name, file] as const;
  });
  return new Map(await Promise.all(named));
}

/** In the engine's order. Throws what the call throws. */
export async function listShippedLayouts(call: CallEngine, shippedDir: string): Promise<readonly ShippedLayout[]> {
  const layouts = await call('layouts.list', {});
  const fileNames = await readFileNames(shippedDir);
  return layouts.map((layout) => ({ file: fileNames.get(layout.name) ?? null, layout }));
}

const withoutEnding = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/\.json$/, '');

/** By the layout's name or its file's, without regard to case; the file's ending may be left out. */
export function findShippedLayout(shipped: readonly ShippedLayout[], name: string): FileLayout | null {
  const wanted = withoutEnding(name);
  const found = shipped.find(
    ({ file, layout }) => withoutEnding(layout.name) === wanted || (file !== null && withoutEnding(file) === wanted),
  );
  return found?.layout ?? null;
}

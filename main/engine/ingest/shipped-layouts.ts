/** The layouts that are shipped, each a JSON file. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileLayout, type FileLayout } from '../../../preload/contract.js';
import { kaggleLayout } from './kaggle-layout.js';

/** The Kaggle layout first, then by file name: of several that fit a file the first is taken. */
export async function readShippedLayouts(folder: string): Promise<readonly FileLayout[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const layouts = texts.map((text) => fileLayout.parse(JSON.parse(text)));
  const isFirst = (layout: FileLayout) => layout.name === kaggleLayout.name;
  return [...layouts.filter(isFirst), ...layouts.filter((layout) => !isFirst(layout))];
}

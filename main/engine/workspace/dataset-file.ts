/** `dataset.json`: what a dataset's folder says about itself. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError, fields, fileLayout, type DatasetInfo } from '../../../preload/contract.js';
import { readJson, writeJson } from './json-file.js';
import { removeLeftovers } from './working-folders.js';

/** Rises whenever the tables inside `events.duckdb` or the files of the folder change. */
export const datasetVersion = 3;

const count = z.number().int().min(0);

const file = z.object({
  name: z.string(),
  path: z.string().optional(),
  bytes: count,
  sha256: z.string().nullable(),
  rowsRead: count,
  rowsLoaded: count,
  rowsRejected: count,
});

const info = z.object({
  rows: count,
  rowsRead: count,
  rowsRejected: count,
  duplicates: count,
  duplicatesDropped: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  sizeBytes: count,
  rowsIgnored: count,
  files: z.array(file),
  layout: fileLayout,
  absentFields: z.array(z.enum(fields)),
  sessionGapMinutes: z.number().nullable(),
  loadedAt: z.string(),
  loadSeconds: z.number(),
});

const content = z.object({
  version: z.literal(datasetVersion),
  /** The folder that holds the events and documents; each change of the dataset makes a new one. */
  id: z.string(),
  info,
});

export interface StoredDataset {
  /** The folder inside the dataset's that holds its events and documents. */
  readonly id: string;
  readonly info: DatasetInfo;
}

/** What a load finds out; the folder's name and size are the store's to know. */
export type NewDatasetInfo = Omit<DatasetInfo, 'name' | 'sizeBytes'>;

const again = (name: string) => `Remove “${name}” and load its files again.`;

/** Throws EngineError `not_found`, `wrong_version`, or `bad_input` where the file is damaged. */
export async function readDatasetFile(folder: string, name: string): Promise<StoredDataset> {
  const path = join(folder, 'dataset.json');
  const json = await readJson(path);
  if (json === undefined)
    throw new EngineError('not_found', `There is no dataset named “${name}”.`, {
      wayOut: 'Choose one of the datasets that are there, or load one under this name.',
    });
  const version = (json as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== datasetVersion)
    throw new EngineError(
      'wrong_version',
      `The dataset “${name}” was made by ${version > datasetVersion ? 'a newer' : 'an older'} version of Vitrine.`,
      { file: path, wayOut: version > datasetVersion ? `Update Vitrine, or: ${again(name)}` : again(name) },
    );
  const parsed = content.safeParse(json);
  if (!parsed.success)
    throw new EngineError('bad_input', `The dataset “${name}” is damaged.`, { file: path, wayOut: again(name) });
  return { id: parsed.data.id, info: { name, ...parsed.data.info } };
}

export async function writeDatasetFile(
  folder: string,
  id: string,
  known: NewDatasetInfo,
  sizeBytes: number,
): Promise<void> {
  await writeJson(join(folder, 'dataset.json'), { version: datasetVersion, id, info: { ...known, sizeBytes } });
}

/** Deletes what replaced versions of datasets, or changes that were cut off, have left behind. */
export async function removeOldVersions(datasetsDir: string): Promise<void> {
  for (const entry of await readdir(datasetsDir, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const folder = join(datasetsDir, entry.name);
    await removeLeftovers(folder, async (version) => {
      const stored = await readDatasetFile(folder, entry.name).catch(() => null);
      return stored === null || stored.id === version;
    });
  }
}

/** The person's settings: one JSON file. What cannot be read is set aside, never a reason not to start. */
import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { datasetName, type Settings, type SettingsPatch } from '../../../preload/contract.js';
import { readJson, writeJson } from './json-file.js';

const defaults: Settings = { lastDataset: null, theme: 'auto', memoryLimitBytes: null };

/** Fields that are not there, or not known, count as their defaults: a newer version may have written more. */
const stored = z.object({
  lastDataset: datasetName.nullable().default(defaults.lastDataset),
  theme: z.enum(['light', 'dark', 'auto']).default(defaults.theme),
  memoryLimitBytes: z.number().int().positive().nullable().default(defaults.memoryLimitBytes),
});

export interface SettingsStore {
  read(): Promise<Settings>;
  patch(patch: SettingsPatch): Promise<Settings>;
}

export function openSettings(path: string): SettingsStore {
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Settings> {
    const content = await readJson(path);
    if (content === undefined) return defaults;
    const parsed = stored.safeParse(content);
    if (parsed.success) return parsed.data;
    await rename(path, path.replace(/\.json$/, '.unreadable.json'));
    return defaults;
  }

  async function merge(patch: SettingsPatch): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const merged = { ...(await read()), ...given };
    await writeJson(path, merged);
    return merged;
  }

  /** One after another, so that no patch overwrites another's. */
  function queue<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result;
    return result;
  }

  return { read: () => queue(read), patch: (patch) => queue(() => merge(patch)) };
}

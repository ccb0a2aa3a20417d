/** The person's settings: one JSON file. What cannot be read is set aside, never a reason not to start. */
import { rename } from 'node:fs/promises';
import { z } from 'zod';
import { datasetName, type Settings, type SettingsPatch } from '../../../preload/contract.js';
import { readJson, writeJson } from './json-file.js';

const defaults: Settings = { lastDataset: null, theme: 'auto', memoryLimitBytes: null };

/** Fields that are not there count as their defaults; what a newer version wrote beside them stays in the file. */
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

  async function readContent(): Promise<{ readonly settings: Settings; readonly others: object }> {
    const content = await readJson(path);
    if (content === undefined) return { settings: defaults, others: {} };
    const parsed = stored.safeParse(content);
    if (parsed.success) return { settings: parsed.data, others: content as object };
    await rename(path, path.replace(/\.json$/, '.unreadable.json'));
    return { settings: defaults, others: {} };
  }

  async function read(): Promise<Settings> {
    return (await readContent()).settings;
  }

  async function merge(patch: SettingsPatch): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const { settings, others } = await readContent();
    const merged = { ...settings, ...given };
    await writeJson(path, { ...others, ...merged });
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

/** The folder where datasets and settings live: its version, and what a killed process may have left in it. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineError } from '../../../preload/contract.js';
import { removeOldVersions } from './dataset-file.js';
import { readJson, writeJson } from './json-file.js';
import { openSettings, type SettingsStore } from './settings.js';
import { makeWorkingFolder, removeLeftovers, removeWorkingFolder } from './working-folders.js';

/** Makes out of a workspace the one of the next version. */
export type Migration = (dir: string) => Promise<void>;

/** `migrations[0]` leads from version 1 to 2, and so on: their number decides the version of this program. */
const migrations: readonly Migration[] = [];

export interface Workspace {
  readonly dir: string;
  readonly datasetsDir: string;
  /** For files of this process that need not outlive it; gone after `close`. */
  readonly temporaryDir: string;
  readonly settings: SettingsStore;
  /** Gives `work` a new folder inside the temporary one and deletes it afterwards. */
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function readVersion(marker: string): Promise<number | undefined> {
  const content = await readJson(marker);
  if (content === undefined) return undefined;
  const version = (content as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && Number.isInteger(version) && version >= 1) return version;
  throw new EngineError('wrong_version', 'The workspace does not say which version of Vitrine made it.', {
    file: marker,
    wayOut: 'Choose another folder as the workspace and load the files again.',
  });
}

async function bringUpToDate(dir: string, steps: readonly Migration[]): Promise<void> {
  const marker = join(dir, 'workspace.json');
  const current = steps.length + 1;
  const version = (await readVersion(marker)) ?? current;
  if (version > current)
    throw new EngineError(
      'wrong_version',
      `The workspace “${dir}” was made by a newer version of Vitrine (format ${version}, this one knows ${current}).`,
      { file: marker, wayOut: 'Update Vitrine, or choose another folder as the workspace.' },
    );
  for (let from = version; from < current; from++) {
    await steps[from - 1]?.(dir);
    await writeJson(marker, { version: from + 1 });
  }
  if ((await readVersion(marker)) === undefined) await writeJson(marker, { version: current });
}

async function makeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw new EngineError('bad_input', `The workspace “${folder}” cannot be made: ${(error as Error).message}`, {
        file: folder,
        wayOut: 'Choose another folder as the workspace.',
      });
    }
  }
}

/**
 * Opens a workspace and makes it where there is none. Throws EngineError `wrong_version` for one of a newer or unknown
 * version and `bad_input` where the folder cannot be made.
 */
export async function openWorkspace(path: string, steps: readonly Migration[] = migrations): Promise<Workspace> {
  const dir = resolve(path);
  const datasetsDir = join(dir, 'datasets');
  const temporaryParent = join(dir, 'tmp');
  await makeFolders(dir);
  await bringUpToDate(dir, steps);
  await makeFolders(datasetsDir, temporaryParent);
  await removeLeftovers(datasetsDir);
  await removeOldVersions(datasetsDir);
  await removeLeftovers(temporaryParent);
  const temporaryDir = await makeWorkingFolder(temporaryParent, 'temporary');
  return {
    dir,
    datasetsDir,
    temporaryDir,
    settings: openSettings(join(dir, 'settings.json')),
    async withTemporaryFolder(work) {
      const folder = await makeWorkingFolder(temporaryDir, 'temporary');
      try {
        return await work(folder);
      } finally {
        await removeWorkingFolder(folder);
      }
    },
    close: () => removeWorkingFolder(temporaryDir),
  };
}

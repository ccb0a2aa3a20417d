/** The datasets of a workspace: each a folder `datasets/NAME` with `events.duckdb` and `dataset.json`. */
import { randomUUID } from 'node:crypto';
import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, type DatasetInfo } from '../../../preload/contract.js';
import { quoteIdentifier, type Connection, type Database } from '../database.js';
import { Attachments } from './attachments.js';
import { readDatasetFile, writeDatasetFile, type NewDatasetInfo, type StoredDataset } from './dataset-file.js';
import { readJson, writeJson } from './json-file.js';
import { makeWorkingFolder, nameWorkingFolder, removeWorkingFolder } from './working-folders.js';

/** A dataset that is being made. */
export interface Draft {
  /** Keeps a JSON document beside the database. */
  writeDocument(document: string, value: unknown): Promise<void>;
  /** A connection whose search path is the new database; the job's abort interrupts it. */
  connect<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
}

/** Either what a dataset says about itself, or why it cannot be used (with a way out). */
export type DatasetEntry =
  | { readonly name: string; readonly info: DatasetInfo; readonly error: null }
  | { readonly name: string; readonly info: null; readonly error: EngineError };

export interface DatasetStore {
  /** All datasets by name. One that cannot be used is an entry with its error. */
  list(): Promise<readonly DatasetEntry[]>;
  /** Throws EngineError `not_found`, `wrong_version`, `bad_input`. */
  get(name: string): Promise<DatasetInfo>;
  /** A document that the load left beside the database. Throws as `get`, and `bad_input` where it is damaged or missing. */
  readDocument(name: string, document: string): Promise<unknown>;
  /** Runs `work` on the dataset, attached read-only. Its removal meanwhile ends the work with `cancelled`. */
  withDataset<T>(
    name: string,
    options: { readonly signal?: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ): Promise<T>;
  /** Makes a dataset that is there whole or not at all. Throws `already_exists`, and what `build` throws. */
  create(
    name: string,
    options: { readonly signal?: AbortSignal },
    build: (draft: Draft) => Promise<NewDatasetInfo>,
  ): Promise<DatasetInfo>;
  /** Ends the jobs on the dataset and deletes it. Throws `not_found`, or `in_use` where another process holds its file. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Names are equal where a file system may take them for one. */
const fold = (name: string) => name.normalize('NFC').toLowerCase();

const documentPath = (folder: string, document: string) => join(folder, `${document}.json`);

const cancelled = () => new EngineError('cancelled', 'Cancelled.');

async function sumFileSizes(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function toRenameError(error: unknown, name: string): EngineError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT') return new EngineError('not_found', `There is no dataset named “${name}”.`);
  return new EngineError('in_use', `The dataset “${name}” is held open by another program (${code}).`, {
    wayOut: 'Close the other program and try again.',
  });
}

export function openDatasetStore(datasetsDir: string, database: Database): DatasetStore {
  const attachments = new Attachments(database);
  /** By folder: the dataset that was attached from it last. */
  const catalogs = new Map<string, string>();
  const beingRemoved = new Set<string>();

  async function listNames(): Promise<readonly string[]> {
    const entries = await readdir(datasetsDir, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
  }

  async function findName(name: string): Promise<string | undefined> {
    return (await listNames()).find((other) => fold(other) === fold(name));
  }

  async function find(name: string): Promise<StoredDataset & { readonly folder: string }> {
    const found = (await findName(name)) ?? name;
    const folder = join(datasetsDir, found);
    if (beingRemoved.has(folder)) throw toRenameError({ code: 'ENOENT' }, name);
    return { ...(await readDatasetFile(folder, found)), folder };
  }

  /** Another process may have put a new dataset in the place of the one attached here. */
  async function release(folder: string, except?: string): Promise<void> {
    const catalog = catalogs.get(folder);
    if (catalog === undefined || catalog === except) return;
    catalogs.delete(folder);
    await attachments.release(catalog);
  }

  async function refuseExisting(name: string): Promise<void> {
    const existing = await findName(name);
    if (existing !== undefined)
      throw new EngineError('already_exists', `There is already a dataset named “${existing}”.`, {
        wayOut: 'Choose another name, or remove that dataset first.',
      });
  }

  async function build(
    folder: string,
    signal: AbortSignal | undefined,
    work: (draft: Draft) => Promise<NewDatasetInfo>,
  ): Promise<void> {
    const id = randomUUID();
    const catalog = `loading ${id}`;
    await database.attach(join(folder, 'events.duckdb'), catalog, 'read-write');
    let info: NewDatasetInfo;
    try {
      info = await work({
        writeDocument: (document, value) => writeJson(documentPath(folder, document), value),
        connect: (query) => database.withConnection({ signal, catalog }, query),
      });
      await database.withConnection({ signal }, (connection) =>
        connection.run(`CHECKPOINT ${quoteIdentifier(catalog)}`),
      );
    } catch (error) {
      await database.detach(catalog).catch(() => undefined); // what failed first is what people want to know
      throw error;
    }
    await database.detach(catalog);
    await writeDatasetFile(folder, id, info, await sumFileSizes(folder));
    if (signal?.aborted) throw cancelled();
  }

  const store: DatasetStore = {
    async list() {
      const names = [...(await listNames())].sort((a, b) => (fold(a) < fold(b) ? -1 : 1));
      return Promise.all(
        names.map(async (name): Promise<DatasetEntry> => {
          try {
            return { name, info: (await readDatasetFile(join(datasetsDir, name), name)).info, error: null };
          } catch (error) {
            return { name, info: null, error: EngineError.from(error) };
          }
        }),
      );
    },

    async get(name) {
      return (await find(name)).info;
    },

    async readDocument(name, document) {
      const { folder, info } = await find(name);
      const content = (await readJson(documentPath(folder, document))) ?? null;
      if (content !== null) return content;
      throw new EngineError('bad_input', `The ${document} of the dataset “${info.name}” cannot be read.`, {
        wayOut: 'Remove the dataset and load its files again.',
      });
    },

    async withDataset(name, { signal }, work) {
      const { folder, info, id } = await find(name);
      const catalog = `${info.name} ${id}`;
      await release(folder, catalog);
      catalogs.set(folder, catalog);
      return attachments.use(catalog, join(folder, 'events.duckdb'), signal, work);
    },

    async create(name, { signal }, work) {
      if (reserved.test(name))
        throw new EngineError('bad_params', `Windows keeps the name “${name}” for itself.`, {
          wayOut: 'Choose another name.',
        });
      await refuseExisting(name);
      if (signal?.aborted) throw cancelled();
      const draft = await makeWorkingFolder(datasetsDir, 'loading');
      try {
        await build(draft, signal, work);
        await refuseExisting(name);
        // A rename onto a folder that came to be meanwhile fails: it is not empty.
        await rename(draft, join(datasetsDir, name)).catch(async (error: unknown) => {
          await refuseExisting(name);
          throw error;
        });
      } catch (error) {
        throw signal?.aborted ? cancelled() : error;
      } finally {
        await removeWorkingFolder(draft);
      }
      return store.get(name);
    },

    async remove(name) {
      const found = await findName(name);
      if (found === undefined) throw toRenameError({ code: 'ENOENT' }, name);
      const folder = join(datasetsDir, found);
      beingRemoved.add(folder);
      const grave = nameWorkingFolder(datasetsDir, 'removed');
      try {
        await release(folder);
        await rename(folder, grave).catch((error: unknown) => {
          throw toRenameError(error, found);
        });
      } finally {
        beingRemoved.delete(folder);
        await removeWorkingFolder(grave);
      }
    },

    close: () => attachments.releaseAll(),
  };
  return store;
}

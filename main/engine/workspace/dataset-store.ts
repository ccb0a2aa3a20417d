/**
 * The datasets of a workspace: each a folder `datasets/NAME` with `dataset.json`, which names the version that counts,
 * a folder with `events.duckdb` and documents. A version never changes: what adds to a dataset makes a new one.
 */
import { access, readdir, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError, type DatasetInfo } from '../../../preload/contract.js';
import { quoteIdentifier, type Connection, type Database } from '../database.js';
import { Attachments } from './attachments.js';
import { cloneFile } from './clone-file.js';
import { readDatasetFile, writeDatasetFile, type NewDatasetInfo, type StoredDataset } from './dataset-file.js';
import { readJson, writeJson } from './json-file.js';
import { makeWorkingFolder, nameWorkingFolder, removeWorkingFolder } from './working-folders.js';
import { withWriteLock } from './write-lock.js';

/** A dataset that is being made. */
export interface Draft {
  /** Keeps a JSON document beside the database. */
  writeDocument(document: string, value: unknown): Promise<void>;
  /** Begins to make the new database, which {@link connect} else does, while other work goes on. */
  begin(): void;
  /**
   * A connection that finds and makes tables in the new database, and finds those of the catalogs `besides`; the job's
   * abort interrupts it. The first call makes the database: of a change, a copy of the one that is there.
   */
  connect<T>(work: (connection: Connection) => Promise<T>, besides?: readonly string[]): Promise<T>;
}

/** Either what a dataset says about itself, or why it cannot be used (with a way out). */
export type DatasetEntry =
  | { readonly name: string; readonly info: DatasetInfo; readonly error: null }
  | { readonly name: string; readonly info: null; readonly error: EngineError };

export interface DatasetPlace {
  readonly name: string;
  readonly folder: string;
  /** Another after each change of the dataset. */
  readonly version: string;
}

export interface DatasetStore {
  /** All datasets by name. One that cannot be used is an entry with its error. */
  list(): Promise<readonly DatasetEntry[]>;
  /** Throws EngineError `not_found`, `wrong_version`, `bad_input`. */
  get(name: string): Promise<DatasetInfo>;
  exists(name: string): Promise<boolean>;
  /** The dataset's folder, and which of its versions counts. Throws as `get`. */
  locate(name: string): Promise<DatasetPlace>;
  /** A document that the load left beside the database. Throws as `get`, and `bad_input` where it is damaged or missing. */
  readDocument(name: string, document: string): Promise<unknown>;
  /** A document that is made when it is first asked for, and kept unless it is undefined. Throws as `withDataset`. */
  makeDocument(
    name: string,
    document: string,
    options: { readonly signal?: AbortSignal },
    make: (connection: Connection, info: DatasetInfo) => Promise<unknown>,
  ): Promise<unknown>;
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
    build: (draft: Draft) => Promise<NewDatasetInfo | null>,
  ): Promise<DatasetInfo>;
  /**
   * Replaces the dataset by what `build` makes of a copy; null leaves it as it is. Readers keep what they have. Throws
   * `not_found`, `in_use` where another change is under way, and what `build` throws: the dataset is then as before.
   */
  change(
    name: string,
    options: { readonly signal?: AbortSignal },
    build: (draft: Draft, info: DatasetInfo) => Promise<NewDatasetInfo | null>,
  ): Promise<DatasetInfo>;
  /** Ends the jobs on the dataset and deletes it. Throws `not_found`, or `in_use` where another process holds its file. */
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Names are equal where a file system may take them for one. */
const fold = (name: string) => name.normalize('NFC').toLowerCase();

const eventsFile = 'events.duckdb';

/** People copy folders: an id alone does not tell two datasets apart. */
const catalogOf = (folder: string, id: string) => `${basename(folder)} ${id}`;

const documentPath = (folder: string, document: string) => join(folder, `${document}.json`);

const cancelled = () => new EngineError('cancelled', 'Cancelled.');

async function sumFileSizes(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
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
  /** By folder: the version that was attached from it last. */
  const versions = new Map<string, string>();
  const retiring = new Set<Promise<void>>();
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

  async function release(folder: string): Promise<void> {
    const id = versions.get(folder);
    if (id === undefined) return;
    versions.delete(folder);
    await attachments.release(catalogOf(folder, id));
  }

  async function refuseExisting(name: string): Promise<void> {
    const existing = await findName(name);
    if (existing !== undefined)
      throw new EngineError('already_exists', `There is already a dataset named “${existing}”.`, {
        wayOut: 'Choose another name, or remove that dataset first.',
      });
  }

  /** Fills a new version folder of the dataset in `folder`; returns what to make current, null where nothing changed. */
  async function build(
    folder: string,
    base: StoredDataset | null,
    signal: AbortSignal | undefined,
    work: (draft: Draft) => Promise<NewDatasetInfo | null>,
  ): Promise<{ readonly id: string; readonly info: NewDatasetInfo } | null> {
    const version = await makeWorkingFolder(folder, 'version');
    const id = basename(version);
    const catalog = `draft ${id}`;
    const file = join(version, eventsFile);
    let opening: Promise<void> | null = null;
    const open = async () => {
      if (base !== null) await cloneFile(join(folder, base.id, eventsFile), file);
      await database.attach(file, catalog, 'read-write');
    };
    const close = async () => {
      if (opening !== null) await opening.then(() => database.detach(catalog));
    };
    try {
      const info = await work({
        writeDocument: (document, value) => writeJson(documentPath(version, document), value),
        begin() {
          opening ??= open();
          opening.catch(() => undefined); // who connects is told
        },
        async connect(query, besides = []) {
          await (opening ??= open());
          return database.withConnection({ signal, catalogs: [catalog, ...besides] }, query);
        },
      });
      if (info !== null) await (opening ??= open());
      if (opening !== null)
        await database.withConnection({ signal }, (connection) =>
          connection.run(`CHECKPOINT ${quoteIdentifier(catalog)}`),
        );
      await close();
      if (signal?.aborted) throw cancelled();
      if (info !== null) return { id, info };
    } catch (error) {
      await close().catch(() => undefined); // what failed first is what people want to know
      await removeWorkingFolder(version);
      throw signal?.aborted ? cancelled() : error;
    }
    await removeWorkingFolder(version);
    return null;
  }

  /** The moment in which a version becomes the dataset. */
  async function makeCurrent(folder: string, id: string, info: NewDatasetInfo): Promise<void> {
    await writeDatasetFile(folder, id, info, await sumFileSizes(join(folder, id)));
  }

  /** Readers of a version end in peace, then its file is let go. */
  function letGo(folder: string, id: string, afterwards?: () => Promise<void>): void {
    const done = attachments
      .retire(catalogOf(folder, id))
      .then(afterwards)
      .finally(() => retiring.delete(done));
    retiring.add(done);
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

    async exists(name) {
      return (await findName(name)) !== undefined;
    },

    async locate(name) {
      const { folder, id, info } = await find(name);
      return { name: info.name, folder, version: id };
    },

    async readDocument(name, document) {
      const { folder, id, info } = await find(name);
      const content = await readJson(documentPath(join(folder, id), document));
      if (content !== undefined && content !== null) return content;
      if (content === undefined && (await find(name)).id !== id) return store.readDocument(name, document);
      throw new EngineError('bad_input', `The ${document} of the dataset “${info.name}” cannot be read.`, {
        wayOut: 'Remove the dataset and load its files again.',
      });
    },

    async makeDocument(name, document, { signal }, make) {
      const { folder, id, info } = await find(name);
      const path = documentPath(join(folder, id), document);
      const known = await readJson(path);
      if (known !== undefined && known !== null) return known;
      const made = await store.withDataset(name, { signal }, (connection) => make(connection, info));
      // A version that was replaced meanwhile is not there any more, and what was made is of the new one.
      if (made !== undefined && (await find(name)).id === id) await writeJson(path, made).catch(() => undefined); // it is made again then
      return made;
    },

    async withDataset(name, { signal }, work) {
      for (let attempt = 1; ; attempt++) {
        const { folder, id } = await find(name);
        const file = join(folder, id, eventsFile);
        const known = versions.get(folder);
        versions.set(folder, id);
        // Only who replaces a version deletes it: this reader may be the one that came late.
        if (known !== undefined && known !== id) letGo(folder, known);
        let began = false;
        try {
          return await attachments.use(catalogOf(folder, id), file, signal, (connection) => {
            began = true;
            return work(connection);
          });
        } catch (error) {
          // Another process may have replaced this version after its name was read.
          if (began || attempt > 1 || (await isThere(file))) throw error;
        }
      }
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
        const built = await build(draft, null, signal, work);
        if (built !== null) await makeCurrent(draft, built.id, built.info);
        await refuseExisting(name);
        // A rename onto a folder that came to be meanwhile fails: it is not empty.
        await rename(draft, join(datasetsDir, name)).catch(async (error: unknown) => {
          await refuseExisting(name);
          throw error;
        });
      } finally {
        await removeWorkingFolder(draft);
      }
      return store.get(name);
    },

    async change(name, { signal }, work) {
      const { folder } = await find(name);
      if (signal?.aborted) throw cancelled();
      await withWriteLock(database, folder, name, async () => {
        const base = await find(name);
        const built = await build(folder, base, signal, (draft) => work(draft, base.info));
        if (built === null) return;
        if ((await find(name)).id !== base.id) throw toRenameError({ code: 'ENOENT' }, name); // removed and made anew
        await makeCurrent(folder, built.id, built.info);
        letGo(folder, base.id, () => removeWorkingFolder(join(folder, base.id)));
      });
      return store.get(name);
    },

    async remove(name) {
      const found = await findName(name);
      if (found === undefined) throw toRenameError({ code: 'ENOENT' }, name);
      const folder = join(datasetsDir, found);
      beingRemoved.add(folder);
      const grave = nameWorkingFolder(datasetsDir, 'removed');
      try {
        await withWriteLock(database, folder, found, () => release(folder));
        await Promise.all(retiring);
        await rename(folder, grave).catch((error: unknown) => {
          throw toRenameError(error, found);
        });
      } finally {
        beingRemoved.delete(folder);
        await removeWorkingFolder(grave);
      }
    },

    async close() {
      await attachments.releaseAll();
      await Promise.all(retiring);
    },
  };
  return store;
}

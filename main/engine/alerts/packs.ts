/** Rule packs: those that are shipped, and a person's own with all their versions in `packs/NAME-vN.json`. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, type PackChoice, type PackEntry } from '../../../preload/contract.js';
import { packName, rulePack, type RulePack } from '../../../preload/rules/pack.js';
import { canonicalJson } from './canonical-json.js';
import type { JsonFiles } from './needs.js';

export interface Packs {
  /** Shipped ones first, each group by name. Files that cannot be read are left out. */
  list(): Promise<readonly PackEntry[]>;
  /** A pack by its name (its newest version), the one that is given, or without a choice the active one. Throws `not_found`, `bad_input`. */
  get(choice?: PackChoice): Promise<RulePack>;
  /** Keeps a new version where the rules have changed, numbered one above the newest. Throws `already_exists` for a shipped name. */
  save(pack: RulePack): Promise<RulePack>;
  /** Deletes all versions of a person's own pack. Throws `not_found`, and `bad_params` for a shipped one. */
  remove(name: string): Promise<void>;
  /** Throws `not_found`. */
  activate(name: string): Promise<void>;
  /** Its versions that can be read, the newest first. */
  active(): Promise<ActivePack>;
}

export interface ActivePack {
  readonly name: string;
  readonly versions: readonly RulePack[];
}

const defaultPack = 'default';
const versionFile = /^(?<name>.+)-v(?<version>\d+)\.json$/;

/** Reads a pack's text. Throws EngineError `bad_input` that names the file and the place inside it. */
function parsePack(text: string, file: string): RulePack {
  const fault = (what: string) =>
    new EngineError('bad_input', `${file} is no rule pack: ${what}.`, { file, wayOut: 'Correct the file.' });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw fault((error as Error).message);
  }
  const parsed = rulePack.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw fault(`${where}${issue?.message ?? 'it does not fit'}`);
}

/** The packs of a folder that ships with the program. Throws EngineError `bad_input`. */
export async function readShippedPacks(folder: string): Promise<readonly RulePack[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => {
      const path = join(folder, name);
      return parsePack(await readFile(path, 'utf8'), path);
    }),
  );
}

/** What a pack does, without what it is numbered. */
const contentOf = (pack: RulePack) => canonicalJson({ ...pack, version: 0 });

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);

export function openPacks(folder: string, shipped: readonly RulePack[], json: JsonFiles): Packs {
  const activeFile = join(folder, 'active.json');
  let last: Promise<unknown> = Promise.resolve();

  /** One change after another. */
  function queue<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result;
    return result;
  }

  /** Of each own pack its versions, ascending. */
  async function listFiles(): Promise<ReadonlyMap<string, readonly number[]>> {
    const found = new Map<string, number[]>();
    for (const file of await readdir(folder).catch(() => [])) {
      const { name, version } = versionFile.exec(file)?.groups ?? {};
      if (name === undefined || version === undefined || !packName.safeParse(name).success) continue;
      found.set(
        name,
        [...(found.get(name) ?? []), Number(version)].sort((a, b) => a - b),
      );
    }
    return found;
  }

  async function readVersion(name: string, version: number): Promise<RulePack> {
    const path = join(folder, `${name}-v${version}.json`);
    const pack = parsePack(await readFile(path, 'utf8'), path);
    if (pack.name === name && pack.version === version) return pack;
    throw new EngineError('bad_input', `${path} holds “${pack.name}” version ${pack.version}.`, {
      file: path,
      wayOut: 'Save the pack again under its name, and delete the file.',
    });
  }

  /** Newest first. A version that cannot be read is left out: who asks for it by name is told why. */
  async function readVersions(name: string, versions: readonly number[]): Promise<readonly RulePack[]> {
    const read = await Promise.all(
      [...versions].reverse().map((version) => readVersion(name, version).catch(() => null)),
    );
    return read.filter((pack) => pack !== null);
  }

  function notFound(name: string, known: readonly string[]): EngineError {
    return new EngineError('not_found', `There is no rule pack “${name}”.`, {
      wayOut: `The packs are ${known.join(', ')}.`,
    });
  }

  async function names(): Promise<readonly string[]> {
    return [...shipped.map(({ name }) => name), ...(await listFiles()).keys()];
  }

  async function activeName(): Promise<string> {
    const name = ((await json.read(activeFile)) as { readonly name?: unknown } | null | undefined)?.name;
    return typeof name === 'string' && (await names()).includes(name) ? name : defaultPack;
  }

  async function getNewest(name: string): Promise<RulePack> {
    const own = shipped.find((pack) => pack.name === name);
    if (own !== undefined) return own;
    const newest = (await listFiles()).get(name)?.at(-1);
    if (newest === undefined) throw notFound(name, await names());
    return readVersion(name, newest);
  }

  return {
    async active() {
      const name = await activeName();
      const own = shipped.find((pack) => pack.name === name);
      const versions = own === undefined ? await readVersions(name, (await listFiles()).get(name) ?? []) : [own];
      return { name, versions };
    },

    async list() {
      const active = await activeName();
      const entry = (pack: RulePack, isShipped: boolean, earlier: readonly RulePack[]): PackEntry => ({
        pack,
        isShipped,
        isActive: pack.name === active,
        earlier,
      });
      const own = await Promise.all([...(await listFiles())].map((found) => readVersions(...found)));
      return [
        ...[...shipped].sort(byName).map((pack) => entry(pack, true, [])),
        ...own
          .flatMap(([newest, ...earlier]) => (newest === undefined ? [] : entry(newest, false, earlier)))
          .sort((a, b) => byName(a.pack, b.pack)),
      ];
    },

    async get(choice) {
      if (typeof choice === 'object') return choice;
      return getNewest(choice ?? (await activeName()));
    },

    save: (pack) =>
      queue(async () => {
        if (shipped.some(({ name }) => name === pack.name))
          throw new EngineError('already_exists', `The pack “${pack.name}” is shipped and stays as it is.`, {
            wayOut: 'Save yours under another name.',
          });
        const newest = (await listFiles()).get(pack.name)?.at(-1);
        // A newest version that cannot be read is followed by another one.
        const before = newest === undefined ? null : await readVersion(pack.name, newest).catch(() => null);
        if (before !== null && contentOf(before) === contentOf(pack)) return before;
        const saved = { ...pack, version: (newest ?? 0) + 1 };
        await mkdir(folder, { recursive: true });
        await json.write(join(folder, `${saved.name}-v${saved.version}.json`), saved);
        return saved;
      }),

    remove: (name) =>
      queue(async () => {
        if (shipped.some((pack) => pack.name === name))
          throw new EngineError('bad_params', `The pack “${name}” is shipped and cannot be removed.`);
        const versions = (await listFiles()).get(name);
        if (versions === undefined) throw notFound(name, await names());
        for (const version of versions) await rm(join(folder, `${name}-v${version}.json`), { force: true });
      }),

    activate: (name) =>
      queue(async () => {
        if (!(await names()).includes(name)) throw notFound(name, await names());
        await mkdir(folder, { recursive: true });
        await json.write(activeFile, { name });
      }),
  };
}

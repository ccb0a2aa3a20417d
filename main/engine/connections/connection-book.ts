/** `connections.json` of the workspace: the settings of connections, never a secret. */
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError, type ConnectionSettings } from '../../../preload/contract.js';
import { connection } from '../../../preload/remote/connection.js';

const version = 1;
const book = z.strictObject({ version: z.literal(version), connections: z.array(connection) });

export interface ConnectionBook {
  /** By name. Throws EngineError `bad_input` where the file is damaged, `wrong_version` where a newer app wrote it. */
  list(): Promise<readonly ConnectionSettings[]>;
  /** Throws EngineError `not_found`. */
  get(name: string): Promise<ConnectionSettings>;
  /** Adds it, or replaces the one of its name. */
  put(settings: ConnectionSettings): Promise<void>;
  /** Throws EngineError `not_found`, and what `next` throws. */
  update(name: string, next: (settings: ConnectionSettings) => ConnectionSettings): Promise<ConnectionSettings>;
  /** Throws EngineError `not_found`. */
  remove(name: string): Promise<void>;
}

export interface JsonFiles {
  /** Undefined where there is no file, null where it is no JSON. */
  readonly read: (path: string) => Promise<unknown>;
  readonly write: (path: string, value: unknown) => Promise<void>;
}

function isNewer(content: unknown): boolean {
  const found = z.looseObject({ version: z.number() }).safeParse(content);
  return found.success && found.data.version > version;
}

export function openConnectionBook(workspaceDir: string, json: JsonFiles): ConnectionBook {
  const file = join(workspaceDir, 'connections.json');
  let lastChange: Promise<unknown> = Promise.resolve();

  async function list(): Promise<readonly ConnectionSettings[]> {
    const content = await json.read(file);
    if (content === undefined) return [];
    if (isNewer(content))
      throw new EngineError('wrong_version', 'The connections were written by a newer version of Vitrine.', {
        file,
        wayOut: 'Open the workspace with that version, or choose another workspace.',
      });
    const parsed = book.safeParse(content);
    if (parsed.success) return parsed.data.connections;
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : '';
    throw new EngineError('bad_input', `The file of connections is damaged${where}. Nothing was changed in it.`, {
      file,
      wayOut: `Mend ${file}, or move it away and make the connections again.`,
    });
  }

  /** One change after the other: each reads what the one before it wrote. */
  function change(next: (connections: readonly ConnectionSettings[]) => readonly ConnectionSettings[]): Promise<void> {
    const changed = lastChange.then(async () => {
      const connections = [...next(await list())].sort((a, b) => (a.name < b.name ? -1 : 1));
      await json.write(file, { version, connections });
    });
    lastChange = changed.catch(() => undefined);
    return changed;
  }

  function missing(name: string): EngineError {
    return new EngineError('not_found', `There is no connection named “${name}”.`, {
      wayOut: 'Make it on the screen Lake, or with `vitrine connect NAME --kind athena|trino …`.',
    });
  }

  return {
    list,
    async get(name) {
      const found = (await list()).find((settings) => settings.name === name);
      if (!found) throw missing(name);
      return found;
    },
    put: (settings) => change((all) => [...all.filter(({ name }) => name !== settings.name), settings]),
    async update(name, next) {
      let updated: ConnectionSettings | undefined;
      await change((all) => {
        const found = all.find((settings) => settings.name === name);
        if (!found) throw missing(name);
        const changed = (updated = next(found));
        return [...all.filter((settings) => settings !== found), changed];
      });
      if (!updated) throw missing(name);
      return updated;
    },
    remove: (name) =>
      change((all) => {
        const rest = all.filter((settings) => settings.name !== name);
        if (rest.length === all.length) throw missing(name);
        return rest;
      }),
  };
}

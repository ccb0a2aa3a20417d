/** Secrets encrypted by the system (Keychain, DPAPI, a keyring), in one file that only its owner may read. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { memoryVault, type Vault } from '../engine/vault.js';

export interface Cipher {
  /** Whether the system keeps the key safely. Asked for only where there is a secret: a system may ask the person. */
  isSafe(): boolean;
  encrypt(text: string): Buffer;
  /** Throws where the key is another one. */
  decrypt(encrypted: Buffer): string;
}

type Secrets = Readonly<Record<string, string>>;

/** By hand: the main process starts with the app, and is kept small. Throws where it is not what was written. */
function parseSecrets(text: string): Secrets {
  const { version, secrets } = JSON.parse(text) as { version?: unknown; secrets?: unknown };
  if (version !== 1 || typeof secrets !== 'object' || secrets === null || Array.isArray(secrets))
    throw new Error('no secrets');
  return Object.fromEntries(
    Object.entries(secrets).map(([id, encrypted]) => {
      if (typeof encrypted !== 'string') throw new Error('no secret');
      return [id, encrypted];
    }),
  );
}

async function readSecrets(file: string): Promise<Secrets> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  try {
    return parseSecrets(text);
  } catch {
    throw new Error(`The file of secrets is damaged; nothing was changed in it. Move it away: ${file}`);
  }
}

/** Written beside it and renamed, so that a kill leaves the old file or the new. */
async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ version: 1, secrets })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Where the system has no safe place, secrets stay in memory until the app ends, and no file is written. */
export function openSafeVault(file: string, cipher: Cipher): Vault {
  const inMemory = memoryVault();
  let lastChange: Promise<unknown> = Promise.resolve();

  /** One change after the other. */
  function change(next: (secrets: Secrets) => Secrets | null): Promise<void> {
    const changed = lastChange.then(async () => {
      const secrets = next(await readSecrets(file));
      if (secrets) await writeSecrets(file, secrets);
    });
    lastChange = changed.catch(() => undefined);
    return changed;
  }

  return {
    keeps: async () => (cipher.isSafe() ? 'kept' : 'until_the_app_ends'),
    async read(id) {
      const unkept = await inMemory.read(id);
      if (unkept !== null) return unkept;
      const encrypted = (await readSecrets(file))[id];
      if (encrypted === undefined || !cipher.isSafe()) return null;
      try {
        return cipher.decrypt(Buffer.from(encrypted, 'base64'));
      } catch {
        return null; // the system's key is another one now: as if it were not there, it is asked for again
      }
    },
    async write(id, secret) {
      if (!cipher.isSafe()) return inMemory.write(id, secret);
      const encrypted = cipher.encrypt(secret).toString('base64');
      await change((secrets) => ({ ...secrets, [id]: encrypted }));
      await inMemory.remove(id);
    },
    async remove(id) {
      await inMemory.remove(id);
      await change((secrets) =>
        id in secrets ? Object.fromEntries(Object.entries(secrets).filter(([other]) => other !== id)) : null,
      );
    },
  };
}

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSafeVault, type Cipher } from './safe-vault.js';
import { answerVaultQuestion, vaultOverMessages, type VaultAnswer } from './vault-messages.js';

/** Turns every byte round; what another key has written it refuses, as the system does. */
function cipherOf(key: number, safe = true): Cipher {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ key));
  return {
    isSafe: () => safe,
    encrypt: (text) => Buffer.concat([Buffer.from([key]), turn(Buffer.from(text))]),
    decrypt(encrypted) {
      if (encrypted[0] !== key) throw new Error('Error while decrypting the ciphertext');
      return turn(encrypted.subarray(1)).toString();
    },
  };
}

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-vault-'));
  file = join(folder, 'window', 'secrets.json');
});
afterEach(() => rm(folder, { recursive: true }));

test('secrets are there after a restart, encrypted, for their owner alone', async () => {
  const vault = openSafeVault(file, cipherOf(7));
  await Promise.all([vault.write('connection:work', 'keys of work'), vault.write('connection:home', 'keys of home')]);
  const again = openSafeVault(file, cipherOf(7));
  expect(await again.keeps()).toBe('kept');
  expect([await again.read('connection:work'), await again.read('connection:home')]).toEqual([
    'keys of work',
    'keys of home',
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).not.toContain('keys of');
  await again.remove('connection:work');
  expect(await again.read('connection:work')).toBeNull();
  expect(await again.read('connection:home')).toBe('keys of home');
  expect(await readdir(join(folder, 'window'))).toEqual(['secrets.json']);
});

test('without a safe place secrets stay until the app ends, and nothing is written', async () => {
  const vault = openSafeVault(file, cipherOf(7, false));
  await vault.write('connection:work', 'keys of work');
  expect([await vault.keeps(), await vault.read('connection:work')]).toEqual(['until_the_app_ends', 'keys of work']);
  expect(await readdir(folder)).toEqual([]);
  expect(await openSafeVault(file, cipherOf(7, false)).read('connection:work')).toBeNull();
});

test('what another key has encrypted is as if it were not there', async () => {
  await openSafeVault(file, cipherOf(7)).write('connection:work', 'keys of work');
  expect(await openSafeVault(file, cipherOf(9)).read('connection:work')).toBeNull();
});

test('a damaged file is told and left as it is', async () => {
  await openSafeVault(file, cipherOf(7)).write('connection:work', 'keys of work');
  await writeFile(file, '{"version": 1');
  const vault = openSafeVault(file, cipherOf(7));
  await expect(vault.read('connection:work')).rejects.toThrow('damaged');
  await expect(vault.write('connection:home', 'more')).rejects.toThrow('damaged');
  expect(await readFile(file, 'utf8')).toBe('{"version": 1');
});

test('the engine asks by messages; a failure comes back as one', async () => {
  const inMain = openSafeVault(file, cipherOf(7));
  const deliver: { take: ((answer: VaultAnswer) => void) | null } = { take: null };
  const { vault, take } = vaultOverMessages((question) => {
    void answerVaultQuestion(inMain, structuredClone(question)).then((answer) =>
      deliver.take?.(structuredClone(answer)),
    );
  });
  deliver.take = take;
  expect(await vault.read('connection:work')).toBeNull();
  await vault.write('connection:work', 'keys of work');
  expect([await vault.keeps(), await vault.read('connection:work')]).toEqual(['kept', 'keys of work']);
  await vault.remove('connection:work');
  expect(await vault.read('connection:work')).toBeNull();
  await writeFile(file, 'no JSON');
  await expect(vault.read('connection:work')).rejects.toThrow('damaged');
});

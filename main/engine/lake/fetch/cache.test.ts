import { randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../../../preload/contract.js';
import { nothingToDo, openTestFetching, type TestFetching } from '../../open-test-fetching.js';
import { useCachedFiles } from './cache-use.js';
import { openTestServer, type TestServer } from './open-test-server.js';

const size = 300_000;
const hourMs = 60 * 60 * 1000;

let fetching: TestFetching;
let server: TestServer;
let free: number | null;
beforeEach(async () => {
  free = null;
  fetching = await openTestFetching({ freeBytes: () => free });
  const path = join(fetching.folder, 'file.csv');
  await writeFile(path, randomBytes(size));
  server = await openTestServer(() => ({ path }));
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await fetching.close();
});

async function fetch(name: string) {
  const [file] = await fetching.fetch([`${server.url}/${name}`]);
  if (file === undefined) throw new Error('Nothing was fetched.');
  return file;
}
const cache = (changes: { clear?: boolean; capBytes?: number } = {}) =>
  fetching.handlers['lake.cache'](changes, nothingToDo);
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
/** Files that were used a moment ago are kept: time goes on. */
function wait(ms: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

describe('the cache', () => {
  it('says what it holds, and forgets all of it', async () => {
    expect(await cache()).toEqual({ bytes: 0, capBytes: 20e9, files: 0 });
    const { path } = await fetch('a.csv');
    expect(await cache()).toEqual({ bytes: size, capBytes: 20e9, files: 1 });
    expect(await cache({ clear: true })).toEqual({ bytes: 0, capBytes: 20e9, files: 0 });
    expect(await isThere(path)).toBe(false);
    expect((await fetch('a.csv')).fromCache).toBe(false);
  });

  it('gives up what was used longest ago when there is no room', async () => {
    await cache({ capBytes: 2.5 * size });
    const a = await fetch('a.csv');
    wait(hourMs);
    const b = await fetch('b.csv');
    wait(hourMs / 2);
    await fetch('a.csv');
    wait(2 * hourMs);
    const c = await fetch('c.csv');
    expect(await Promise.all([a, b, c].map(({ path }) => isThere(path)))).toEqual([true, false, true]);
    expect((await cache()).files).toBe(2);
    expect((await cache({ capBytes: size })).files).toBe(1);
    expect(await isThere(c.path)).toBe(true); // just fetched
  });

  it('keeps what is being used', async () => {
    const { path } = await fetch('a.csv');
    wait(10 * hourMs);
    const workspace = join(fetching.folder, 'workspace');
    await useCachedFiles(workspace, [path, '/elsewhere/b.csv'], async () => {
      expect((await cache({ clear: true, capBytes: 0 })).files).toBe(1);
      expect((await readFile(path)).length).toBe(size);
    });
    expect((await cache({ clear: true })).files).toBe(0);
  });

  it('does not give out a file that somebody has changed', async () => {
    const { path } = await fetch('a.csv');
    await writeFile(path, randomBytes(size));
    expect(await fetch('a.csv')).toMatchObject({ path, fromCache: false });
  });

  it('does not begin what the disk cannot hold', async () => {
    free = size;
    const error = await fetch('a.csv').catch((thrown: unknown) => EngineError.from(thrown));
    expect(error).toMatchObject({ code: 'no_space' });
    expect(server.sent()).toBe(0);
  });
});

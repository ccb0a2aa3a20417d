/** The looks of a watch one by one: each pause between two of them is a step of the test. */
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchFolder, type FolderWatch } from './watch-folder.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-looks-'));
});
afterEach(() => rm(dir, { recursive: true }));

const at = (name: string) => join(dir, name);

/** What was taken at each look; `steps` run between the looks. */
async function takenAtLooks(
  steps: readonly (() => Promise<unknown>)[],
  take: FolderWatch['take'] = async () => 'taken',
): Promise<{ readonly looks: readonly (readonly string[])[]; readonly changed: readonly string[] }> {
  const controller = new AbortController();
  const looks: string[][] = [[]];
  const changed: string[] = [];
  let step = 0;
  await watchFolder({
    dir,
    intervalMs: 0,
    signal: controller.signal,
    take: (file) => {
      looks.at(-1)?.push(file.name);
      return take(file);
    },
    onChanged: async ({ name }) => void changed.push(name),
    onTrouble: (error) => {
      throw error;
    },
    pause: async () => {
      const next = steps[step++];
      if (next === undefined) return controller.abort();
      await next();
      looks.push([]);
    },
  });
  return { looks, changed };
}

const nothing = async () => undefined;

it('takes a file when two looks in a row see it the same', async () => {
  await writeFile(at('a.csv'), 'x');
  const grow = () => appendFile(at('a.csv'), 'more');
  const { looks } = await takenAtLooks([grow, grow, grow, nothing, nothing, nothing]);
  expect(looks).toEqual([[], [], [], [], ['a.csv'], [], []]);
});

it('leaves a file that grows again while the ones before it are taken to a later look', async () => {
  await writeFile(at('a.csv'), 'x');
  await writeFile(at('b.csv'), 'x');
  const { looks, changed } = await takenAtLooks([nothing, nothing, nothing], async ({ name }) => {
    if (name === 'a.csv') await appendFile(at('b.csv'), 'more');
    return 'taken';
  });
  expect(looks).toEqual([[], ['a.csv'], [], ['b.csv']]);
  expect(changed).toEqual([]);
});

it('says once that a file has changed which was taken; one that comes anew is taken', async () => {
  await writeFile(at('a.csv'), 'x');
  const grow = () => appendFile(at('a.csv'), 'more');
  const remove = () => rm(at('a.csv'));
  const write = () => writeFile(at('a.csv'), 'another day');
  const { looks, changed } = await takenAtLooks([nothing, grow, grow, remove, write, nothing]);
  expect(looks).toEqual([[], ['a.csv'], [], [], [], [], ['a.csv']]);
  expect(changed).toEqual(['a.csv']);
});

it('hands a file that failed over again when it has changed', async () => {
  await writeFile(at('a.csv'), 'x');
  const grow = () => appendFile(at('a.csv'), 'more');
  const { looks } = await takenAtLooks([nothing, nothing, grow, nothing], async () => 'failed');
  expect(looks).toEqual([[], ['a.csv'], [], [], ['a.csv']]);
});

it('hands a postponed file over again as it is, after pauses that double', async () => {
  await writeFile(at('a.csv'), 'x');
  const steps = Array.from({ length: 9 }, () => nothing);
  const { looks } = await takenAtLooks(steps, async () => 'postponed');
  expect(looks).toEqual([[], ['a.csv'], ['a.csv'], [], ['a.csv'], [], [], [], ['a.csv'], []]);
});

it('takes a postponed file that has changed when it has stopped growing', async () => {
  await writeFile(at('a.csv'), 'x');
  const answers = ['postponed', 'taken'] as const;
  let times = 0;
  const grow = () => appendFile(at('a.csv'), 'more');
  const { looks, changed } = await takenAtLooks(
    [nothing, grow, nothing, nothing],
    async () => answers[times++] ?? 'failed',
  );
  expect(looks).toEqual([[], ['a.csv'], [], ['a.csv'], []]);
  expect(changed).toEqual([]);
});

it('hands a refused file over again only when it has been away', async () => {
  await writeFile(at('a.csv'), 'x');
  const grow = () => appendFile(at('a.csv'), 'more');
  const remove = () => rm(at('a.csv'));
  const write = () => writeFile(at('a.csv'), 'another day');
  const { looks, changed } = await takenAtLooks(
    [nothing, grow, nothing, remove, write, nothing],
    async () => 'refused',
  );
  expect(looks).toEqual([[], ['a.csv'], [], [], [], [], ['a.csv']]);
  expect(changed).toEqual([]);
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJson, writeJson } from '../workspace/json-file.js';
import { examplePack } from './example-alerts.js';
import { openPacks, readShippedPacks } from './packs.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-packs-'));
});
afterEach(() => rm(dir, { recursive: true }));

const json = { read: readJson, write: writeJson };
const shipped = [examplePack({ name: 'default' }), examplePack({ name: 'baseline' })];
const open = () => openPacks(join(dir, 'packs'), shipped, json);
const changed = (capacity: number) =>
  examplePack({ version: 7, rules: [{ id: 'crawl', kind: 'crawl', settings: { capacity } }] });

describe('shipped packs', () => {
  it('of the program are all valid', async () => {
    const packs = await readShippedPacks(join(import.meta.dirname, '../../../resources/packs'));
    expect(packs.map(({ name }) => name)).toEqual(expect.arrayContaining(['baseline', 'default', 'strict']));
  });

  it.each([
    ['{"name": "x"', /broken\.json is no rule pack/],
    [JSON.stringify({ ...examplePack(), rules: [{ id: 'a', kind: 'rate', settings: { fast: 1 } }] }), /rules\.0/],
    [JSON.stringify({ ...examplePack(), title: '' }), /title/],
  ])('that are wrong are named with the place: %s', async (text, message) => {
    await writeFile(join(dir, 'broken.json'), text);
    await expect(readShippedPacks(dir)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(message) as unknown,
      details: { file: join(dir, 'broken.json') },
    });
  });

  it('are listed first, by name, and cannot be saved over or removed', async () => {
    const packs = open();
    await packs.save(examplePack({ name: 'a-first' }));
    expect((await packs.list()).map(({ pack, isShipped }) => [pack.name, isShipped])).toEqual([
      ['baseline', true],
      ['default', true],
      ['a-first', false],
    ]);
    await expect(packs.save(examplePack({ name: 'default' }))).rejects.toMatchObject({ code: 'already_exists' });
    await expect(packs.remove('default')).rejects.toMatchObject({ code: 'bad_params' });
  });
});

describe('a pack of one’s own', () => {
  it('has its versions numbered by the workspace, and all of them kept', async () => {
    const packs = open();
    expect(await packs.save(changed(20))).toMatchObject({ version: 1 });
    expect(await packs.save({ ...changed(20), version: 12 })).toMatchObject({ version: 1 });
    expect(await packs.save(changed(30))).toMatchObject({ version: 2 });
    expect(await packs.save(changed(20))).toMatchObject({ version: 3 });
    const mine = (await open().list()).find(({ pack }) => pack.name === 'mine');
    expect(mine?.pack).toEqual({ ...changed(20), version: 3 });
    expect(mine?.earlier).toEqual([
      { ...changed(30), version: 2 },
      { ...changed(20), version: 1 },
    ]);
    expect(await readdir(join(dir, 'packs'))).toHaveLength(3);
    expect(await packs.get('mine')).toEqual(mine?.pack);
  });

  it('is the same whatever the order of its settings', async () => {
    const packs = open();
    await packs.save(examplePack({ rules: [{ id: 'c', kind: 'crawl', settings: { capacity: 9, leak: 1 } }] }));
    const again = examplePack({ rules: [{ id: 'c', kind: 'crawl', settings: { leak: 1, capacity: 9 } }] });
    expect(await packs.save(again)).toMatchObject({ version: 1 });
  });

  it('is saved one version after another when that is asked at the same time', async () => {
    const packs = open();
    const saved = await Promise.all([5, 6, 7].map((capacity) => packs.save(changed(capacity))));
    expect(saved.map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('that cannot be read is left out of the list, and named when it is asked for', async () => {
    const packs = open();
    await packs.save(changed(20));
    await packs.save(changed(30));
    const path = join(dir, 'packs', 'mine-v2.json');
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 40));
    expect((await packs.list()).find(({ pack }) => pack.name === 'mine')).toMatchObject({
      pack: { version: 1 },
      earlier: [],
    });
    await expect(packs.get('mine')).rejects.toMatchObject({ code: 'bad_input', details: { file: path } });
    expect(await packs.save(changed(40))).toMatchObject({ version: 3 });
  });

  it('can be active; where the active one is gone the default is', async () => {
    const packs = open();
    expect((await packs.get()).name).toBe('default');
    await packs.save(changed(20));
    await packs.activate('mine');
    expect((await open().get()).name).toBe('mine');
    expect((await packs.list()).filter(({ isActive }) => isActive).map(({ pack }) => pack.name)).toEqual(['mine']);
    await packs.remove('mine');
    expect((await packs.get()).name).toBe('default');
    await expect(packs.activate('mine')).rejects.toMatchObject({ code: 'not_found' });
    await expect(packs.get('mine')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that is tried is taken as it is', async () => {
    expect(await open().get(changed(99))).toEqual(changed(99));
  });
});

import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinPieces, writeTexts, writeWhole } from './write-file.js';

let dir: string;
const never = new AbortController().signal;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-write-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('a whole file', () => {
  it('is there with its size when all is written', async () => {
    const path = join(dir, 'out.csv');
    const { bytes } = await writeWhole(path, never, (temporary) => writeTexts(temporary, never, ['añb', 'c']));
    expect(await readFile(path, 'utf8')).toBe('añbc');
    expect(bytes).toBe(5);
    expect(await readdir(dir)).toEqual(['out.csv']);
  });

  it('leaves the older file and nothing else when cancelled in the middle', async () => {
    const path = join(dir, 'out.csv');
    await writeFile(path, 'older');
    const controller = new AbortController();
    function* texts() {
      yield 'some';
      controller.abort();
      yield 'more';
    }
    const writing = writeWhole(path, controller.signal, (temporary) =>
      writeTexts(temporary, controller.signal, texts()),
    );
    await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(dir)).toEqual(['out.csv']);
    expect(await readFile(path, 'utf8')).toBe('older');
  });

  it('leaves nothing when what is written cannot be made', async () => {
    const failing = writeWhole(join(dir, 'out.csv'), never, async (temporary) => {
      await writeFile(temporary, 'half');
      throw new Error('no more');
    });
    await expect(failing).rejects.toThrow('no more');
    expect(await readdir(dir)).toEqual([]);
  });

  it('says what is wrong with the place', async () => {
    const write = (path: string) => writeWhole(path, never, (temporary) => writeTexts(temporary, never, ['x']));
    await expect(write(join(dir, 'none', 'out.csv'))).rejects.toMatchObject({ code: 'not_found' });
    await mkdir(join(dir, 'folder'));
    await expect(write(join(dir, 'folder'))).rejects.toMatchObject({ code: 'bad_input' });
    await expect(write(devNull)).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('is written behind a link, which stays one', async () => {
    await writeFile(join(dir, 'real.csv'), 'older');
    await symlink(join(dir, 'real.csv'), join(dir, 'link.csv'));
    await writeWhole(join(dir, 'link.csv'), never, (temporary) => writeTexts(temporary, never, ['new']));
    expect((await lstat(join(dir, 'link.csv'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(dir, 'real.csv'), 'utf8')).toBe('new');
  });
});

describe('texts', () => {
  it('are joined to pieces that hold all of them in order', () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `${at},`);
    const pieces = [...joinPieces(texts)];
    expect(pieces.join('')).toBe(texts.join(''));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.length).toBeLessThan(10);
  });

  it('larger than a stream’s buffer arrive whole', async () => {
    const path = join(dir, 'large.txt');
    const piece = 'x'.repeat(100_000);
    await writeTexts(path, never, [piece, piece, piece]);
    expect((await readFile(path)).length).toBe(300_000);
  });
});

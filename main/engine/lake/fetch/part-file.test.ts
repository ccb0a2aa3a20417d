import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartFile } from './part-file.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-parts-'));
  path = join(folder, 'x.part');
});
afterEach(() => rm(folder, { recursive: true }));

const whole = { version: 'a', bytes: 25, partBytes: 10 };
const written = (file: PartFile) => file.parts.map((part) => part.written);

async function writeSome(): Promise<void> {
  const file = await PartFile.open(path, whole);
  const [first, , last] = file.parts;
  if (first === undefined || last === undefined) throw new Error('There are three parts.');
  await file.append(last, [Buffer.from('vw'), Buffer.from('xyz')]);
  await file.append(first, [Buffer.from('abc')]);
  await file.append(first, [Buffer.from('de')]);
  await file.close({ isWhole: false });
}

async function openAgain(other = whole) {
  const file = await PartFile.open(path, other);
  const found = written(file);
  await file.close({ isWhole: false });
  return found;
}

describe('a file in parts', () => {
  it('is gone on with where it was', async () => {
    await writeSome();
    expect(await openAgain()).toEqual([5, 0, 5]);
    expect(await openAgain()).toEqual([5, 0, 5]);
    const bytes = await readFile(path, 'latin1');
    expect([bytes.slice(0, 5), bytes.slice(20)]).toEqual(['abcde', 'vwxyz']);
  });

  it('passes over a line that a kill has cut off', async () => {
    await writeSome();
    await appendFile(`${path}.journal`, '1 1');
    expect(await openAgain()).toEqual([5, 0, 5]);
  });

  it('begins anew for another version, without a file, and without all of it', async () => {
    await writeSome();
    expect(await openAgain({ ...whole, version: 'b' })).toEqual([0, 0, 0]);
    await writeSome();
    await rm(path);
    expect(await openAgain()).toEqual([0, 0, 0]);
    await rm(`${path}.journal`);
    await writeSome();
    await truncate(path, 22);
    expect(await openAgain()).toEqual([0, 0, 0]);
    await writeFile(`${path}.journal`, 'nonsense\n0 5\n');
    expect(await openAgain()).toEqual([0, 0, 0]);
  });
});

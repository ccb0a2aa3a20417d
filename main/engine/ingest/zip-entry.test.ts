/** Zips as people and programs make them, written here byte by byte: an entry, a directory, an end. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureCsv, readCsvBytes } from './open-bytes.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-zip-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface ZipOptions {
  readonly method?: number;
  readonly flags?: number;
  readonly zip64?: boolean;
  readonly wrongChecksum?: boolean;
}

function computeCrc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function numbers(...parts: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    parts.map(([bytes, value]) => {
      const part = Buffer.alloc(bytes);
      if (bytes === 2) part.writeUInt16LE(value);
      else if (bytes === 4) part.writeUInt32LE(value);
      else part.writeBigUInt64LE(BigInt(value));
      return part;
    }),
  );
}

/** A zip after PKWARE's APPNOTE 4.3; with `zip64` all sizes and offsets stand in the 64-bit records. */
function makeZip(entries: Readonly<Record<string, string>>, options: ZipOptions = {}): Buffer {
  const { method = 8, flags = 0, zip64 = false, wrongChecksum = false } = options;
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content);
    const packed = method === 8 ? zlib.deflateRawSync(data) : data;
    const crc = wrongChecksum ? 1 : computeCrc32(data);
    const shown = (value: number) => (zip64 ? 0xffffffff : value);
    const extra = zip64 ? numbers([2, 1], [2, 24], [8, data.length], [8, packed.length], [8, offset]) : Buffer.alloc(0);
    const common = numbers([2, 45], [2, flags], [2, method], [2, 0], [2, 0], [4, crc]);
    const sizes = numbers([4, shown(packed.length)], [4, shown(data.length)], [2, name.length]);
    const body = [numbers([4, 0x04034b50]), common, sizes, numbers([2, 0]), Buffer.from(name), packed];
    directory.push(
      numbers([4, 0x02014b50], [2, 45]),
      common,
      sizes,
      numbers([2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, shown(offset)]),
      Buffer.from(name),
      extra,
    );
    bodies.push(...body);
    offset += body.reduce((sum, part) => sum + part.length, 0);
  }
  const list = Buffer.concat(directory);
  const count = Object.keys(entries).length;
  const end64 = zip64
    ? numbers(
        ...([
          [4, 0x06064b50],
          [8, 44],
          [2, 45],
          [2, 45],
          [4, 0],
          [4, 0],
          [8, count],
          [8, count],
        ] as const),
        ...([
          [8, list.length],
          [8, offset],
          [4, 0x07064b50],
          [4, 0],
          [8, offset + list.length],
          [4, 1],
        ] as const),
      )
    : Buffer.alloc(0);
  const end = numbers(
    ...([
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, list.length],
    ] as const),
    ...([
      [4, zip64 ? 0xffffffff : offset],
      [2, 0],
    ] as const),
  );
  return Buffer.concat([...bodies, list, end64, end]);
}

async function write(zip: Buffer): Promise<string> {
  const path = join(folder, 'file.zip');
  await writeFile(path, zip);
  return path;
}

async function read(zip: Buffer): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of readCsvBytes(await write(zip), 'zip')) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString();
}

const long = 'a,b,c\n'.repeat(500_000);

describe('the one CSV of a zip', () => {
  it('is unpacked, whether deflated, stored or zip64', async () => {
    for (const options of [{}, { method: 0 }, { zip64: true }])
      expect((await read(makeZip({ 'events.csv': long }, options))) === long).toBe(true);
    expect(await measureCsv(await write(makeZip({ 'events.csv': long }, { zip64: true })), 'zip')).toBe(long.length);
  });

  it('is found beside folders, what macOS adds, and other files', async () => {
    const entries = { 'data/': '', 'readme.md': 'x', 'data/events.CSV': 'y', '__MACOSX/data/._events.csv': 'z' };
    expect(await read(makeZip(entries))).toBe('y');
    expect(await read(makeZip({ events: 'without an ending' }))).toBe('without an ending');
  });

  it('has to be one', async () => {
    await expect(read(makeZip({ 'a.csv': '1', 'b.csv': '2' }))).rejects.toMatchObject({
      code: 'bad_input',
      message: 'The zip holds 2 files; one CSV is expected.',
    });
    await expect(read(makeZip({ 'empty/': '' }))).rejects.toMatchObject({ message: 'The zip holds no file.' });
  });

  it('cannot be read when it is locked, packed otherwise, or damaged', async () => {
    await expect(read(makeZip({ 'a.csv': long }, { flags: 1 }))).rejects.toThrow('locked');
    await expect(read(makeZip({ 'a.csv': long }, { method: 12 }))).rejects.toThrow('method 12');
    const whole = makeZip({ 'a.csv': long });
    await expect(read(whole.subarray(0, whole.length - 30))).rejects.toMatchObject({ code: 'bad_input' });
    whole.fill(0xaa, 100, 140);
    await expect(read(whole)).rejects.toMatchObject({ code: 'bad_input' });
  });

  it.skipIf(!('crc32' in zlib))('is held against its checksum', async () => {
    await expect(read(makeZip({ 'a.csv': long }, { wrongChecksum: true }))).rejects.toThrow('damaged');
  });
});

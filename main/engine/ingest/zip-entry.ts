/** The one CSV inside a zip (zip64 too), as a stream of bytes whose length and checksum are proved. */
import { pipeline } from 'node:stream';
import * as zlib from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../../preload/contract.js';
import { toFileError } from './file-kind.js';

const chunkBytes = 2 ** 20;
const stored = 0;
const deflated = 8;

function openZip(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function listEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

/** Folders, and what macOS adds. */
function isBeside(entry: Entry): boolean {
  const name = entry.fileName.split('/').at(-1) ?? '';
  return name === '' || name.startsWith('.') || entry.fileName.startsWith('__MACOSX/');
}

function chooseEntry(entries: readonly Entry[], path: string): Entry {
  const refuse = (message: string, wayOut: string) => new EngineError('bad_input', message, { file: path, wayOut });
  const candidates = entries.filter((entry) => !isBeside(entry));
  const tables = candidates.filter((entry) => /\.(csv|tsv|ndjson|jsonl|json)$/i.test(entry.fileName));
  const [entry] = tables.length > 0 ? tables : candidates;
  if (entry === undefined) throw refuse('The zip holds no file.', 'Choose another file.');
  if (tables.length > 1 || (tables.length === 0 && candidates.length > 1))
    throw refuse(
      `The zip holds ${Math.max(tables.length, candidates.length)} files; one CSV is expected.`,
      'Unpack it and choose the files or their folder.',
    );
  if (entry.isEncrypted()) throw refuse('The zip is locked with a password.', 'Unpack it and choose the CSV.');
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    throw refuse(
      `The zip is packed with method ${entry.compressionMethod}, which is not supported.`,
      'Unpack it and choose the CSV.',
    );
  return entry;
}

/** The unpacked length in bytes. Throws EngineError `bad_input` unless the zip holds exactly one CSV that can be unpacked. */
export async function measureZippedCsv(path: string): Promise<number> {
  let zip: ZipFile | undefined;
  try {
    zip = await openZip(path);
    return chooseEntry(await listEntries(zip), path).uncompressedSize;
  } catch (error) {
    throw toFileError(error, path);
  } finally {
    zip?.close();
  }
}

function openEntry(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream & AsyncIterable<Buffer>> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, { decodeFileData: false }, (error, packed) => {
      if (error) return reject(error);
      if (entry.compressionMethod === stored) return resolve(packed);
      resolve(pipeline(packed, zlib.createInflateRaw({ chunkSize: chunkBytes }), () => undefined));
    });
  });
}

/** The unpacked bytes; throws EngineError `bad_input` where the archive is damaged. */
export async function* readZippedCsv(path: string): AsyncGenerator<Buffer> {
  let zip: ZipFile | undefined;
  // Node has crc32 from 20.15 and 22.2 on; without it the length alone is proved.
  const crc32 = (zlib as { crc32?: (data: Buffer, previous: number) => number }).crc32;
  try {
    zip = await openZip(path);
    const entry = chooseEntry(await listEntries(zip), path);
    let length = 0;
    let checksum = 0;
    for await (const chunk of await openEntry(zip, entry)) {
      length += chunk.length;
      if (crc32) checksum = crc32(chunk, checksum);
      yield chunk;
    }
    if (length !== entry.uncompressedSize || (crc32 && checksum !== entry.crc32))
      throw new EngineError('bad_input', `The zip “${path}” is damaged.`, { file: path, wayOut: 'Download it again.' });
  } catch (error) {
    throw toFileError(error, path);
  } finally {
    zip?.close();
  }
}

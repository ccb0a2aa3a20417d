/** The uncompressed bytes of a file of events, whether it stands alone, in a gzip or in a zip. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { EngineError } from '../../../preload/contract.js';
import { isGzip, toFileError, type FileKind } from './file-kind.js';
import { measureZippedCsv, readZippedCsv } from './zip-entry.js';

const chunkBytes = 2 ** 20;

/** Reads ahead by one chunk. A chunk's memory is used again when the next one has been taken. */
async function* readPlain(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path);
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)] as const;
  const read = async (buffer: Buffer) =>
    buffer.subarray(0, (await handle.read(buffer, 0, buffer.length, null)).bytesRead);
  let next = read(buffers[0]);
  try {
    for (let turn = 1; ; turn++) {
      const chunk = await next;
      if (chunk.length === 0) return;
      next = read(buffers[turn % 2 === 0 ? 0 : 1]);
      yield chunk;
    }
  } finally {
    await next.catch(() => undefined); // a handle must not be closed under a read
    await handle.close();
  }
}

async function* readGzipped(path: string): AsyncGenerator<Buffer> {
  const packed = createReadStream(path, { highWaterMark: chunkBytes });
  const unpacked = pipeline(packed, createGunzip({ chunkSize: chunkBytes }), () => undefined);
  try {
    for await (const chunk of unpacked) yield chunk as Buffer;
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
    throw new EngineError('bad_input', `The gzip file “${path}” is damaged or cut off.`, {
      file: path,
      wayOut: 'Download it again.',
    });
  }
}

/** Chunks are valid until the next one is taken. Throws EngineError `bad_input`, `not_found`. */
export async function* readCsvBytes(path: string, kind: FileKind): AsyncGenerator<Buffer> {
  try {
    if (kind === 'zip') yield* readZippedCsv(path);
    else if (isGzip(kind)) yield* readGzipped(path);
    else yield* readPlain(path);
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** The first uncompressed bytes, at most `length`, and whether they are all there is. */
export async function readHead(
  path: string,
  kind: FileKind,
  length: number,
): Promise<{ head: Buffer; isWhole: boolean }> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const chunk of readCsvBytes(path, kind)) {
    parts.push(Buffer.from(chunk));
    total += chunk.length;
    if (total > length) return { head: Buffer.concat(parts).subarray(0, length), isWhole: false };
  }
  return { head: Buffer.concat(parts), isWhole: true };
}

/** A gzip ends with its length modulo 4 GiB, and CSV never grows when it is packed. */
async function measureGzipped(path: string, packedBytes: number): Promise<number> {
  const handle = await open(path);
  try {
    const tail = Buffer.alloc(4);
    await handle.read(tail, 0, 4, Math.max(0, packedBytes - 4));
    let bytes = tail.readUInt32LE(0);
    while (bytes < packedBytes * 1.5 && packedBytes > 2 ** 20) bytes += 2 ** 32;
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Uncompressed size in bytes: exact but for gzip, where it is an estimate. */
export async function measureCsv(path: string, kind: FileKind): Promise<number> {
  try {
    const { size } = await stat(path);
    if (kind === 'zip') return await measureZippedCsv(path);
    return isGzip(kind) ? await measureGzipped(path, size) : size;
  } catch (error) {
    throw toFileError(error, path);
  }
}

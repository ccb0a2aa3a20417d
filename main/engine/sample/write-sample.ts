/**
 * The sample: a month of an invented shop as a CSV in the layout of the Kaggle "eCommerce behavior data" files.
 *
 * The same rows, seed and kind give the same bytes on every platform: all chance comes from one 32-bit generator, and
 * no function is used whose last bits may differ (portable-math.ts). Rows are sorted by time with one-second ties. The
 * shape is that of October 2019 and scales with the number of rows: types of events, events per session, users who come
 * back, products by popularity, unknown categories and brands, the rhythm of hours and weekdays, carts that were never
 * recorded. It holds the traps of the real files too: exact duplicates, null and shared sessions, prices of 0, codes of
 * several ids; and from 50 thousand rows on a few attacks (attacks.ts). Shops, brands and people are invented.
 *
 * Kind `app`, the sample that the app opens, differs from the real files on purpose: it has removes from carts
 * (0.3 % of the events; the real multi-category files have none) and a day of outage, the 15th, without a purchase.
 */
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { EngineError, type Progress } from '../../../preload/contract.js';
import { EventStream } from './event-stream.js';
import { header } from './row-writer.js';

/** Size and seed of the sample that the app opens (kind `app`). */
export const sampleRows = 300_000;
export const sampleSeed = 20191001;

const mostRows = 500_000_000; // user ids are distinct up to here
const chunkBytes = 1 << 20; // some 3 ms of work: the engine answers others in between
const progressEveryMs = 100;

export interface SampleRequest {
  readonly rows: number;
  readonly seed: number;
  readonly path: string;
  /** Default `kaggle`. */
  readonly kind?: 'kaggle' | 'app';
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface WrittenSample {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
}

/**
 * Writes the sample to `path`, replacing what is there; until it is complete it has a temporary name beside it.
 * Throws EngineError `bad_params`, `not_found` (the folder), `no_space`, `bad_input` (cannot be written) or `cancelled`.
 */
export async function writeSample(request: SampleRequest): Promise<WrittenSample> {
  const { rows, seed, path, kind = 'kaggle' } = request;
  if (!Number.isSafeInteger(rows) || rows < 1 || rows > mostRows)
    throw new EngineError('bad_params', `A sample has 1 to ${mostRows.toLocaleString('en')} rows, not ${rows}.`);
  if (!Number.isSafeInteger(seed)) throw new EngineError('bad_params', `A seed is a whole number, not ${seed}.`);
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const file = await open(unfinished, 'w');
    let bytes: number;
    try {
      bytes = await writeRows(new EventStream({ rows, seed, kind }), file, request);
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
    return { path, bytes, rows };
  } catch (error) {
    await rm(unfinished, { force: true });
    throw toEngineError(error, path);
  }
}

/** Makes the next chunk while the last one is being written. */
async function writeRows(stream: EventStream, file: FileHandle, request: SampleRequest): Promise<number> {
  const startedAt = Date.now();
  let reportedAt = startedAt;
  let chunk = Buffer.allocUnsafe(chunkBytes);
  let spare = Buffer.allocUnsafe(chunkBytes);
  let bytes = header.length;
  let written: Promise<unknown> = file.writeFile(header);
  for (let filled = stream.fill(chunk); filled > 0; filled = stream.fill(chunk)) {
    await written;
    if (request.signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
    written = writeAll(file, chunk, filled);
    bytes += filled;
    [chunk, spare] = [spare, chunk];
    const now = Date.now();
    if (now - reportedAt < progressEveryMs) continue;
    reportedAt = now;
    request.onProgress?.(measure(stream, bytes, now - startedAt));
  }
  await written;
  if (request.signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
  request.onProgress?.(measure(stream, bytes, Date.now() - startedAt));
  return bytes;
}

async function writeAll(file: FileHandle, chunk: Buffer, length: number): Promise<void> {
  let done = 0;
  while (done < length) done += (await file.write(chunk, done, length - done)).bytesWritten;
}

function measure({ rowsMade, rows }: EventStream, bytes: number, elapsedMs: number): Progress {
  return {
    phase: 'Writing the sample',
    done: rowsMade,
    total: rows,
    unit: 'rows',
    rows: rowsMade,
    bytesPerSecond: elapsedMs > 0 ? (bytes * 1000) / elapsedMs : undefined,
    secondsLeft: (((rows - rowsMade) / rowsMade) * elapsedMs) / 1000,
  };
}

function toEngineError(error: unknown, path: string): EngineError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT')
    return new EngineError('not_found', `The folder of ${path} does not exist.`, {
      file: path,
      wayOut: 'Choose a folder that exists.',
    });
  if (code === 'ENOSPC')
    return new EngineError('no_space', `The disk is full; ${path} was not written.`, {
      file: path,
      wayOut: 'Free some disk space, or make fewer rows.',
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EISDIR')
    return new EngineError('bad_input', `${path} cannot be written (${code}).`, {
      file: path,
      wayOut: 'Choose another place.',
    });
  return EngineError.from(error);
}

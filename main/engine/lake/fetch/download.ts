/** A file comes in parts, several at once; each goes on at the byte where it was cut. */
import { eachAtOnce, type Gate } from '../at-once.js';
import { CutError, isPassing, pause, StalledError } from './passing-faults.js';
import { PartFile, type Part } from './part-file.js';
import type { OpenedRange, RemoteFile } from './remote-file.js';
import type { Timings } from './timings.js';

export interface DownloadJob {
  readonly signal: AbortSignal;
  readonly timings: Timings;
  /** Takes turns among all files that are fetched at once. */
  readonly gate: Gate;
  /** More has come. */
  readonly onBytes: (bytes: number) => void;
  /** Was there already; less than none for what has to come again. */
  readonly onFound: (bytes: number) => void;
}

/** Written at once, and then told to the journal. */
const writeBytes = 2 ** 18;

/** The other end sends the whole file, whatever it is asked for. */
class NoRangesError extends Error {
  override readonly name = 'NoRangesError';
}

/** A signal of one attempt: aborted with the job's, or when nothing has come for too long. */
function watchAttempt(signal: AbortSignal, stallMs: number) {
  const controller = new AbortController();
  const stop = () => controller.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  let isStalled = false;
  const stall = () => {
    isStalled = true;
    controller.abort(new StalledError('Nothing has come for too long.'));
  };
  let timer = setTimeout(stall, stallMs);
  return {
    signal: controller.signal,
    isStalled: () => isStalled,
    heard() {
      clearTimeout(timer);
      if (!controller.signal.aborted) timer = setTimeout(stall, stallMs);
    },
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

/** Takes what comes into the part. Throws {@link CutError} when it ends early; what has come by then is kept. */
async function take(
  opened: OpenedRange,
  part: Part,
  file: PartFile,
  { onBytes, heard, signal }: { onBytes: DownloadJob['onBytes']; heard: () => void; signal: AbortSignal },
): Promise<void> {
  let pieces: Buffer[] = [];
  let gathered = 0;
  async function write(): Promise<void> {
    if (gathered === 0) return;
    const taken = pieces;
    const bytes = gathered;
    pieces = [];
    gathered = 0;
    await file.append(part, taken);
    onBytes(bytes);
  }
  const { stream } = opened;
  const stop = () => stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) stop();
    for await (const chunk of stream) {
      heard();
      const left = part.size - part.written - gathered;
      const bytes = chunk as Buffer;
      if (bytes.length > left) throw new CutError('More has come than was asked for.');
      pieces.push(bytes);
      gathered += bytes.length;
      if (gathered >= writeBytes) await write();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await write();
  }
  if (part.size !== Infinity && part.written < part.size)
    throw new CutError('The connection broke before all had come.');
}

/** With ranges what the part lacks, without them the whole file. */
async function attempt(remote: RemoteFile, part: Part, file: PartFile, job: DownloadJob, ranges: boolean) {
  const watch = watchAttempt(job.signal, job.timings.stallMs);
  try {
    const range = ranges ? { start: part.start + part.written, end: part.start + part.size } : null;
    const opened = await remote.open(range, watch.signal);
    watch.heard();
    if (ranges && opened.isWhole && (part.written > 0 || part.size !== remote.bytes)) {
      opened.stream.on('error', () => undefined).destroy();
      throw new NoRangesError('Ranges are not served.');
    }
    await take(opened, part, file, { onBytes: job.onBytes, heard: watch.heard, signal: watch.signal });
  } catch (error) {
    job.signal.throwIfAborted();
    throw watch.isStalled() ? new StalledError('Nothing has come for too long.') : error;
  } finally {
    watch.end();
  }
}

/** Tries until the part is there. Without ranges each attempt begins anew. */
async function fetchPart(remote: RemoteFile, part: Part, file: PartFile, job: DownloadJob, ranges: boolean) {
  const { mostFailures, pauseMs } = job.timings;
  for (let failures = 0; ;) {
    const before = part.written;
    try {
      await job.gate(() => attempt(remote, part, file, job, ranges), job.signal);
      return;
    } catch (error) {
      job.signal.throwIfAborted();
      if (!isPassing(error)) throw error;
      failures = ranges && part.written > before ? 1 : failures + 1;
      if (failures >= mostFailures) throw error;
      if (!ranges) {
        job.onFound(-part.written);
        await file.restart(part);
      }
      await pause(pauseMs(failures), job.signal);
    }
  }
}

async function fetchParts(remote: RemoteFile, file: PartFile, job: DownloadJob): Promise<void> {
  const [first, ...others] = file.parts.filter((part) => part.written < part.size);
  // the first of them alone tells whether ranges are served at all
  if (first !== undefined) await fetchPart(remote, first, file, job, true);
  await eachAtOnce(others, job.timings.partsAtOnce, job.signal, (part, signal) =>
    fetchPart(remote, part, file, { ...job, signal }, true),
  );
}

async function fetchInto(file: PartFile, job: DownloadJob, work: () => Promise<void>): Promise<void> {
  let isWhole = false;
  job.onFound(file.writtenBytes);
  try {
    await work();
    isWhole = true;
  } finally {
    if (!isWhole) job.onFound(-file.writtenBytes);
    await file.close({ isWhole });
  }
}

/**
 * Fetches a file to `path`, and goes on with what an earlier fetch of the same version has left there. When it cannot be
 * had, what has come stays for the next time. Throws {@link ChangedError} and what the other end or the network says.
 */
export async function download(remote: RemoteFile, path: string, job: DownloadJob): Promise<void> {
  const { version, bytes } = remote;
  if (remote.takesRanges && bytes !== null && bytes > 0) {
    const file = await PartFile.open(path, { version, bytes, partBytes: job.timings.partBytes });
    try {
      return await fetchInto(file, job, () => fetchParts(remote, file, job));
    } catch (error) {
      if (!(error instanceof NoRangesError)) throw error;
    }
  }
  const file = await PartFile.open(path, { version: null, bytes, partBytes: null });
  const [whole] = file.parts;
  if (whole !== undefined) await fetchInto(file, job, () => fetchPart(remote, whole, file, job, false));
}

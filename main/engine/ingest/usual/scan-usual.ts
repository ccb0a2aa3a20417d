/**
 * Whether a file is written the way the published files are, and what it then holds: each byte is looked at once, by as
 * many threads as there are cores, beside the hash of the whole.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { FileLayout } from '../../../../preload/contract.js';
import { toFileError } from '../file-kind.js';
import { eventTypes, nineColumns } from '../layout.js';
import { readCsvBytes, readHead } from '../open-bytes.js';
import type { CsvFile, PrepareTools } from '../prepare-csv.js';
import { findSecondStart, scanPart, type FilePart, type PartScan } from './scan-part.js';
import { UsualRows, type ShortRow } from './usual-rows.js';

/** More of them wait for the disk. */
const mostThreads = 8;
/** Below this a thread takes longer to begin than to read. */
const leastThreadBytes = 2 ** 25;
const LF = 10;
const headBytes = 2 ** 16;

/** In the names of files with the names of sessions. */
export const namesEnding = '.sessions-';

/** What a thread is asked for; null where the part is not usual. Rejects with the signal's reason. */
export type ScanInThread = (
  part: FilePart,
  signal: AbortSignal,
  onRows: (bytes: number, rows: number) => void,
) => Promise<PartScan | null>;

export interface ThreadTools {
  readonly scanInThread: ScanInThread;
  readonly threads: number;
}

export interface UsualScan {
  readonly rows: number;
  /** Rows of too few fields, by how many rows stand before them in the file. */
  readonly shortRows: readonly ShortRow[];
  /** Whether the file ends in a newline. */
  readonly isEnded: boolean;
  /** Of the whole file. */
  readonly sha256: Promise<string>;
  readonly hasOnlyUuids: boolean;
  /** Seconds since 1970. */
  readonly firstSecond: number;
  readonly lastSecond: number;
  readonly categories: ReadonlySet<string>;
  readonly codes: ReadonlySet<string>;
  readonly brands: ReadonlySet<string>;
  readonly parts: readonly PartScan[];
  /** Rows of the file, from 0, that are equal to an earlier one, and the first of these. */
  readonly surplus: readonly number[];
  readonly firsts: readonly number[];
}

const isOwnWord = ({ words }: FileLayout, word: string) =>
  Object.entries(words).some(([written, type]) => type === word && written === word);

/** Whether the layout reads usual rows as they are meant. */
function readsUsualRows({ layout, columnCount, fieldColumns }: CsvFile): boolean {
  return (
    layout.format === 'csv' &&
    layout.encoding === 'utf-8' &&
    layout.delimiter === ',' &&
    layout.time.form === 'text' &&
    layout.decimal === '.' &&
    columnCount === 9 &&
    Object.entries(nineColumns).every(([field, at]) => fieldColumns[field as keyof typeof nineColumns] === at) &&
    eventTypes.every((type) => isOwnWord(layout, type))
  );
}

/** The byte behind the header. */
async function findRows({ path, kind, hasHeader }: CsvFile): Promise<number | null> {
  if (!hasHeader) return 0;
  const { head } = await readHead(path, kind, headBytes);
  const end = head.indexOf(LF);
  return end < 0 || head.includes('"') || head[0] === 0xef ? null : end + 1;
}

function split(path: string, names: string, from: number, size: number, threads: number): readonly FilePart[] {
  const parts = Math.max(1, Math.min(threads, mostThreads, Math.floor((size - from) / leastThreadBytes)));
  const starts = Array.from({ length: parts }, (_, at) =>
    at === 0 ? from : findSecondStart(path, from + Math.floor(((size - from) * at) / parts), size),
  );
  return starts
    .map((start, at) => ({ path, from: start, to: starts[at + 1] ?? size, names: `${names}${namesEnding}${at}` }))
    .filter((part, at) => at === 0 || part.from < part.to);
}

/** Whether the first rows of a file, which may be packed, are usual. */
export async function beginsUsual(file: CsvFile): Promise<boolean> {
  if (!readsUsualRows(file)) return false;
  const from = await findRows(file);
  const { head } = await readHead(file.path, file.kind, headBytes);
  const to = head.lastIndexOf(LF) + 1;
  return from !== null && from < to && new UsualRows(() => undefined).push(head, from, to);
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readCsvBytes(path, 'csv')) {
    signal.throwIfAborted();
    hash.update(bytes);
  }
  return hash.digest('hex');
}

function joinParts(parts: readonly PartScan[]): Omit<UsualScan, 'sha256'> | null {
  const surplus: number[] = [];
  const firsts: number[] = [];
  const shortRows: ShortRow[] = [];
  let rows = 0;
  let last = -Infinity;
  for (const part of parts) {
    if (part.rows > 0 && part.firstSecond <= last) return null;
    if (part.rows > 0) last = part.lastSecond;
    const before = rows + shortRows.length;
    for (const row of part.shortRows) shortRows.push({ ...row, before: before + row.before });
    for (const row of part.surplus) surplus.push(rows + row);
    for (const row of part.firsts) firsts.push(rows + row);
    rows += part.rows;
  }
  if (rows === 0) return null;
  return {
    rows,
    shortRows,
    isEnded: parts.at(-1)?.isEnded ?? true,
    hasOnlyUuids: parts.every((part) => part.hasOnlyUuids),
    firstSecond: parts[0]?.firstSecond ?? NaN,
    lastSecond: last,
    categories: new Set(parts.flatMap((part) => part.categories)),
    codes: new Set(parts.flatMap((part) => part.codes)),
    brands: new Set(parts.flatMap((part) => part.brands)),
    parts,
    surplus,
    firsts,
  };
}

/** Null where a part is not usual: the others are then stopped. Rejects with the signal's reason, and what reading throws. */
async function scanParts(
  parts: readonly FilePart[],
  { signal, onBytes }: Pick<PrepareTools, 'signal' | 'onBytes'>,
  scanInThread: ScanInThread,
): Promise<readonly PartScan[] | null> {
  const stop = new AbortController();
  const forward = () => stop.abort(signal.reason);
  signal.addEventListener('abort', forward);
  const done = parts.map(() => ({ bytes: 0, rows: 0 }));
  try {
    const scanning = parts.map(async (part, at) => {
      const onRows = (bytes: number, rows: number) => {
        done[at] = { bytes, rows };
        onBytes(sumOf(done, 'bytes'), sumOf(done, 'rows'));
      };
      const isSmall = part.to - part.from < leastThreadBytes;
      const scan = isSmall ? scanPart(part, onRows) : await scanInThread(part, stop.signal, onRows);
      if (scan === null) stop.abort(new Error('The file is not usual.'));
      return scan;
    });
    const settled = await Promise.allSettled(scanning);
    signal.throwIfAborted();
    const scans = settled.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
    const failed = settled.find((one) => one.status === 'rejected' && one.reason !== stop.signal.reason);
    if (failed?.status === 'rejected') throw failed.reason;
    return scans.length === parts.length ? scans : null;
  } finally {
    signal.removeEventListener('abort', forward);
  }
}

/**
 * Null where the file is to be read in the general way. Its hash is made meanwhile, or afterwards where nobody waits for
 * it; the names of sessions go to files whose names begin with `names`. Rejects with the signal's reason; throws EngineError `bad_input`.
 */
export async function scanUsual(
  file: CsvFile,
  names: string,
  tools: Pick<PrepareTools, 'signal' | 'onBytes' | 'hashesLater'>,
  { scanInThread, threads }: ThreadTools,
): Promise<UsualScan | null> {
  if (file.kind !== 'csv' || !readsUsualRows(file)) return null;
  const { path } = file;
  const hashing = new AbortController();
  const forward = () => hashing.abort(tools.signal.reason);
  tools.signal.addEventListener('abort', forward);
  const hash = () => {
    const hashed = hashFile(path, hashing.signal).finally(() => tools.signal.removeEventListener('abort', forward));
    hashed.catch(() => undefined); // who awaits it is told
    return hashed;
  };
  let scan: UsualScan | null = null;
  try {
    const from = await findRows(file);
    const { size, mtimeMs } = await stat(path);
    if (from === null || from >= size) return null;
    const early = tools.hashesLater === true ? null : hash();
    const places = split(path, names, from, size, threads);
    const parts = await scanParts(places, tools, scanInThread);
    const now = await stat(path);
    const joined = parts === null || now.size !== size || now.mtimeMs !== mtimeMs ? null : joinParts(parts);
    scan = joined === null ? null : { ...joined, sha256: early ?? hash() };
    return scan;
  } catch (error) {
    tools.signal.throwIfAborted();
    throw toFileError(error, path);
  } finally {
    if (scan === null) hashing.abort(new Error('Nobody waits for the hash.'));
  }
}

const sumOf = (done: readonly { readonly bytes: number; readonly rows: number }[], key: 'bytes' | 'rows') =>
  done.reduce((sum, one) => sum + one[key], 0);

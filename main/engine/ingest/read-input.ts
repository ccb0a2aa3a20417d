/**
 * Events of a file or stream in the order in which they stand there, a few at a time and without a dataset: each part is
 * read by the same steps as a load, so that the same rows are events and the others rejects with the same reasons.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError, type FileLayout, type Reject } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { ArrivedEvents, EventInput, ReadEventInput } from '../event-input.js';
import { chooseFiles, type ChosenFile } from './choose-files.js';
import { selectArrived, takeArrived } from './arrived-events.js';
import { GatheredBytes } from './gather-bytes.js';
import type { Connect } from './inspect-files.js';
import { openRecords, prepareFile, type RecordReader } from './prepare-file.js';
import { decodeChunks, readText } from './read-text.js';
import { selectBadRows, selectIgnoredRows } from './row-checks.js';
import type { BadRecord } from './scan-records.js';
import type { Source } from './sources.js';

export interface InputTools {
  readonly connect: Connect;
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  readonly layouts: readonly FileLayout[];
}

/** So much is read ahead, and taken at once at most. */
const partBytes = 2 ** 22;
const headBytes = 2 ** 18;
/** What has come by then is enough to tell the layout, if it has two lines. */
const headWaitMs = 200;
const parquetRows = 65_536;
const LF = 10;
const packedKinds = [
  {
    magic: '\x1f\x8b',
    title: 'a gzip file',
    wayOut: 'Unpack it on the way: gunzip -c FILE | vitrine detect --input -',
  },
  { magic: 'PK\x03\x04', title: 'a zip file', wayOut: 'Give the file itself: --input FILE.' },
  { magic: 'PAR1', title: 'a Parquet file', wayOut: 'Give the file itself: --input FILE.' },
] as const;

interface Reading {
  readonly file: ChosenFile;
  readonly connection: Connection;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The events of a source, and what is wrong with its other rows. */
async function readSource(
  { file, connection }: Reading,
  source: Source,
  found: {
    readonly records: number;
    readonly rejects: readonly BadRecord[];
    readonly lineOf: (rowNumber: number) => number;
  },
): Promise<ArrivedEvents> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE arrived AS ${selectArrived(source)}`, source.values);
  const events = await takeArrived(connection);
  const rejects: Reject[] = found.rejects.map(({ line, reason, text }) => ({ file: file.name, line, reason, text }));
  let ignored = 0;
  /** Rows of the source that are no events, ascending. */
  let passed: readonly number[] = [];
  if (events.length < found.records) {
    const bad = await connection.rows(selectBadRows(source), source.values);
    for (const row of bad)
      rejects.push({
        file: file.name,
        line: found.lineOf(Number(row['row_number'])),
        reason: String(row['reason']),
        text: String(row['text']),
      });
    const others = await connection.rows(selectIgnoredRows(source), source.values);
    ignored = others.length;
    passed = [...bad, ...others].map((row) => Number(row['row_number'])).sort((a, b) => a - b);
  }
  rejects.sort((a, b) => a.line - b.line);
  const placeOf = (at: number) => {
    let row = at + 1;
    for (const number of passed) if (number <= row) row++;
    return { file: file.name, line: found.lineOf(row) };
  };
  return { ...events, rejects, ignored, placeOf };
}

function countLines(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(LF); at >= 0; at = text.indexOf(LF, at + 1)) lines++;
  return lines;
}

/** Reads texts as they come, cut where a record ends. */
async function* readTexts(reading: Reading, texts: AsyncIterable<Buffer>): AsyncGenerator<ArrivedEvents> {
  const { file, connection, folder, signal } = reading;
  const kind = file.layout.format === 'ndjson' ? ('ndjson' as const) : ('csv' as const);
  const layout: FileLayout = { ...file.layout, encoding: 'utf-8' };
  let lines: number[] = [];
  const records: RecordReader = openRecords({ ...file, layout }, (_, line) => void lines.push(line));
  let linesBefore = 0;
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);

  async function readPart(text: Buffer): Promise<ArrivedEvents> {
    const path = join(folder, `part-${number}`);
    await writeFile(path, text);
    const rejects: BadRecord[] = [];
    const part = { ...file, path, kind, layout, hasHeader: file.hasHeader && number === 0 };
    const prepared = await prepareFile(part, `copy-${number}.csv`, connection, {
      folder,
      signal,
      onBytes: () => undefined,
      keepRejects: async (bad) =>
        void rejects.push(...bad.map((reject) => ({ ...reject, line: reject.line + linesBefore }))),
    });
    const [ownLines, before] = [lines, linesBefore];
    const lineOf = (row: number) => ownLines[row - 1] ?? before + row;
    const events = await readSource(reading, prepared.source, { records: prepared.records, rejects, lineOf });
    await rm(path);
    if (prepared.copy !== null) await rm(prepared.copy);
    linesBefore += countLines(text);
    lines = [];
    number++;
    return events;
  }

  const gathered = new GatheredBytes(texts, partBytes, signal);
  try {
    for (let text = await gathered.take(); text !== null; text = await gathered.take()) {
      records.push(text);
      const all = rest.length > 0 ? Buffer.concat([rest, text]) : text;
      const end = all.length - records.pendingBytes;
      rest = all.subarray(end);
      if (end > 0) yield await readPart(all.subarray(0, end));
    }
    records.end();
    if (rest.length > 0) yield await readPart(rest);
  } finally {
    gathered.stop();
  }
}

async function* readParquet(reading: Reading): AsyncGenerator<ArrivedEvents> {
  const { file, connection, folder, signal } = reading;
  const { source, records } = await prepareFile(file, '', connection, {
    folder,
    signal,
    onBytes: () => undefined,
    keepRejects: async () => undefined,
  });
  for (let start = 0; start < records; start += parquetRows) {
    const end = Math.min(records, start + parquetRows);
    const sql = `(SELECT * FROM ${source.sql} WHERE file_row_number >= ${start} AND file_row_number < ${end})`;
    yield readSource(reading, { ...source, sql }, { records: end - start, rejects: [], lineOf: (row) => row });
  }
}

async function* textsOf(file: ChosenFile): AsyncGenerator<Buffer> {
  for await (const { text } of readText(file)) yield text;
}

/** The beginning of a stream: enough to tell its layout. */
async function takeHead(gathered: GatheredBytes): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  const until = Date.now() + headWaitMs;
  for (;;) {
    const more = await gathered.take();
    if (more === null) return head;
    head = Buffer.concat([head, more]);
    const first = head.toString('latin1', 0, 200).trimStart();
    const isEnough = countLines(head) >= (first.startsWith('{') ? 1 : 2);
    if (head.length >= headBytes || (isEnough && Date.now() >= until)) return head;
    if (isEnough) await new Promise((resolve) => setTimeout(resolve, headWaitMs));
    if (isEnough && !gathered.hasMore) return head;
  }
}

async function* chain(head: Buffer, gathered: GatheredBytes): AsyncGenerator<Buffer> {
  yield head;
  for (let part = await gathered.take(); part !== null; part = await gathered.take()) yield part;
}

/** A stream is read as it comes: what is packed has no lines. Throws EngineError `bad_input`. */
function requireText(head: Buffer, name: string): void {
  const kind = packedKinds.find(({ magic }) => head.toString('latin1', 0, magic.length) === magic);
  if (kind === undefined) return;
  throw new EngineError('bad_input', `What comes from ${name} is ${kind.title}, not CSV or NDJSON.`, {
    file: name,
    wayOut: kind.wayOut,
  });
}

async function* readStream(
  { name, bytes }: Extract<EventInput, { name: string }>,
  { connect, layouts }: InputTools,
  rest: Omit<Reading, 'file'>,
): AsyncGenerator<ArrivedEvents> {
  const gathered = new GatheredBytes(bytes, partBytes, rest.signal);
  try {
    const head = await takeHead(gathered);
    if (head.length === 0) return;
    requireText(head, name);
    // The layout is told from whole lines.
    const lastEnd = head.lastIndexOf(LF) + 1;
    const path = join(rest.folder, name);
    await writeFile(path, lastEnd > 0 ? head.subarray(0, lastEnd) : head);
    const [file] = await chooseFiles([path], connect, { shipped: layouts });
    await rm(path);
    if (file === undefined) return;
    yield* readTexts({ ...rest, file: { ...file, name } }, decodeChunks(chain(head, gathered), file.layout.encoding));
  } finally {
    gathered.stop();
  }
}

/**
 * Reads what a load reads. Throws EngineError `not_found`, `bad_input` where no layout is known for it, `no_space`,
 * `cancelled`. Events come while a stream goes on.
 */
export function createInputReader(tools: InputTools): ReadEventInput {
  async function* read(input: EventInput, rest: Omit<Reading, 'file'>): AsyncGenerator<ArrivedEvents> {
    if (!('path' in input)) return yield* readStream(input, tools, rest);
    for (const file of await chooseFiles([input.path], tools.connect, { shipped: tools.layouts })) {
      const reading = { ...rest, file };
      yield* file.kind === 'parquet' ? readParquet(reading) : readTexts(reading, textsOf(file));
    }
  }

  return async function* readInput(input, signal) {
    // A generator cannot run inside a callback that owns the folder: it hands its parts over one by one.
    const parts = openHandover<ArrivedEvents>();
    const working = tools
      .withTemporaryFolder((folder) =>
        tools.connect(async (connection) => {
          for await (const part of read(input, { connection, folder, signal })) {
            signal.throwIfAborted();
            if (!(await parts.give(part))) return;
          }
        }),
      )
      .then(parts.end, parts.fail);
    try {
      for (let part = await parts.take(); part !== null; part = await parts.take()) yield part;
    } finally {
      parts.close();
      await working;
    }
  };
}

/** One gives, the other takes; each waits for the other. */
function openHandover<T>() {
  let wake: () => void = () => undefined;
  let waiting: { readonly value: T; readonly taken: (isWanted: boolean) => void } | null = null;
  let over: { readonly error: unknown } | 'ended' | null = null;
  let isClosed = false;
  return {
    /** Resolves when it has been taken; false where nothing more is wanted. */
    give: (value: T) =>
      new Promise<boolean>((taken) => {
        if (isClosed) return taken(false);
        waiting = { value, taken };
        wake();
      }),
    async take(): Promise<T | null> {
      for (;;) {
        if (waiting !== null) {
          const { value, taken }: { value: T; taken: (isWanted: boolean) => void } = waiting;
          waiting = null;
          taken(true);
          return value;
        }
        if (over === 'ended') return null;
        if (over !== null) throw (over as { error: unknown }).error;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    end: () => {
      over = 'ended';
      wake();
    },
    fail: (error: unknown) => {
      over = { error };
      wake();
    },
    close: () => {
      isClosed = true;
      waiting?.taken(false);
    },
  };
}

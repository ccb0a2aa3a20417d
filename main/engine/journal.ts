/**
 * A file of JSON lines that only grows. A line that a kill cut off, or anything else that is no JSON, is passed over.
 * Other processes may read it, and add to it, at the same time.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { replaceFile } from './replace-file.js';

const newline = 10;
const readBytes = 2 ** 20;

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

async function openToRead(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
}

async function endsOpen(path: string): Promise<boolean> {
  const handle = await openToRead(path);
  if (handle === null) return false;
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const last = Buffer.alloc(1);
    await handle.read(last, 0, 1, size - 1);
    return last[0] !== newline;
  } finally {
    await handle.close();
  }
}

/** Adds records, one a line, in one write. A file that is made gets `mode`. */
export async function appendRecords(path: string, records: readonly unknown[], mode = 0o666): Promise<void> {
  if (records.length === 0) return;
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const text = (await endsOpen(path)) ? `\n${lines}` : lines;
  const handle = await open(path, 'a', mode);
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}

/** Puts `records` in the place of all that is there, at once. */
export function replaceRecords(path: string, records: Iterable<unknown>, mode?: number): Promise<void> {
  const write = async (handle: FileHandle) => {
    let piece = '';
    for (const record of records) {
      piece += `${JSON.stringify(record)}\n`;
      if (piece.length < readBytes) continue;
      await handle.writeFile(piece);
      piece = '';
    }
    await handle.writeFile(piece);
  };
  return replaceFile(path, write, mode);
}

/** How far a file has been read: of another file, or a shorter one, nothing. */
interface Mark {
  readonly file: string;
  readonly bytes: number;
}

/** Reads a journal, then only what has been added to it. `onStart` is called when it is read from its beginning. */
export class JournalReader {
  private mark: Mark = { file: '', bytes: 0 };
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly onStart: () => void,
    private readonly onRecord: (record: unknown) => void,
  ) {}

  /** Reads what is new. Calls wait for each other. */
  refresh(): Promise<void> {
    const result = this.last.then(
      () => this.read(),
      () => this.read(),
    );
    this.last = result;
    return result;
  }

  private async read(): Promise<void> {
    const handle = await openToRead(this.path);
    if (handle === null) {
      if (this.mark.file !== '') this.onStart();
      this.mark = { file: '', bytes: 0 };
      return;
    }
    try {
      const { ino, birthtimeMs, size } = await handle.stat();
      const file = `${ino} ${birthtimeMs}`; // a number is given again to the next file
      if (this.mark.file !== file || size < this.mark.bytes) {
        this.onStart();
        this.mark = { file, bytes: 0 };
      }
      await this.readFrom(handle);
    } finally {
      await handle.close();
    }
  }

  /** Whole lines only: what follows the last line feed is read again when it has grown. */
  private async readFrom(handle: FileHandle): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    for (let at = this.mark.bytes; ;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(readBytes), 0, readBytes, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      const piece = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      const end = piece.lastIndexOf(newline) + 1;
      for (const line of piece.toString('utf8', 0, end).split('\n')) this.take(line);
      rest = piece.subarray(end);
      this.mark = { ...this.mark, bytes: at - rest.length };
    }
  }

  private take(line: string): void {
    if (line === '') return;
    let record: unknown;
    try {
      record = JSON.parse(line);
    } catch {
      return;
    }
    this.onRecord(record);
  }
}

/**
 * A file that is not all there yet, and the journal beside it that says what is. The journal's first line is what the
 * file is part of; then each line is a part's number and how much of it has been written. After a kill at any moment
 * what the journal says is there, is there: a line follows the bytes it tells of.
 */
import { open, readFile, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';

export interface Part {
  readonly number: number;
  readonly start: number;
  /** Infinity where it is not known. */
  readonly size: number;
  /** From its start on. */
  written: number;
}

interface Whole {
  /** Null: it cannot be gone on with by another process. */
  readonly version: string | null;
  /** Null: it ends where the stream does. */
  readonly bytes: number | null;
  /** Null: it is one part. */
  readonly partBytes: number | null;
}

function divide({ bytes, partBytes }: Whole): readonly Part[] {
  if (bytes === null || partBytes === null) return [{ number: 0, start: 0, size: bytes ?? Infinity, written: 0 }];
  return Array.from({ length: Math.ceil(bytes / partBytes) }, (_, number) => {
    const start = number * partBytes;
    return { number, start, size: Math.min(partBytes, bytes - start), written: 0 };
  });
}

const isBegun = ({ written }: Part) => written > 0;
const headLine = (whole: Whole) => `${JSON.stringify(whole)}\n`;
const partLine = ({ number, written }: Part) => `${number} ${written}\n`;

/** Marks in `parts` what an earlier process has written of the same whole; of another one, nothing. */
async function readJournal(path: string, whole: Whole, parts: readonly Part[]): Promise<void> {
  if (whole.version === null) return;
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n');
  lines.pop(); // after the last line's end, or a line that a kill has cut off
  if (`${lines.shift() ?? ''}\n` !== headLine(whole)) return;
  for (const line of lines) {
    const [number = -1, written = -1] = line.split(' ').map(Number);
    const part = parts[number];
    if (part !== undefined && written >= 0 && written <= part.size) part.written = written;
  }
}

export class PartFile {
  private constructor(
    private readonly journalPath: string,
    private readonly file: FileHandle,
    private readonly journal: FileHandle,
    readonly parts: readonly Part[],
  ) {}

  /** Goes on with what is at `path`, where it is part of the same whole; else begins. */
  static async open(path: string, whole: Whole): Promise<PartFile> {
    const journalPath = `${path}.journal`;
    const parts = divide(whole);
    await readJournal(journalPath, whole, parts);
    const goesOn = parts.some(isBegun);
    let file: FileHandle;
    try {
      file = await open(path, goesOn ? 'r+' : 'w+');
      const end = Math.max(0, ...parts.map((part) => (part.written === 0 ? 0 : part.start + part.written)));
      if ((await file.stat()).size < end) for (const part of parts) part.written = 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || !goesOn) throw error;
      for (const part of parts) part.written = 0; // the journal alone is left
      file = await open(path, 'w+');
    }
    try {
      await writeFile(`${journalPath}.new`, headLine(whole) + parts.filter(isBegun).map(partLine).join(''));
      await rename(`${journalPath}.new`, journalPath);
      return new PartFile(journalPath, file, await open(journalPath, 'a'), parts);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  static async remove(path: string): Promise<void> {
    await Promise.all([rm(path, { force: true }), rm(`${path}.journal`, { force: true })]);
  }

  get writtenBytes(): number {
    return this.parts.reduce((sum, { written }) => sum + written, 0);
  }

  /** Writes what follows on what the part has. */
  async append(part: Part, pieces: readonly Buffer[]): Promise<void> {
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    let at = part.start + part.written;
    for (const piece of pieces.length > 1 ? [Buffer.concat(pieces, bytes)] : pieces) {
      for (let from = 0; from < piece.length;) {
        const { bytesWritten } = await this.file.write(piece, from, piece.length - from, at);
        from += bytesWritten;
        at += bytesWritten;
      }
    }
    part.written += bytes;
    await this.journal.appendFile(partLine(part));
  }

  /** For a stream that begins anew. */
  async restart(part: Part): Promise<void> {
    part.written = 0;
    await this.journal.appendFile(partLine(part));
  }

  /** Waits until the disk has it. */
  async close(options: { readonly isWhole: boolean }): Promise<void> {
    try {
      if (options.isWhole) await this.file.sync();
    } finally {
      await Promise.all([this.file.close(), this.journal.close()]);
    }
    if (options.isWhole) await rm(this.journalPath, { force: true });
  }
}

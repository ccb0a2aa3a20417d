/** One reading of a text file from end to end: its hash, its rejects, and a clean copy of its records. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { toFileError } from './file-kind.js';
import type { PrepareTools } from './prepare-csv.js';
import { readText, type TextFile } from './read-text.js';
import type { BadRecord } from './scan-records.js';

/** What goes through the text, and what it has found since it was last asked. */
export interface Sweeper<Summary> {
  readonly scanner: { readonly recordCount: number; push(text: Buffer): void; end(): Summary };
  takeRejects(): readonly BadRecord[];
  takeClean(): Buffer | string;
}

export interface Swept<Summary> {
  readonly summary: Summary;
  /** Of the uncompressed content. */
  readonly sha256: string;
}

/** Writes the clean records to `copy`; null: nowhere. Throws EngineError `bad_input`, `no_space`; rejects with the signal's reason. */
export async function sweepText<Summary>(
  file: TextFile,
  copy: string | null,
  tools: PrepareTools,
  { scanner, takeRejects, takeClean }: Sweeper<Summary>,
): Promise<Swept<Summary>> {
  const hash = createHash('sha256');
  let read = 0;
  const output = copy === null ? null : await open(copy, 'w');
  const keepAll = async () => {
    const rejects = takeRejects();
    if (rejects.length > 0) await tools.keepRejects(rejects);
    const clean = takeClean();
    if (clean.length > 0) await output?.appendFile(clean);
  };
  try {
    for await (const { bytes, text } of readText(file)) {
      tools.signal.throwIfAborted();
      hash.update(bytes);
      scanner.push(text);
      read += bytes.length;
      tools.onBytes(read, scanner.recordCount);
      await keepAll();
    }
    const summary = scanner.end();
    await keepAll();
    return { summary, sha256: hash.digest('hex') };
  } catch (error) {
    throw toFileError(error, copy ?? file.path);
  } finally {
    await output?.close();
  }
}

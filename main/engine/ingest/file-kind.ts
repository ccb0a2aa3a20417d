/** What a file is, told from its first bytes and not from its name. */
import { open } from 'node:fs/promises';
import { EngineError, type FileInspection } from '../../../preload/contract.js';

export type FileKind = FileInspection['kind'];

/** Throws EngineError `not_found` for a file that cannot be opened. */
export async function readFirstBytes(path: string, length: number): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** A file system's error as one for people. */
export function toFileError(error: unknown, path: string): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof Error && error.name === 'AbortError') return EngineError.from(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT')
    return new EngineError('not_found', `There is no file “${path}”.`, { file: path, wayOut: 'Choose another file.' });
  if (code === 'EACCES' || code === 'EPERM')
    return new EngineError('bad_input', `The file “${path}” may not be read.`, {
      file: path,
      wayOut: 'Give yourself permission to read it, or copy it elsewhere.',
    });
  if (code === 'ENOSPC')
    return new EngineError('no_space', 'The disk is full.', {
      file: path,
      wayOut: 'Free some disk space and try again.',
    });
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError('bad_input', `The file “${path}” cannot be read: ${message}`, { file: path });
}

const starts = (bytes: Buffer, ...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);

/** Of the first bytes of a file; whether the text in it is CSV or NDJSON is told from the text. */
export function tellKind(firstBytes: Buffer): 'csv' | 'csv.gz' | 'zip' | 'parquet' {
  if (starts(firstBytes, 0x1f, 0x8b)) return 'csv.gz';
  if (starts(firstBytes, 0x50, 0x4b, 0x03, 0x04) || starts(firstBytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (starts(firstBytes, 0x50, 0x41, 0x52, 0x31)) return 'parquet';
  return 'csv';
}

export function isGzip(kind: FileKind): boolean {
  return kind === 'csv.gz' || kind === 'ndjson.gz';
}

/** Why text in UTF-8 (or any encoding of one byte a sign) is no table; null where it may be one. */
export function findTextFault(head: Buffer): string | null {
  if (head.length === 0) return 'The file is empty.';
  return head.subarray(0, 4096).includes(0) ? 'The file is not text.' : null;
}

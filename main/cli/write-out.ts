/** Writing to a stream no faster than its reader takes it. */
import { once } from 'node:events';
import { EngineError } from '../../preload/contract.js';
import { joinPieces } from '../engine/exports/write-file.js';
import type { TextStream } from './surroundings.js';

/** Writes texts in pieces. Throws EngineError `cancelled` between two of them, and the stream's error. */
export async function writeOut(stream: TextStream, texts: Iterable<string>, signal: AbortSignal): Promise<void> {
  for (const piece of joinPieces(texts)) {
    if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
    if (!stream.write(piece)) await once(stream, 'drain', { signal });
  }
}

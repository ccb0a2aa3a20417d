/** Brings the result object of a query to a file, byte for byte: a stream that breaks is gone on with where it broke. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { EngineError } from '../../../../preload/contract.js';
import { isCut, isPassing } from '../aws-faults.js';
import { growingPauses, sleep, type Pace } from '../pace.js';
import { CsvRecords } from './csv-records.js';

/** Streams that break one after another without a byte. */
const mostVainStreams = 4;

export interface ResultObject {
  readonly bucket: string;
  readonly key: string;
}

/** Null for what is no address of an object. */
export function parseObjectUri(uri: string): ResultObject | null {
  const match = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri);
  return match === null ? null : { bucket: match[1] ?? '', key: match[2] ?? '' };
}

export interface Download {
  readonly client: S3Client;
  readonly object: ResultObject;
  readonly file: string;
  readonly signal: AbortSignal;
  readonly pace: Pace;
  readonly onBytes: (done: number, total: number | null) => void;
}

/**
 * Resolves to what was counted of its CSV records. Throws what the SDK throws, and EngineError `network` where the object
 * does not come whole.
 */
export async function downloadResult(download: Download): Promise<CsvRecords> {
  const { client, object, file, signal, pace, onBytes } = download;
  const records = new CsvRecords();
  const nextPause = growingPauses(pace.retryMs, pace.retryCapMs);
  let received = 0;
  let total: number | null = null;
  let etag: string | undefined;
  let vainStreams = 0;
  let progressMs = Date.now();
  const handle = await open(file, 'w');
  try {
    for (;;) {
      const before = received;
      let fault: unknown = null;
      try {
        const answer = await client.send(
          new GetObjectCommand({
            Bucket: object.bucket,
            Key: object.key,
            ...(received > 0 && { Range: `bytes=${received}-`, IfMatch: etag }),
          }),
          { abortSignal: signal },
        );
        checkRange(answer, received);
        etag = answer.ETag;
        total ??= answer.ContentLength ?? null;
        await readBody(answer, handle, { signal, idleMs: pace.idleMs }, (piece) => {
          records.take(piece);
          received += piece.length;
          onBytes(received, total);
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof EngineError || !isPassing(error)) throw error;
        fault = error;
      }
      const isWhole = total === null ? fault === null : received === total;
      if (isWhole) return finish(records);
      if (received > before) {
        vainStreams = 0;
        progressMs = Date.now();
      } else if (fault === null || isCut(fault)) vainStreams++;
      const isLasting = vainStreams >= mostVainStreams || Date.now() - progressMs > pace.faultMs;
      if (isLasting && fault !== null && !isCut(fault)) throw fault;
      if (isLasting || (total !== null && received > total)) throw cut(received, total);
      await sleep(nextPause(), signal);
    }
  } finally {
    await handle.close();
  }
}

/** A service that does not know ranges sends the whole again. */
function checkRange({ ContentRange }: GetObjectCommandOutput, from: number): void {
  if (from > 0 && !(ContentRange ?? '').startsWith(`bytes ${from}-`)) throw cut(from, null);
}

function finish(records: CsvRecords): CsvRecords {
  if (records.isCut)
    throw new EngineError('network', 'The result of the query ends in the middle of a value.', tryAgain);
  return records;
}

const tryAgain = { wayOut: 'Ask again; with result reuse the query is not paid for twice.' };

function cut(received: number, total: number | null): EngineError {
  const of = total === null ? '' : ` of ${total.toLocaleString('en')}`;
  return new EngineError(
    'network',
    `The result of the query broke off after ${received.toLocaleString('en')}${of} bytes.`,
    tryAgain,
  );
}

async function readBody(
  { Body }: GetObjectCommandOutput,
  handle: FileHandle,
  { signal, idleMs }: { readonly signal: AbortSignal; readonly idleMs: number },
  onPiece: (piece: Uint8Array) => void,
): Promise<void> {
  if (Body === undefined) return;
  const body = Body as Readable;
  const timedOut = () => body.destroy(Object.assign(new Error('The stream stands still.'), { code: 'ETIMEDOUT' }));
  const stop = () => body.destroy();
  let timer = setTimeout(timedOut, idleMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const piece of body) {
      clearTimeout(timer);
      await handle.writeFile(piece as Uint8Array);
      onPiece(piece as Uint8Array);
      timer = setTimeout(timedOut, idleMs);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** A file goes to S3 in parts and stays invisible there until it is completed. */
import { open } from 'node:fs/promises';
import { EngineError } from '../../../../preload/contract.js';
import { insist } from './insist.js';
import type { LakeStore, SentPart } from './lake-store.js';
import type { BegunUpload, UploadJournal } from './upload-journal.js';

export interface FileToSend {
  readonly key: string;
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly fingerprint: string;
  readonly rows: number;
  readonly columnBytes: readonly number[];
}

/** All of it has arrived; it only has to be completed. */
export interface SentFile extends BegunUpload {
  readonly parts: readonly SentPart[];
}

const smallestPart = 16 * 2 ** 20;

/** S3 takes 10,000 parts. */
const mostParts = 9000;

const atOnce = 4;

export function choosePartBytes(bytes: number): number {
  const least = Math.ceil(bytes / mostParts);
  return Math.max(smallestPart, Math.ceil(least / 2 ** 20) * 2 ** 20);
}

/** An empty file has one part, which is empty. */
const countParts = (upload: Pick<BegunUpload, 'bytes' | 'partBytes'>) =>
  Math.max(1, Math.ceil(upload.bytes / upload.partBytes));

const lengthOfPart = ({ bytes, partBytes }: Pick<BegunUpload, 'bytes' | 'partBytes'>, number: number) =>
  Math.min(partBytes, bytes - (number - 1) * partBytes);

/** The parts that have arrived whole. */
function rightParts(upload: BegunUpload, parts: readonly SentPart[]): ReadonlyMap<number, SentPart> {
  return new Map(
    parts.filter(({ number, bytes }) => bytes === lengthOfPart(upload, number)).map((part) => [part.number, part]),
  );
}

function toSent(upload: BegunUpload, parts: ReadonlyMap<number, SentPart>): SentFile | null {
  if (parts.size < countParts(upload)) return null;
  return { ...upload, parts: [...parts.values()].sort((a, b) => a.number - b.number) };
}

/** What was begun before and has arrived as a whole; null where something is missing. */
export async function findSent(store: LakeStore, upload: BegunUpload): Promise<SentFile | null> {
  const parts = await store.listParts(upload.key, upload.uploadId);
  return parts === null ? null : toSent(upload, rightParts(upload, parts));
}

async function sendParts(
  store: LakeStore,
  upload: BegunUpload,
  path: string,
  sent: Map<number, SentPart>,
  { signal, onBytes }: SendOptions,
): Promise<void> {
  const missing = Array.from({ length: countParts(upload) }, (_, at) => at + 1).filter((number) => !sent.has(number));
  const handle = await open(path);
  let failed = false;
  async function work(): Promise<void> {
    for (let number = missing.shift(); number !== undefined && !failed; number = missing.shift()) {
      const length = lengthOfPart(upload, number);
      const { buffer, bytesRead } = await handle.read(
        Buffer.allocUnsafe(length),
        0,
        length,
        (number - 1) * upload.partBytes,
      );
      if (bytesRead !== length)
        throw new EngineError('mismatch', `The file “${path}” changed while it was sent.`, {
          file: path,
          wayOut: 'Publish again when nothing writes to it.',
        });
      const at = number;
      sent.set(at, await insist(() => store.sendPart(upload.key, upload.uploadId, at, buffer), signal));
      onBytes(length, false);
    }
  }
  try {
    const workers = Array.from({ length: Math.min(atOnce, missing.length) }, () =>
      work().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    );
    const results = await Promise.allSettled(workers);
    const broken = results.find((result) => result.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  } finally {
    await handle.close();
  }
}

export interface SendOptions {
  readonly signal: AbortSignal;
  /** So many more bytes have arrived, now or earlier. */
  readonly onBytes: (bytes: number, earlier: boolean) => void;
}

/**
 * Sends what is missing of the file. An upload that was begun with the same bytes is gone on with; one with other bytes is
 * aborted. Throws EngineError as the store does; what has arrived stays.
 */
export async function sendFile(
  store: LakeStore,
  journal: UploadJournal,
  file: FileToSend,
  contentType: string,
  options: SendOptions,
): Promise<SentFile> {
  const { path, ...about } = file;
  for (const upload of [...journal.begun.values()].filter(({ key }) => key === file.key)) {
    const isSame = upload.sha256 === file.sha256 && upload.bytes === file.bytes;
    const parts = isSame ? await store.listParts(upload.key, upload.uploadId) : null;
    if (parts !== null) {
      const arrived = new Map(rightParts(upload, parts));
      options.onBytes(
        [...arrived.values()].reduce((sum, { bytes }) => sum + bytes, 0),
        true,
      );
      await sendParts(store, upload, path, arrived, options);
      return requireSent(upload, arrived);
    }
    await store.abortUpload(upload.key, upload.uploadId);
    await journal.end(upload.uploadId);
  }
  const uploadId = await insist(() => store.beginUpload(file.key, contentType), options.signal);
  const upload = { ...about, columnBytes: [...about.columnBytes], uploadId, partBytes: choosePartBytes(file.bytes) };
  await journal.add(upload);
  const arrived = new Map<number, SentPart>();
  await sendParts(store, upload, path, arrived, options);
  return requireSent(upload, arrived);
}

function requireSent(upload: BegunUpload, parts: ReadonlyMap<number, SentPart>): SentFile {
  const sent = toSent(upload, parts);
  if (sent === null) throw new EngineError('internal', `Parts of ${upload.key} are missing.`);
  return sent;
}

/**
 * Makes the object visible and checks that it is there as it was sent. Throws EngineError `mismatch` where it is not.
 */
export async function completeFile(
  store: LakeStore,
  journal: UploadJournal,
  file: SentFile,
  signal: AbortSignal,
): Promise<void> {
  const etag = await insist(() => store.completeUpload(file.key, file.uploadId, file.parts), signal);
  const there = await insist(() => store.head(file.key), signal);
  // Where the answer to the first attempt got lost, the service knows the upload no more, but the object is there.
  if (there === null || there.bytes !== file.bytes || (etag !== null && there.etag !== etag)) {
    await journal.end(file.uploadId);
    throw new EngineError('mismatch', `${store.place.uri}${file.key} is not there as it was sent.`, {
      wayOut: 'Publish again: it is sent anew.',
    });
  }
  await journal.end(file.uploadId);
}

/** All files of a publication go to S3, one after another, while the next is written: two at most lie on the disk. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../../preload/contract.js';
import type { Connection } from '../../database.js';
import { eachAtOnce } from '../at-once.js';
import type { Piece } from './gather-pieces.js';
import { digest } from './lake-place.js';
import type { LakeStore } from './lake-store.js';
import type { Plan } from './plan-publication.js';
import type { PublishProgress } from './publish-progress.js';
import { hasContent, type RawFile } from './raw-files.js';
import { findSent, sendFile, type FileToSend, type SentFile } from './send-file.js';
import type { UploadJournal } from './upload-journal.js';
import { writePiece } from './write-piece.js';

export interface Sending {
  readonly connection: Connection;
  readonly store: LakeStore;
  readonly journal: UploadJournal;
  /** For files on their way. */
  readonly folder: string;
  readonly progress: PublishProgress;
  readonly signal: AbortSignal;
}

export interface Sent {
  /** What has arrived and waits to be completed, by key. */
  readonly files: ReadonlyMap<string, SentFile>;
  /** Raw files whose content is another than was loaded. */
  readonly changedRaw: ReadonlySet<string>;
}

const parquetType = 'application/vnd.apache.parquet';

/** Requests about whole objects and statements that are under way together. */
export const atOnce = 8;

const rawFingerprint = (file: RawFile) => `raw ${file.sha256} ${file.bytes}`;

/** What was begun earlier: what has arrived whole is taken over, what nobody wants any more is aborted. */
async function takeOver(
  { store, journal, signal }: Sending,
  wanted: ReadonlyMap<string, string>,
): Promise<Map<string, SentFile>> {
  const arrived = new Map<string, SentFile>();
  await eachAtOnce([...journal.begun.values()], atOnce, signal, async (upload) => {
    if (wanted.get(upload.key) !== upload.fingerprint) {
      await store.abortUpload(upload.key, upload.uploadId);
      await journal.end(upload.uploadId);
      return;
    }
    const sent = await findSent(store, upload);
    if (sent !== null) arrived.set(upload.key, sent);
  });
  return arrived;
}

/** Throws EngineError as DuckDB and the store do; what has arrived stays, for the next time. */
export async function sendAll(sending: Sending, plan: Plan): Promise<Sent> {
  const { connection, store, journal, folder, progress, signal } = sending;
  const pieces = plan.pieces.flatMap(({ piece, kept }) => (kept === null ? [piece] : []));
  const raw = plan.raw.filter((file) => file.path !== null);
  const estimated = [...pieces.map((piece) => piece.estimatedBytes), ...raw.map((file) => file.bytes)];
  progress.enter(
    'Sending',
    'bytes',
    estimated.reduce((sum, bytes) => sum + bytes, 0),
  );
  const files = await takeOver(
    sending,
    new Map([
      ...pieces.map(({ key, fingerprint }) => [key, fingerprint] as const),
      ...raw.map((file) => [file.key, rawFingerprint(file)] as const),
    ]),
  );
  for (const { bytes } of files.values()) progress.add(bytes, true);

  const changedRaw = new Set<string>();
  let underWay: Promise<void> = Promise.resolve();

  /** Waits for the file before it and lets the caller go on to the next. */
  async function send(file: FileToSend, contentType: string, isOurs: boolean): Promise<void> {
    await underWay;
    underWay = sendFile(store, journal, file, contentType, {
      signal,
      onBytes: (bytes, earlier) => progress.add(bytes, earlier),
    })
      .then((sent) => void files.set(file.key, sent))
      .finally(() => (isOurs ? rm(file.path, { force: true }) : undefined));
    underWay.catch(() => undefined); // awaited before the next, or below
  }

  async function write(piece: Piece): Promise<void> {
    const path = join(folder, `${digest(piece.key)}.parquet`);
    const written = await writePiece(connection, piece, path, signal);
    progress.correct(written.bytes - piece.estimatedBytes);
    await send({ ...written, key: piece.key, fingerprint: piece.fingerprint }, parquetType, true);
  }

  async function takeRaw(file: RawFile): Promise<void> {
    if (file.path === null) return;
    if (!(await hasContent(file.path, file.sha256, signal))) {
      changedRaw.add(file.key);
      progress.correct(-file.bytes);
      return;
    }
    const { key, bytes, sha256, path } = file;
    const about = { key, path, bytes, sha256, fingerprint: rawFingerprint(file), rows: 0, columnBytes: [] };
    await send(about, 'application/octet-stream', false);
  }

  try {
    for (const piece of pieces) if (!files.has(piece.key)) await write(piece);
    for (const file of raw) if (!files.has(file.key)) await takeRaw(file);
    await underWay;
  } catch (error) {
    await underWay.catch(() => undefined); // the file it reads must not be taken away under it
    throw signal.aborted ? new EngineError('cancelled', 'Cancelled.') : error;
  }
  return { files, changedRaw };
}

/** A file elsewhere, wherever that is, as it is now. */
import type { Readable } from 'node:stream';
import type { EngineError } from '../../../../preload/contract.js';
import type { Proof } from './digests.js';

/** First byte, and the one behind the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface OpenedRange {
  /** The other end has sent the whole file, from its first byte on, whatever was asked for. */
  readonly isWhole: boolean;
  readonly stream: Readable;
}

export interface RemoteFile {
  /** As it was asked for. */
  readonly source: string;
  /** For people, and for what is written down: without secrets. */
  readonly title: string;
  /** What it is known by, whatever its content; without what differs from one signed address to the next. */
  readonly identity: string;
  /** Folders that tell it from others of its name, and its name. */
  readonly place: readonly string[];
  /** Null where the other end does not say it. */
  readonly bytes: number | null;
  /** Another one is another content. Null where the other end says nothing of it. */
  readonly version: string | null;
  /** False where it is known that ranges are not served. */
  readonly takesRanges: boolean;
  /** What the content can be checked by; null where there is nothing but its length. */
  findProof(signal: AbortSignal): Promise<Proof | null>;
  /** Throws {@link ChangedError}, or what the other end or the network says. */
  open(range: ByteRange | null, signal: AbortSignal): Promise<OpenedRange>;
  /** The file as it is by now. Throws EngineError. */
  lookAgain(signal: AbortSignal): Promise<RemoteFile>;
  explain(error: unknown): EngineError;
}

/** The content is another one than when it was looked at. */
export class ChangedError extends Error {
  override readonly name = 'ChangedError';
}

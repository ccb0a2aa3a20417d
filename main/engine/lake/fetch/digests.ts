/** What a file is checked by when it has come: digests of the whole, or of parts of it. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Crc } from './crc.js';

/** Strongest first; of those that cost the same, the fastest. */
export const digestNames = ['sha512', 'sha256', 'crc64nvme', 'crc32c', 'crc32', 'sha1', 'md5'] as const;
export type DigestName = (typeof digestNames)[number];

/** What the other end says of the content. `value` is lower-case hex. */
export type Proof =
  | { readonly of: 'whole'; readonly digest: DigestName; readonly value: string }
  /** The digest of the digests of the parts: one of these ways to part the file gives the value. */
  | {
      readonly of: 'parts';
      readonly digest: DigestName;
      readonly value: string;
      /** Sizes of all parts but the last, which is what is left: one list for each way. */
      readonly ways: readonly (readonly number[])[];
      /** Guessed ways prove a file that is right, and say nothing of one that fits none of them. */
      readonly isGuess: boolean;
    };

interface Running {
  update(bytes: Uint8Array): void;
  digest(): Buffer;
}

function start(name: DigestName): Running {
  if (name === 'crc32' || name === 'crc32c' || name === 'crc64nvme') return new Crc(name);
  return createHash(name);
}

/** Digests each part by itself, then their digests. */
class OfParts implements Running {
  private readonly whole: Running;
  private part: Running;
  private at = 0;
  private taken = 0;

  constructor(
    private readonly name: DigestName,
    private readonly sizes: readonly number[],
  ) {
    this.whole = start(name);
    this.part = start(name);
  }

  update(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      const left = (this.sizes[this.at] ?? Infinity) - this.taken;
      const piece = rest.subarray(0, Math.min(left, rest.length));
      this.part.update(piece);
      this.taken += piece.length;
      rest = rest.subarray(piece.length);
      // the last part has no size of its own: it ends with the file
      if (rest.length > 0 && this.taken >= (this.sizes[this.at] ?? Infinity)) this.next();
    }
  }

  digest(): Buffer {
    this.whole.update(this.part.digest());
    return this.whole.digest();
  }

  private next(): void {
    this.whole.update(this.part.digest());
    this.part = start(this.name);
    this.at++;
    this.taken = 0;
  }
}

function begin(proof: Proof): readonly Running[] {
  return proof.of === 'whole' ? [start(proof.digest)] : proof.ways.map((sizes) => new OfParts(proof.digest, sizes));
}

const chunkBytes = 2 ** 20;

/** Reads a file and says whether the proof holds. `onBytes` is told of what has been read, as it is read. */
export async function proves(
  proof: Proof,
  path: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const running = begin(proof);
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      for (const one of running) one.update(bytes);
      onBytes(bytesRead);
    }
  } finally {
    await handle.close();
  }
  return running.some((one) => one.digest().toString('hex') === proof.value);
}

/** The sizes of parts that are all alike, the last aside. */
export function alikeParts(bytes: number, partBytes: number): readonly number[] {
  return Array.from({ length: Math.ceil(bytes / partBytes) - 1 }, () => partBytes);
}

const mebibyte = 2 ** 20;
/** Of the usual tools, where several would do. */
const usualPartBytes = [8, 5, 16, 10, 64, 32, 100, 128, 256, 512].map((size) => size * mebibyte);
/** Each costs a digest of the whole file. */
const mostWays = 12;

/** How a file may have been sent in `count` parts, where nobody says it: by the sizes that tools use, else whole MiB. */
export function guessWays(bytes: number, count: number): readonly (readonly number[])[] {
  if (count === 1) return [[]];
  const least = Math.ceil(bytes / count);
  const whole: number[] = [];
  for (let size = Math.ceil(least / mebibyte); size * mebibyte * (count - 1) < bytes && whole.length < mostWays; size++)
    whole.push(size * mebibyte);
  const sizes = [...usualPartBytes, ...whole, least].filter((size) => Math.ceil(bytes / size) === count);
  return [...new Set(sizes)].slice(0, mostWays).map((size) => alikeParts(bytes, size));
}

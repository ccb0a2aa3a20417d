/** The checksums that S3 knows, over a stream. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const checksumAlgorithms = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

export interface RunningHash {
  update(data: Buffer): void;
  /** The value in bytes. */
  digest(): Buffer;
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function toBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

export function startHash(algorithm: ChecksumAlgorithm | 'MD5'): RunningHash {
  if (algorithm === 'CRC32') {
    let value = 0;
    return { update: (data) => void (value = crc32(data, value)), digest: () => toBytes(value) };
  }
  if (algorithm === 'CRC32C') {
    let value = 0xffffffff;
    return {
      update(data) {
        for (const byte of data) value = (castagnoli[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
      },
      digest: () => toBytes(value ^ 0xffffffff),
    };
  }
  const hash = createHash(algorithm.toLowerCase());
  return { update: (data) => void hash.update(data), digest: () => hash.digest() };
}

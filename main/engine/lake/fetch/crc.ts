/** CRC-32, CRC-32C and CRC-64/NVME: what S3 keeps with its objects, and node:crypto does not have. Eight bytes a step. */

export type CrcName = 'crc32' | 'crc32c' | 'crc64nvme';

/** Reflected polynomials, 64 bits as two words. */
const polynomials: Readonly<Record<CrcName, { readonly low: number; readonly high: number }>> = {
  crc32: { low: 0xedb88320, high: 0 },
  crc32c: { low: 0x82f63b78, high: 0 },
  crc64nvme: { low: 0xac4bc9b5, high: 0x9a6c9329 },
};

/** Of two words: `[k * 256 + b]` is what byte `b` amounts to when `k` bytes follow it. */
interface Tables {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

function makeTables(name: CrcName): Tables {
  const polynomial = polynomials[name];
  const low = new Int32Array(8 * 256);
  const high = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let lo = byte;
    let hi = 0;
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (lo & 1) === 1;
      lo = (lo >>> 1) | (hi << 31);
      hi >>>= 1;
      if (isOdd) {
        lo ^= polynomial.low;
        hi ^= polynomial.high;
      }
    }
    low[byte] = lo;
    high[byte] = hi;
  }
  for (let at = 256; at < 8 * 256; at++) {
    const lo = low[at - 256] ?? 0;
    const hi = high[at - 256] ?? 0;
    low[at] = ((lo >>> 8) | (hi << 24)) ^ (low[lo & 255] ?? 0);
    high[at] = (hi >>> 8) ^ (high[lo & 255] ?? 0);
  }
  return { low, high };
}

const made = new Map<CrcName, Tables>();

function tablesOf(name: CrcName): Tables {
  const known = made.get(name);
  if (known !== undefined) return known;
  const tables = makeTables(name);
  made.set(name, tables);
  return tables;
}

export class Crc {
  private readonly tables: Tables;
  private low = -1;
  private high: number;

  constructor(private readonly name: CrcName) {
    this.tables = tablesOf(name);
    this.high = name === 'crc64nvme' ? -1 : 0;
  }

  update(bytes: Uint8Array): void {
    if (this.name === 'crc64nvme') this.updateWide(bytes);
    else this.updateNarrow(bytes);
  }

  /** Big-endian, as it is written in headers: 4 or 8 bytes. */
  digest(): Buffer {
    const words = this.name === 'crc64nvme' ? [~this.high, ~this.low] : [~this.low];
    const buffer = Buffer.alloc(4 * words.length);
    words.forEach((word, at) => buffer.writeInt32BE(word, 4 * at));
    return buffer;
  }

  private updateNarrow(bytes: Uint8Array): void {
    const t = this.tables.low;
    const end = bytes.length - (bytes.length % 8);
    let crc = this.low;
    let at = 0;
    for (; at < end; at += 8) {
      const first = crc ^ word(bytes, at);
      crc =
        entry(t, 1792 + (first & 255)) ^
        entry(t, 1536 + ((first >>> 8) & 255)) ^
        entry(t, 1280 + ((first >>> 16) & 255)) ^
        entry(t, 1024 + (first >>> 24)) ^
        entry(t, 768 + entry(bytes, at + 4)) ^
        entry(t, 512 + entry(bytes, at + 5)) ^
        entry(t, 256 + entry(bytes, at + 6)) ^
        entry(t, entry(bytes, at + 7));
    }
    for (; at < bytes.length; at++) crc = entry(t, (crc ^ entry(bytes, at)) & 255) ^ (crc >>> 8);
    this.low = crc;
  }

  private updateWide(bytes: Uint8Array): void {
    const { low, high } = this.tables;
    const end = bytes.length - (bytes.length % 8);
    let at = 0;
    let lo = this.low;
    let hi = this.high;
    for (; at < end; at += 8) {
      const first = lo ^ word(bytes, at);
      const second = hi ^ word(bytes, at + 4);
      const a = 1792 + (first & 255);
      const b = 1536 + ((first >>> 8) & 255);
      const c = 1280 + ((first >>> 16) & 255);
      const d = 1024 + (first >>> 24);
      const e = 768 + (second & 255);
      const f = 512 + ((second >>> 8) & 255);
      const g = 256 + ((second >>> 16) & 255);
      const h = second >>> 24;
      lo = entry(low, a) ^ entry(low, b) ^ entry(low, c) ^ entry(low, d);
      lo ^= entry(low, e) ^ entry(low, f) ^ entry(low, g) ^ entry(low, h);
      hi = entry(high, a) ^ entry(high, b) ^ entry(high, c) ^ entry(high, d);
      hi ^= entry(high, e) ^ entry(high, f) ^ entry(high, g) ^ entry(high, h);
    }
    for (; at < bytes.length; at++) {
      const index = (lo ^ entry(bytes, at)) & 255;
      lo = ((lo >>> 8) | (hi << 24)) ^ entry(low, index);
      hi = (hi >>> 8) ^ entry(high, index);
    }
    this.low = lo;
    this.high = hi;
  }
}

/** The index is always within the array. */
function entry(array: Int32Array | Uint8Array, at: number): number {
  return array[at] as number;
}

function word(bytes: Uint8Array, at: number): number {
  return entry(bytes, at) | (entry(bytes, at + 1) << 8) | (entry(bytes, at + 2) << 16) | (entry(bytes, at + 3) << 24);
}

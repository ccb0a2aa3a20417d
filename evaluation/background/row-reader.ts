/** Reads the CSV of the shop (layout of the Kaggle files, in order of time) into columns, from bytes and without quotes. */
import { Rows } from '../rows.js';
import { Goods } from './goods.js';

const comma = 44;
const lineFeed = 10;
const zero = 48;

/** Types of events by their first letter. */
const typeOfLetter: Readonly<Record<number, number>> = { 118: 0, 99: 1, 114: 2, 112: 3 };

/** From this on (high half) numbers of sessions stand for users' events without a session. */
const ownSession = 0x20000000;

export class RowReader {
  readonly rows: Rows;
  readonly goods = new Goods();
  /** Lines that are not events. */
  refused = 0;
  private rest: Uint8Array = new Uint8Array(0);
  private day = '';
  private midnight = 0;

  /** Reads up to the second `end` (since 1970, UTC), which is not included. */
  constructor(
    private readonly end = Infinity,
    capacity = 1 << 16,
  ) {
    this.rows = new Rows(capacity);
  }

  /** Takes whole lines and keeps what is left; false when the end is reached. */
  read(bytes: Uint8Array): boolean {
    let all = bytes;
    if (this.rest.length > 0) {
      all = new Uint8Array(this.rest.length + bytes.length);
      all.set(this.rest);
      all.set(bytes, this.rest.length);
    }
    let from = 0;
    for (;;) {
      const to = all.indexOf(lineFeed, from);
      if (to < 0) break;
      if (to > from && !this.readLine(all, from, all[to - 1] === 13 ? to - 1 : to)) return false;
      from = to + 1;
    }
    this.rest = all.slice(from);
    return true;
  }

  private readLine(bytes: Uint8Array, from: number, to: number): boolean {
    const ends: number[] = [];
    for (let at = from; at < to; at++) if (bytes[at] === comma) ends.push(at);
    const type = typeOfLetter[bytes[(ends[0] ?? 0) + 1] as number];
    if (ends.length !== 8 || type === undefined || (bytes[from] as number) > 57) {
      this.refused += this.rows.length === 0 && this.refused === 0 ? 0 : 1; // the first may be the header
      return true;
    }
    const end = (field: number) => ends[field] as number;
    const second = this.readTime(bytes, from);
    if (second >= this.end) return false;
    const product = readWhole(bytes, end(1) + 1, end(2));
    const price = readMoney(bytes, end(5) + 1, end(6));
    const user = readWhole(bytes, end(6) + 1, end(7));
    this.goods.see(product, price, () => ({
      categoryId: textOf(bytes, end(2) + 1, end(3)),
      category: textOf(bytes, end(3) + 1, end(4)),
      brand: textOf(bytes, end(4) + 1, end(5)),
    }));
    let sessionLow = user;
    let sessionHigh = ownSession;
    if (to - end(7) > 30) {
      sessionLow = readHex(bytes, end(7) + 1, 8);
      sessionHigh = readHex(bytes, end(7) + 10, 4) * 65_536 + readHex(bytes, end(7) + 25, 4);
      sessionHigh = (sessionHigh & 0x1fffffff) >>> 0;
    }
    this.rows.add({ second, type, product, user, sessionLow, sessionHigh, price, label: -1 });
    return true;
  }

  private readTime(bytes: Uint8Array, from: number): number {
    // The day changes seldom.
    let isSame = this.day !== '';
    for (let i = 0; i < 10 && isSame; i++) isSame = bytes[from + i] === this.day.charCodeAt(i);
    if (!isSame) {
      this.day = textOf(bytes, from, from + 10);
      this.midnight = Date.parse(`${this.day}T00:00:00Z`) / 1000;
    }
    const two = (at: number) => ((bytes[from + at] as number) - zero) * 10 + (bytes[from + at + 1] as number) - zero;
    return this.midnight + two(11) * 3600 + two(14) * 60 + two(17);
  }
}

function readWhole(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at] as number) - zero;
  return value;
}

function readMoney(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return NaN;
  let cents = 0;
  let scale = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === 46) scale = 1;
    else {
      cents = cents * 10 + byte - zero;
      scale *= 10;
    }
  }
  return scale > 1 ? cents / scale : cents;
}

function readHex(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) {
    const byte = bytes[at] as number;
    value = value * 16 + (byte <= 57 ? byte - zero : (byte | 32) - 87);
  }
  return value;
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

/**
 * Rows written the way the published files write them,
 * `2019-10-01 00:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3-4e00-8c23-a032dfed738c`,
 * and in the order of time. A reader that knows what to expect proves with one look at each byte what a load asks
 * otherwise of expressions over every field (row-checks.ts), and counts on the way what the first answers need.
 */
import { CopiedRows } from './copied-rows.js';
import { SessionNames } from './session-names.js';
import { SlotCounts } from './slot-counts.js';
import { WordBook } from './word-book.js';

const LF = 10;
const comma = 44;
const dash = 45;
const dot = 46;
const colon = 58;
const zero = 48;

/** Length of `2019-10-01 00`, which most rows share with the one before. */
const hourBytes = 13;
const uuidBytes = 36;
/** With more digits a number may not fit into 64 bits, or not exactly into a double. */
const mostDigits = 15;
const categoryDigits = 19;

const bytesOf = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const typeWords = ['view', 'cart', 'remove_from_cart', 'purchase'].map((word) => bytesOf(`${word},`));
const typeOfFirstByte = new Int8Array(256).fill(-1);
typeWords.forEach((word, type) => (typeOfFirstByte[word[0] as number] = type));
const purchase = 3;

/** Signs of a UUID as DuckDB writes it. */
const isHex = new Uint8Array(256);
for (const sign of bytesOf('0123456789abcdef')) isHex[sign] = 1;

/** In a word: 1 is the comma that ends it, 2 may not be there (quotes, newlines and other signs of control). */
const wordSigns = new Uint8Array(256).fill(2, 0, 32);
wordSigns[comma] = 1;
wordSigns[34] = 2;
wordSigns[127] = 2;

/** A row with too few fields: it becomes a reject. */
export interface ShortRow {
  /** How many rows stand before it, short ones too. */
  readonly before: number;
  readonly text: string;
}

/** With more of them the file is not what it is taken for. */
const mostShortRows = 10_000;
const mostTextBytes = 10_000;
/** With more of them a column is no dictionary. */
const mostWords = 500_000;

export class UsualRows {
  /** Whole rows so far. */
  rows = 0;
  readonly shortRows: ShortRow[] = [];
  /** Whether each session is a UUID, or absent. */
  hasOnlyUuids = true;
  /** Seconds since 1970 of the first and the last row; NaN where there is none. */
  firstSecond = NaN;
  lastSecond = NaN;
  readonly categories = new WordBook();
  readonly codes = new WordBook();
  readonly brands = new WordBook();
  readonly slotCounts = new SlotCounts();
  readonly copies = new CopiedRows();

  private readonly names: SessionNames;
  private readonly hour = new Uint8Array(hourBytes);
  private hourSecond = NaN;

  /** `writeNames` takes the names of sessions, a line each, most of them once. */
  constructor(writeNames: (lines: Uint8Array) => void) {
    this.names = new SessionNames(writeNames);
  }

  /** What names of sessions are still held back. */
  flush(): void {
    this.names.flush();
  }

  /**
   * Reads rows, each ended by a newline; all rows of a second come in one piece. False at the first that is neither usual
   * nor short.
   */
  push(data: Uint8Array, from: number, to: number): boolean {
    this.copies.forget(); // what stood there before is gone
    for (let at = from; at < to;) {
      let next = this.readRow(data, at);
      if (next < 0) next = this.readShortRow(data, at);
      if (next < 0) return false;
      at = next;
    }
    return [this.categories, this.codes, this.brands].every((words) => words.length <= mostWords);
  }

  /** Returns where the next row begins; −1 where this one is not usual. */
  private readRow(data: Uint8Array, start: number): number {
    const { hour } = this;
    let at = start;
    let shared = hourBytes - 1;
    while (shared >= 0 && hour[shared] === data[at + shared]) shared--;
    if (shared >= 0 && !this.enterHour(data, at)) return -1;
    at += hourBytes;
    const m1 = (data[at + 1] as number) - zero;
    const m2 = (data[at + 2] as number) - zero;
    const s1 = (data[at + 4] as number) - zero;
    const s2 = (data[at + 5] as number) - zero;
    if (data[at] !== colon || data[at + 3] !== colon) return -1;
    if (m1 >>> 0 > 5 || m2 >>> 0 > 9 || s1 >>> 0 > 5 || s2 >>> 0 > 9) return -1;
    // " UTC,"
    if (data[at + 6] !== 32 || data[at + 7] !== 85 || data[at + 8] !== 84 || data[at + 9] !== 67) return -1;
    if (data[at + 10] !== comma) return -1;
    at += 11;
    const minute = m1 * 10 + m2;
    const second = this.hourSecond + minute * 60 + s1 * 10 + s2;
    if (second < this.lastSecond) return -1; // no row before it makes this NaN, and that false

    const type = typeOfFirstByte[data[at] as number] as number;
    if (type < 0) return -1;
    const word = typeWords[type] as Uint8Array;
    for (let sign = 1; sign < word.length; sign++) if (data[at + sign] !== word[sign]) return -1;
    at += word.length;

    let digit = (data[at] as number) - zero;
    if (digit === 0) return -1;
    let begin = at;
    let product = 0;
    while (digit >>> 0 <= 9) {
      product = product * 10 + digit;
      digit = (data[++at] as number) - zero;
    }
    if (data[at] !== comma || at === begin || at - begin > mostDigits) return -1;
    begin = ++at;

    if (data[at] === zero) return -1;
    let hash = 0;
    let byte = data[at] as number;
    while ((byte - zero) >>> 0 <= 9) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = data[++at] as number;
    }
    if (byte !== comma || at - begin > categoryDigits) return -1;
    if (at - begin === categoryDigits && data[begin] === 57) return -1; // 9…: may not fit into 64 bits
    if (at > begin) this.categories.find(data, begin, at, hash);
    begin = ++at;

    hash = 0;
    byte = data[at] as number;
    while (wordSigns[byte] === 0) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = data[++at] as number;
    }
    if (byte !== comma || at - begin > mostTextBytes) return -1;
    const code = at > begin ? this.codes.find(data, begin, at, hash) : 0;
    begin = ++at;

    hash = 0;
    byte = data[at] as number;
    while (wordSigns[byte] === 0) {
      hash = (Math.imul(hash, 31) + byte) | 0;
      byte = data[++at] as number;
    }
    if (byte !== comma || at - begin > mostTextBytes) return -1;
    if (at > begin) this.brands.find(data, begin, at, hash);
    begin = ++at;

    digit = (data[at] as number) - zero;
    let cents = 0;
    if (digit === 0) digit = (data[++at] as number) - zero;
    else
      while (digit >>> 0 <= 9) {
        cents = cents * 10 + digit;
        digit = (data[++at] as number) - zero;
      }
    if (at === begin || at - begin > 12 || data[at] !== dot) return -1;
    const d1 = (data[at + 1] as number) - zero;
    const d2 = (data[at + 2] as number) - zero;
    if (d1 >>> 0 > 9 || d2 >>> 0 > 9 || data[at + 3] !== comma) return -1;
    cents = cents * 100 + d1 * 10 + d2;
    at += 4;

    digit = (data[at] as number) - zero;
    if (digit === 0) return -1;
    begin = at;
    let user = 0;
    while (digit >>> 0 <= 9) {
      user = user * 10 + digit;
      digit = (data[++at] as number) - zero;
    }
    if (data[at] !== comma || at === begin || at - begin > mostDigits) return -1;
    begin = ++at;

    let end = at + uuidBytes;
    let isOther = false;
    if (data[end] === LF && isUuid(data, at)) at = end;
    else {
      for (byte = data[at] as number; wordSigns[byte] === 0 && byte < 128;) byte = data[++at] as number;
      end = at;
      if (byte !== LF || at - begin > mostTextBytes) return -1;
      isOther = at > begin;
    }
    at++;
    if (end > begin) this.names.add(data, begin, end);
    if (isOther) this.hasOnlyUuids = false;

    if (second !== this.lastSecond) {
      if (this.rows === 0) this.firstSecond = second;
      this.lastSecond = second;
      this.copies.forget();
    }
    this.slotCounts.add((second / 900) | 0, code, type, type === purchase ? cents : 0);
    this.copies.add(data, start, end, (product ^ Math.imul(user | 0, 31)) | 0, this.rows);
    this.rows++;
    return at;
  }

  /** A row of fewer fields than nine, without any sign that could make it something else; −1 where it is another. */
  private readShortRow(data: Uint8Array, start: number): number {
    let commas = 0;
    let at = start;
    for (; data[at] !== LF; at++) {
      const byte = data[at] as number;
      if (byte === comma) commas++;
      else if (wordSigns[byte] !== 0 || byte > 127) return -1;
    }
    const isShort = at > start && at - start <= mostTextBytes && commas < 8;
    if (!isShort || this.shortRows.length >= mostShortRows) return -1;
    const text = String.fromCharCode(...data.subarray(start, at));
    this.shortRows.push({ before: this.rows + this.shortRows.length, text });
    return at + 1;
  }

  /** Whether the 13 bytes are a date and an hour. */
  private enterHour(data: Uint8Array, at: number): boolean {
    const text = String.fromCharCode(...data.subarray(at, at + hourBytes));
    if (!/^[1-9]\d{3}-\d\d-\d\d \d\d$/.test(text)) return false;
    const time = Date.parse(`${text.replace(' ', 'T')}:00:00Z`);
    if (Number.isNaN(time) || new Date(time).toISOString().slice(0, hourBytes) !== text.replace(' ', 'T')) return false;
    this.hour.set(data.subarray(at, at + hourBytes));
    this.hourSecond = time / 1000;
    return true;
  }
}

function isUuid(data: Uint8Array, start: number): boolean {
  if (data[start + 8] !== dash || data[start + 13] !== dash) return false;
  if (data[start + 18] !== dash || data[start + 23] !== dash) return false;
  let hexes = 0;
  for (let at = start; at < start + uuidBytes; at++) hexes += isHex[data[at] as number] as number;
  return hexes === uuidBytes - 4;
}

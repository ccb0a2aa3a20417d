/** Writes rows of the CSV as bytes, without a string or an object in between. */
import type { Catalog } from './catalog.js';
import { visitorTextLength, type Visits } from './visits.js';

const ascii = new TextEncoder();

export const header = ascii.encode(
  'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n',
);
const typeTexts = ['view,', 'cart,', 'purchase,', 'remove_from_cart,'].map((text) => ascii.encode(text));

/** No row is longer. */
export const longestRowBytes = 256;

export class RowWriter {
  private readonly time = ascii.encode('2019-10-01 00:00:00 UTC,');

  constructor(
    private readonly catalog: Catalog,
    private readonly visits: Visits,
  ) {}

  /** Rows written from now on happen in this second of the month. */
  setSecond(second: number): void {
    const time = this.time;
    const put = (at: number, value: number) => {
      time[at] = 48 + Math.floor(value / 10);
      time[at + 1] = 48 + (value % 10);
    };
    put(17, second % 60);
    if (second % 60 !== 0) return;
    put(14, Math.floor(second / 60) % 60);
    put(11, Math.floor(second / 3600) % 24);
    put(8, 1 + Math.floor(second / 86_400));
  }

  /** Writes one row at `at` and returns where the next begins. */
  write(
    out: Uint8Array,
    at: number,
    type: number,
    product: number,
    cents: number,
    visit: number,
    nullSession: boolean,
  ) {
    const { text, textFrom } = this.catalog;
    const time = this.time;
    for (let i = 0; i < 24; i += 1) out[at + i] = time[i] as number;
    at += 24;
    const typeText = typeTexts[type] as Uint8Array;
    for (let i = 0; i < typeText.length; i += 1) out[at + i] = typeText[i] as number;
    at += typeText.length;
    const productEnd = textFrom[product + 1] as number;
    for (let i = textFrom[product] as number; i < productEnd; i += 1) out[at++] = text[i] as number;
    at = writeMoney(out, at, cents);
    const visitors = this.visits.text;
    const from = visit * visitorTextLength;
    const length = nullSession ? 11 : visitorTextLength;
    for (let i = 0; i < length; i += 1) out[at + i] = visitors[from + i] as number;
    at += length;
    if (nullSession) out[at++] = 10;
    return at;
  }
}

function writeMoney(out: Uint8Array, at: number, cents: number): number {
  const units = Math.floor(cents / 100);
  let end = at + (units > 9999 ? 5 : units > 999 ? 4 : units > 99 ? 3 : units > 9 ? 2 : 1);
  const next = end + 3;
  for (let rest = units, i = end - 1; i >= at; i -= 1) {
    out[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  const fraction = cents - units * 100;
  out[end++] = 46;
  out[end++] = 48 + Math.floor(fraction / 10);
  out[end] = 48 + (fraction % 10);
  return next;
}

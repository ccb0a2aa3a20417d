/** One CSV record as texts and back (RFC 4180, with the delimiter and quote that the file has). */
import { decodeText } from './utf8.js';

/** What stands between fields and what around them; the empty quote where nothing does. */
export interface Signs {
  readonly delimiter: string;
  readonly quote: string;
}

export const usualSigns: Signs = { delimiter: ',', quote: '"' };

/** The fields of a sound record without its newline. */
export function splitRecord(record: Buffer, signs: Signs = usualSigns): string[] {
  const text = decodeText(record);
  const { delimiter, quote } = signs;
  if (quote === '' || !text.includes(quote)) return text.split(delimiter);
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === quote) {
      let end = text.indexOf(quote, at + 1);
      while (end >= 0 && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
      if (end < 0) end = text.length;
      values.push(text.slice(at + 1, end).replaceAll(quote + quote, quote));
      at = end + 1;
    } else {
      const next = text.indexOf(delimiter, at);
      const end = next < 0 ? text.length : next;
      values.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return values;
    at++; // the delimiter
    if (at === text.length) return [...values, ''];
  }
}

export function quoteField(value: string, signs: Signs = usualSigns): string {
  const { delimiter, quote } = signs;
  if (quote === '' || !(value.includes(delimiter) || value.includes(quote) || /[\r\n]/.test(value))) return value;
  return quote + value.replaceAll(quote, quote + quote) + quote;
}

export function joinRecord(values: readonly string[], signs: Signs = usualSigns): string {
  return values.map((value) => quoteField(value, signs)).join(signs.delimiter);
}

/** One CSV record as texts and back (RFC 4180). */
import { decodeText } from './utf8.js';

/** The fields of a sound record without its newline. */
export function splitRecord(record: Buffer): string[] {
  const text = decodeText(record);
  if (!text.includes('"')) return text.split(',');
  const values: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end < 0) end = text.length;
      values.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const comma = text.indexOf(',', at);
      const end = comma < 0 ? text.length : comma;
      values.push(text.slice(at, end));
      at = end;
    }
    if (at >= text.length) return values;
    at++; // the comma
    if (at === text.length) return [...values, ''];
  }
}

export function quoteField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

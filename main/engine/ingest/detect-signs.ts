/** How the text at the beginning of a file is encoded, and which signs stand between and around its fields. */
import { usualSigns, type Signs } from './record-text.js';
import { markedEncoding, type Encoding } from './read-text.js';
import { RecordScanner } from './scan-records.js';
import { splitRecord } from './record-text.js';
import { isUtf8 } from './utf8.js';

const delimiters = [',', ';', '\t', '|'];
const lookedAt = 50;
const lookedAtBytes = 2 ** 16;

/** At most `limit` records of the head of a CSV; the last one of a cut head is left out. */
export function readRecords(head: Buffer, isWhole: boolean, signs: Signs, limit: number): string[][] {
  const records: string[][] = [];
  const scanner = new RecordScanner(
    { expectedFields: null, hasHeader: false, signs },
    { onRecord: (record) => void (records.length < limit && records.push(splitRecord(record, signs))) },
  );
  scanner.push(head);
  if (isWhole) scanner.end();
  return records;
}

/** How many columns these signs make, where they make the same number in nearly every record. */
function countColumns(records: readonly string[][]): number {
  const [first] = records;
  if (first === undefined) return 0;
  const equal = records.filter((record) => record.length === first.length).length;
  return equal >= 0.8 * records.length ? first.length : 0;
}

const isWrapped = (value: string) => /^'.*'$/s.test(value);

/** Single quotes are seen as signs only where whole fields stand in them, and no delimiter would be lost. */
function detectQuote(records: readonly string[][]): string {
  const wrapped = records.filter((record) => record.some(isWrapped)).length;
  return records.length > 1 && wrapped > 0.5 * records.length ? "'" : usualSigns.quote;
}

export function detectSigns(text: Buffer, isWholeText: boolean): Signs {
  const head = text.subarray(0, lookedAtBytes);
  const isWhole = isWholeText && head.length === text.length;
  let best: Signs = usualSigns;
  let most = 1;
  for (const delimiter of delimiters) {
    const signs = { delimiter, quote: usualSigns.quote };
    const records = readRecords(head, isWhole, signs, lookedAt);
    const quote = detectQuote(records.slice(1));
    const columns = countColumns(
      quote === signs.quote ? records : readRecords(head, isWhole, { delimiter, quote }, lookedAt),
    );
    if (columns > most) {
      most = columns;
      best = { delimiter, quote };
    }
  }
  return best;
}

/** A line at a time, so that a single broken one does not decide; null where all is UTF-8. */
function sortLines(head: Buffer): { readonly broken: number; readonly sound: number } {
  let broken = 0;
  let sound = 0;
  for (let start = 0; start < head.length;) {
    const newline = head.indexOf(10, start);
    const end = newline < 0 ? head.length : newline;
    const isAscii = head.subarray(start, end).every((byte) => byte < 0x80);
    if (!isAscii && isUtf8(head, start, end)) sound++;
    else if (!isAscii && newline >= 0) broken++;
    start = end + 1;
  }
  return { broken, sound };
}

/** UTF-16 without a mark is half zeros in most texts. */
function looksLikeUtf16(head: Buffer): boolean {
  const pairs = Math.min(head.length, 4096) >> 1;
  let zeros = 0;
  for (let at = 0; at < pairs; at++) if (head[2 * at] !== 0 && head[2 * at + 1] === 0) zeros++;
  return pairs > 8 && zeros > 0.7 * pairs;
}

export function detectEncoding(head: Buffer): Encoding {
  const marked = markedEncoding(head);
  if (marked !== null) return marked;
  if (looksLikeUtf16(head)) return 'utf-16';
  const { broken, sound } = sortLines(head);
  return broken > sound ? 'windows-1252' : 'utf-8';
}

/**
 * Our own reading of CSV, independent of DuckDB's: it finds every record and its line, counts them, and takes out those
 * of a wrong shape. It looks at each byte once (about 800 MB/s) and never makes a string of a sound record.
 */
import { countNewlines, CR, findAfterQuoted, findNewline, LF, passNewline } from './find-newline.js';
import { joinRecord, splitRecord, usualSigns, type Signs } from './record-text.js';
import { decodeText, isUtf8 } from './utf8.js';

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const nothing = Buffer.alloc(0);

/** A record longer than this is no event; DuckDB's own limit is 2,000,000. */
export const maximumRecordBytes = 2 ** 20;
const tooLong = 'longer than 1 MiB';
const maximumTextLength = 10_000;

export type Newline = '\n' | '\r\n' | '\r';

export interface BadRecord {
  /** 1-based physical line where the record begins. */
  readonly line: number;
  readonly reason: string;
  /** The record as it stands, cut after 10,000 characters. */
  readonly text: string;
}

/** What a scan hands out. Bytes are valid during the call only. */
export interface RecordVisitor {
  onReject?(reject: BadRecord): void;
  /** Each sound record without its newline. Slows the scan: for previews and for finding single rows. */
  onRecord?(record: Buffer, line: number): void;
  /** The sound records once more, in runs, each ended by the file's first kind of newline: a clean copy. */
  onCleanBytes?(bytes: Buffer): void;
}

export interface ScanOptions {
  /** How many fields a record has to have; null takes any number. */
  readonly expectedFields: number | null;
  /** The first record is a header: it is passed over. */
  readonly hasHeader: boolean;
  /** Commas and double quotes unless said. */
  readonly signs?: Signs;
}

export interface ScanSummary {
  /** Sound records, the header not counted. */
  readonly records: number;
  readonly rejected: number;
  readonly newline: Newline;
  readonly hasQuotedFields: boolean;
  readonly hasQuotedNewlines: boolean;
  /** Quotes inside fields that do not begin with one; a clean copy has such fields quoted. */
  readonly hasLiteralQuotes: boolean;
  /**
   * Whether DuckDB sees the same records in the file as it stands: one kind of newline, and nothing rejected but wrong
   * numbers of fields, and that only where no field is quoted. Else it has to read the clean copy.
   */
  readonly isPlain: boolean;
}

/** What is odd about a record, as bits. */
const zeroByte = 1;
const quotedField = 2;
/** A quote inside a field that does not begin with one: it stands for itself. */
const literalQuote = 4;

interface RecordShape {
  readonly start: number;
  readonly end: number;
  readonly delimiters: number;
  /** Null at the end of the file. */
  readonly newline: Newline | null;
  readonly oddities: number;
  readonly isAscii: boolean;
}

/** What becomes of a record in a clean copy. */
type Verdict = 'keep' | 'rewrite' | 'drop';

/** Reads a CSV in chunks: `push` each, then `end`. */
export class RecordScanner {
  private records = 0;
  private rejected = 0;
  private line = 1;
  private newline: Newline | null = null;
  private headerPending: boolean;
  private carry: Buffer = nothing;
  private atFileStart = true;
  private inLongRecord = false;
  private hasQuotedFields = false;
  private hasQuotedNewlines = false;
  private hasLiteralQuotes = false;
  private hasMiscounts = false;
  private isOdd = false;
  private readonly signs: Signs;
  private readonly delimiter: number;
  /** −1 where no field is quoted: no byte is that. */
  private readonly quote: number;

  constructor(
    private readonly options: ScanOptions,
    private readonly visitor: RecordVisitor,
  ) {
    this.headerPending = options.hasHeader;
    this.signs = options.signs ?? usualSigns;
    this.delimiter = this.signs.delimiter.charCodeAt(0);
    this.quote = this.signs.quote === '' ? -1 : this.signs.quote.charCodeAt(0);
  }

  /** Bytes that have been pushed and belong to a record whose end has not been seen. */
  get pendingBytes(): number {
    return this.carry.length;
  }

  /** Sound records so far. */
  get recordCount(): number {
    return this.records;
  }

  push(chunk: Buffer): void {
    this.read(this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk, false);
  }

  end(): ScanSummary {
    this.read(this.carry, true);
    return {
      records: this.records,
      rejected: this.rejected,
      newline: this.newline ?? '\n',
      hasQuotedFields: this.hasQuotedFields,
      hasQuotedNewlines: this.hasQuotedNewlines,
      hasLiteralQuotes: this.hasLiteralQuotes,
      isPlain: !this.isOdd && !(this.hasQuotedFields && (this.hasLiteralQuotes || this.hasMiscounts)),
    };
  }

  private read(data: Buffer, isLast: boolean): void {
    let start = 0;
    if (this.atFileStart) {
      if (data.length < bom.length && !isLast) return this.keep(data);
      if (data.subarray(0, bom.length).equals(bom)) start = bom.length;
      this.atFileStart = false;
    }
    for (;;) {
      if (this.inLongRecord) start = this.passLongRecord(data, start, isLast);
      if (!this.inLongRecord) start = this.scan(data, start, isLast);
      if (this.inLongRecord || data.length - start <= maximumRecordBytes) break;
      start = this.rejectOpenRecord(data, start, isLast);
    }
    this.keep(data.subarray(start));
  }

  /** The chunk's memory is its reader's, so what is left of it is copied. */
  private keep(rest: Buffer): void {
    this.carry = rest.length > 0 ? Buffer.from(rest) : nothing;
  }

  /** Passes all complete records from `from` on; returns where the first incomplete one begins. */
  private scan(data: Buffer, from: number, isLast: boolean): number {
    const { length } = data;
    const { delimiter, quote } = this;
    // All special bytes are at or below this one: with commas, one comparison passes letters, digits, dots and dashes.
    const highest = Math.max(delimiter, quote, CR);
    const needed = this.visitor.onRecord ? NaN : (this.options.expectedFields ?? NaN) - 1;
    let cleanStart = from;
    let start = from;
    let fieldStart = from;
    let at = from;
    let delimiters = 0;
    let bits = 0;
    let oddities = 0;

    for (;;) {
      if (at >= length && !(isLast && at === length && start < length)) break;
      const byte = at < length ? (data[at] as number) : LF; // the end of the file ends its last record
      at++;
      if (byte > highest) {
        bits |= byte;
      } else if (byte === delimiter) {
        delimiters++;
        fieldStart = at;
      } else if (byte === LF || byte === CR) {
        if (byte === CR && at === length && !isLast) break;
        const end = at - 1;
        if (byte === CR && data[at] === LF) at++;
        const newline = end >= length ? null : byte === LF ? '\n' : at - end === 2 ? '\r\n' : '\r';
        const isUsual = delimiters === needed && bits < 0x80 && oddities === 0 && newline === this.newline;
        if (isUsual && !this.headerPending) {
          this.records++;
          this.line++;
        } else {
          const verdict = this.judge(data, { start, end, delimiters, newline, oddities, isAscii: bits < 0x80 });
          if (verdict !== 'keep') {
            this.passClean(data, cleanStart, start);
            if (verdict === 'rewrite') this.passRewritten(data, start, end);
            cleanStart = Math.min(at, length);
          }
        }
        start = fieldStart = at;
        delimiters = bits = oddities = 0;
      } else if (byte === quote) {
        if (at - 1 !== fieldStart) {
          oddities |= literalQuote;
          continue;
        }
        const after = findAfterQuoted(data, at, quote);
        if ((after < 0 || after === length) && !isLast) break;
        const next = after < length ? data[after] : LF;
        if (after >= 0 && (next === delimiter || next === LF || next === CR)) {
          oddities |= quotedField;
          bits |= 0x80; // what is inside is looked at when the record is judged
          at = after;
          continue;
        }
        this.passClean(data, cleanStart, start);
        const fault = after < 0 ? 'a quote is not closed' : 'text follows a closing quote';
        const resumed = this.rejectLine(data, start, fault, isLast);
        cleanStart = resumed ?? start;
        if (resumed === null) break;
        at = start = fieldStart = resumed;
        delimiters = bits = oddities = 0;
      } else if (byte === 0) {
        oddities |= zeroByte;
      }
    }
    const rest = Math.min(start, length);
    this.passClean(data, cleanStart, rest);
    return rest;
  }

  private judge(data: Buffer, shape: RecordShape): Verdict {
    const { start, end, newline, oddities } = shape;
    const { line } = this;
    const isQuoted = (oddities & quotedField) > 0;
    const innerNewlines = isQuoted ? countNewlines(data, start, end) : 0;
    this.line += innerNewlines + 1;

    const isOtherNewline = newline !== null && this.newline !== null && newline !== this.newline;
    if (isOtherNewline) this.isOdd = true;
    if (end === start) {
      if (this.newline === null) this.isOdd = true; // before a header, blank lines are no record for us but may be one for others
      return 'drop';
    }
    this.newline ??= newline;
    this.hasQuotedFields ||= isQuoted;
    this.hasQuotedNewlines ||= innerNewlines > 0;
    this.hasLiteralQuotes ||= (oddities & literalQuote) > 0;
    if (this.headerPending) {
      this.headerPending = false;
      return 'drop';
    }
    const fault = this.findFault(data, shape);
    if (fault !== null) {
      this.reject(data, line, fault, start, end);
      return 'drop';
    }
    this.records++;
    this.visitor.onRecord?.(data.subarray(start, end), line);
    return isOtherNewline || newline === null || (oddities & literalQuote) > 0 ? 'rewrite' : 'keep';
  }

  private findFault(data: Buffer, shape: RecordShape): string | null {
    const { start, end, oddities, newline } = shape;
    const isQuoted = (oddities & quotedField) > 0;
    if ((oddities & zeroByte) > 0 || (isQuoted && data.subarray(start, end).includes(0))) {
      this.isOdd = true;
      return 'holds a zero byte';
    }
    if (!shape.isAscii && !isUtf8(data, start, end)) {
      this.isOdd = true;
      return 'is not valid UTF-8';
    }
    if (end - start > maximumRecordBytes) {
      this.isOdd = true;
      return tooLong;
    }
    const { expectedFields } = this.options;
    const fields = shape.delimiters + 1;
    if (expectedFields === null || fields === expectedFields) return null;
    this.hasMiscounts = true;
    if (fields > expectedFields && data[end - 1] === this.delimiter) this.isOdd = true; // DuckDB overlooks empty fields at the end
    const miscount = `${fields} ${fields === 1 ? 'field' : 'fields'} instead of ${expectedFields}`;
    return newline === null ? `${miscount}; the file ends in this row` : miscount;
  }

  private reject(data: Buffer, line: number, reason: string, start: number, end: number): void {
    this.rejected++;
    const shownEnd = Math.min(end, start + 4 * maximumTextLength);
    const text = decodeText(data.subarray(start, shownEnd));
    const isCut = text.length > maximumTextLength || shownEnd < end;
    this.visitor.onReject?.({ line, reason, text: isCut ? `${text.slice(0, maximumTextLength)}…` : text });
  }

  /** Rejects the physical line at `start`; returns where the next begins, null where this one is not read to its end. */
  private rejectLine(data: Buffer, start: number, reason: string, isLast: boolean): number | null {
    const end = findNewline(data, start);
    if (!isLast && (end < 0 || (data[end] === CR && end + 1 === data.length))) return null;
    this.isOdd = true;
    this.headerPending = false;
    this.reject(data, this.line, reason, start, end < 0 ? data.length : end);
    this.line++;
    return end < 0 ? data.length : passNewline(data, end);
  }

  /** A record over the limit: a quote that nobody closed (its first line goes), or one endless line (all of it goes). */
  private rejectOpenRecord(data: Buffer, start: number, isLast: boolean): number {
    const next = this.rejectLine(data, start, 'a quote is not closed', isLast);
    if (next !== null) return next;
    this.isOdd = true;
    this.headerPending = false;
    this.inLongRecord = true;
    this.reject(data, this.line, tooLong, start, data.length);
    return data.length;
  }

  private passLongRecord(data: Buffer, start: number, isLast: boolean): number {
    const end = findNewline(data, start);
    if (end < 0) return data.length;
    if (data[end] === CR && end + 1 === data.length && !isLast) return end;
    this.inLongRecord = false;
    this.line++;
    return passNewline(data, end);
  }

  private passClean(data: Buffer, start: number, end: number): void {
    if (end > start) this.visitor.onCleanBytes?.(data.subarray(start, end));
  }

  private passRewritten(data: Buffer, start: number, end: number): void {
    if (this.visitor.onCleanBytes === undefined) return;
    const text = joinRecord(splitRecord(data.subarray(start, end), this.signs), this.signs);
    this.visitor.onCleanBytes(Buffer.from(text + (this.newline ?? '\n')));
  }
}

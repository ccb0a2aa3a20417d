/** Our own reading of NDJSON: every line that is not blank is a record; one that is no JSON object is a reject. */
import { CR, LF } from './find-newline.js';
import { parseObject } from './json-fields.js';
import { maximumRecordBytes, type BadRecord } from './scan-records.js';
import { decodeText, isUtf8 } from './utf8.js';

const maximumTextLength = 10_000;
const nothing = Buffer.alloc(0);

/** Bytes are valid during the call only. */
export interface LineVisitor {
  onReject?(reject: BadRecord): void;
  /** Each line that is an object, without its newline. */
  onRecord?(record: Buffer, line: number): void;
  onObject?(object: Readonly<Record<string, unknown>>): void;
}

/** Reads NDJSON in chunks: `push` each, then `end`. */
export class JsonLineScanner {
  private records = 0;
  private rejected = 0;
  private line = 0;
  private carry: Buffer = nothing;
  private inLongLine = false;

  constructor(private readonly visitor: LineVisitor) {}

  /** Objects so far. */
  get recordCount(): number {
    return this.records;
  }

  /** Bytes that have been pushed and belong to a line whose end has not been seen. */
  get pendingBytes(): number {
    return this.carry.length;
  }

  push(chunk: Buffer): void {
    const data = this.carry.length > 0 ? Buffer.concat([this.carry, chunk]) : chunk;
    let start = 0;
    for (let end = data.indexOf(LF); end >= 0; end = data.indexOf(LF, start)) {
      this.take(data.subarray(start, end));
      start = end + 1;
    }
    const rest = data.subarray(start);
    if (rest.length > maximumRecordBytes && !this.inLongLine) {
      this.line++;
      this.inLongLine = true;
      this.reject('longer than 1 MiB', rest);
    }
    this.carry = this.inLongLine ? nothing : Buffer.from(rest);
  }

  end(): { readonly records: number; readonly rejected: number } {
    if (this.carry.length > 0) this.take(this.carry);
    this.carry = nothing;
    return { records: this.records, rejected: this.rejected };
  }

  private take(line: Buffer): void {
    const bytes = line[line.length - 1] === CR ? line.subarray(0, -1) : line;
    if (this.inLongLine) {
      this.inLongLine = false;
      return;
    }
    this.line++;
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    if (text.trim() === '') return;
    const fault = bytes.length > maximumRecordBytes ? 'longer than 1 MiB' : null;
    if (fault !== null) return this.reject(fault, bytes);
    if (text.includes('\ufffd') && !isUtf8(bytes, 0, bytes.length)) return this.reject('is not valid UTF-8', bytes);
    const object = parseObject(text);
    if (object === null) return this.reject('is not a JSON object', bytes);
    if (text.includes('\\u0000')) return this.reject('holds a zero byte', bytes);
    this.records++;
    this.visitor.onRecord?.(bytes, this.line);
    this.visitor.onObject?.(object);
  }

  private reject(reason: string, bytes: Buffer): void {
    this.rejected++;
    const text = decodeText(bytes.subarray(0, 4 * maximumTextLength));
    const isCut = text.length > maximumTextLength || bytes.length > 4 * maximumTextLength;
    const shown = isCut ? `${text.slice(0, maximumTextLength)}…` : text;
    this.visitor.onReject?.({ line: this.line, reason, text: shown });
  }
}

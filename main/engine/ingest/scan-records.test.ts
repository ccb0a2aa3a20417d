/** The scanner against a reading of CSV that is slow and plain, on generated and on broken files. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteField, splitRecord } from './record-text.js';
import {
  maximumRecordBytes,
  RecordScanner,
  type BadRecord,
  type ScanOptions,
  type ScanSummary,
} from './scan-records.js';

interface Scan {
  readonly summary: ScanSummary;
  readonly records: readonly { readonly line: number; readonly values: readonly string[] }[];
  readonly rejects: readonly BadRecord[];
  readonly clean: string;
}

/** Feeds the bytes in chunks of the given lengths, each in memory that is overwritten afterwards. */
function scan(content: string | Buffer, options: ScanOptions, chunkLengths: readonly number[] = [1 << 20]): Scan {
  const bytes = Buffer.from(content);
  const rejects: BadRecord[] = [];
  const clean: Buffer[] = [];
  const fast = new RecordScanner(options, {
    onReject: (reject) => rejects.push(reject),
    onCleanBytes: (part) => clean.push(Buffer.from(part)),
  });
  const records: { line: number; values: string[] }[] = [];
  const slow = new RecordScanner(options, {
    onRecord: (record, line) => records.push({ line, values: splitRecord(record) }),
  });
  let turn = 0;
  for (let at = 0; at < bytes.length;) {
    const chunk = Buffer.from(bytes.subarray(at, at + (chunkLengths[turn++ % chunkLengths.length] ?? 1)));
    fast.push(chunk);
    slow.push(chunk);
    at += chunk.length;
    chunk.fill('?');
  }
  const summary = fast.end();
  expect(slow.end()).toEqual(summary);
  expect(records.length).toBe(summary.records);
  expect(rejects.length).toBe(summary.rejected);
  return { summary, records, rejects, clean: Buffer.concat(clean).toString() };
}

const three: ScanOptions = { expectedFields: 3, hasHeader: false };
const withHeader: ScanOptions = { expectedFields: 3, hasHeader: true };

describe('records and lines', () => {
  it('are found with LF, CRLF and CR, with and without a newline at the end', () => {
    for (const newline of ['\n', '\r\n', '\r'] as const)
      for (const end of [newline, '']) {
        const { summary, records } = scan(`a,b,c${newline}1,2,3${newline}4,,6${end}`, withHeader, [1]);
        expect(summary).toMatchObject({ records: 2, rejected: 0, newline, isPlain: true });
        expect(records).toEqual([
          { line: 2, values: ['1', '2', '3'] },
          { line: 3, values: ['4', '', '6'] },
        ]);
      }
  });

  it('count lines inside quotes, and blank lines, which are no records', () => {
    const { summary, records } = scan('a,"b\r\nb",c\n1,"x\ny",3\n\n4,5,"6"""\n', withHeader);
    expect(summary).toMatchObject({ hasQuotedFields: true, hasQuotedNewlines: true, rejected: 0 });
    expect(records).toEqual([
      { line: 3, values: ['1', 'x\ny', '3'] },
      { line: 6, values: ['4', '5', '6"'] },
    ]);
  });

  it('begin behind a byte order mark', () => {
    expect(scan('\ufeff1,2,3\n', three, [1]).records).toEqual([{ line: 1, values: ['1', '2', '3'] }]);
    expect(scan('\ufeff', three).summary.records).toBe(0);
  });

  it('of an empty file are none', () => {
    expect(scan('', withHeader).summary).toMatchObject({ records: 0, rejected: 0 });
  });
});

describe('rejects', () => {
  const only = (content: string | Buffer, options = three) => scan(content, options, [7]).rejects;

  it('name a wrong number of fields, and the end of the file', () => {
    expect(only('1,2,3\n1,2\n1,2,3,4\nx\n1,2,3\n4,5')).toEqual([
      { line: 2, reason: '2 fields instead of 3', text: '1,2' },
      { line: 3, reason: '4 fields instead of 3', text: '1,2,3,4' },
      { line: 4, reason: '1 field instead of 3', text: 'x' },
      { line: 6, reason: '2 fields instead of 3; the file ends in this row', text: '4,5' },
    ]);
  });

  it('take out one line for a quote that is not closed or is followed by text', () => {
    expect(only('"1,2,3\n4,5,6\n')).toEqual([{ line: 1, reason: 'a quote is not closed', text: '"1,2,3' }]);
    const torn = scan('1,2,3\n"4"x,5,6\n7,"8\n9",1\n', three, [5]);
    expect(torn.rejects).toEqual([{ line: 2, reason: 'text follows a closing quote', text: '"4"x,5,6' }]);
    expect(torn.records.map((record) => record.line)).toEqual([1, 3]);
  });

  it('give up an open quote after 1 MiB, one line at a time', () => {
    const rest = '4,5,6\n'.repeat(maximumRecordBytes / 5);
    const { summary, rejects } = scan(`"1,2,3\n${rest}`, three, [65_536]);
    expect(rejects).toEqual([{ line: 1, reason: 'a quote is not closed', text: '"1,2,3' }]);
    expect(summary.records).toBe(Math.floor(maximumRecordBytes / 5));
  });

  it('cut a line that has no end', () => {
    for (const newline of ['\n', '\r\n']) {
      const endless = `1,2,${'x'.repeat(2 * maximumRecordBytes)}`;
      const { rejects, records } = scan(`${endless}${newline}4,5,6${newline}`, three, [65_536]);
      expect(rejects).toMatchObject([{ line: 1, reason: 'longer than 1 MiB' }]);
      expect(rejects[0]?.text).toBe(`${endless.slice(0, 10_000)}…`);
      expect(records).toEqual([{ line: 2, values: ['4', '5', '6'] }]);
    }
  });

  it('refuse bytes that are no UTF-8 and show them as Latin-1', () => {
    expect(only(Buffer.from('1,café,3\n', 'latin1'))).toEqual([
      { line: 1, reason: 'is not valid UTF-8', text: '1,café,3' },
    ]);
    expect(only('1,"ca\u0000fé",3\n1,\u0000,3\n')).toMatchObject([
      { line: 1, reason: 'holds a zero byte' },
      { line: 2, reason: 'holds a zero byte' },
    ]);
    expect(scan('1,café 世界 😀,3\n', three, [1]).records[0]?.values[1]).toBe('café 世界 😀');
  });
});

describe('whether DuckDB may read the file as it stands', () => {
  const isPlain = (content: string) => scan(content, withHeader).summary.isPlain;

  it('yes with one kind of newline and sound or miscounted rows', () => {
    expect(isPlain('a,b,c\n1,2,3\n')).toBe(true);
    expect(isPlain('a,b,c\n1,2,3\n\n1,2\n4,5')).toBe(true);
    expect(isPlain('a,b,c\n1,"2",3\n')).toBe(true);
    expect(isPlain('a,b,c\n1,2",3\n')).toBe(true);
  });

  it('no with mixed newlines, torn quotes, or quoted and miscounted rows together', () => {
    expect(isPlain('a,b,c\r\n1,2,3\n')).toBe(false);
    expect(isPlain('a,b,c\n1,2,3\n\r\n')).toBe(false);
    expect(isPlain('a,b,c\n"1"x,2,3\n')).toBe(false);
    expect(isPlain('a,b,c\n1,"2",3\n1,2\n')).toBe(false);
    expect(isPlain('a,b,c\n1,"2",3\n1,2",3\n')).toBe(false);
    expect(isPlain('\na,b,c\n1,2,3\n')).toBe(false);
  });
});

describe('generated files', () => {
  const value = fc.oneof(
    fc.constantFrom('', '1', 'view', 'é', '世', '"', '""', 'a"b', ',', '\n', '\r\n', '\r', ' "x"', '😀'),
    fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', '7', ' ', '"', ',', '\n', '\r', 'é') }),
  );
  const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 12 });
  const newline = fc.constantFrom('\n', '\r\n', '\r');
  const chunks = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

  it('are read back as they were written, in chunks of any size, and so is the clean copy', () => {
    const property = fc.property(
      rows,
      fc.array(newline, { minLength: 1, maxLength: 3 }),
      chunks,
      (table, newlines, sizes) => {
        const written = table.filter((row) => row.length > 1 || row[0] !== '');
        const text = written
          .map((row, at) => row.map((value) => quoteField(value)).join(',') + (newlines[at % newlines.length] ?? '\n'))
          .join('');
        const { records, rejects, summary, clean } = scan(text, three, sizes);
        const sound = written.filter((row) => row.length === 3);
        expect(records.map((record) => record.values)).toEqual(sound);
        expect(rejects.length).toBe(written.length - sound.length);
        expect(summary.records).toBe(sound.length);
        const again = scan(clean, three);
        expect(again.records.map((record) => record.values)).toEqual(sound);
        expect(again.summary).toMatchObject({ rejected: 0, isPlain: true, records: sound.length });
      },
    );
    fc.assert(property, { numRuns: 400 });
  });

  it('of any bytes do not depend on how they are cut into chunks, and no line is lost', () => {
    const bytes = fc.array(fc.constantFrom(...'ab,",\n\r'.split(''), '\u0000', 'é', '"x",'), { maxLength: 60 });
    const property = fc.property(bytes, chunks, fc.boolean(), (parts, sizes, hasHeader) => {
      const text = parts.join('');
      const options = { expectedFields: 3, hasHeader };
      const whole = scan(text, options);
      expect(scan(text, options, sizes)).toEqual(whole);
      const lines = [...whole.records.map((record) => record.line), ...whole.rejects.map((reject) => reject.line)];
      expect(new Set(lines).size).toBe(lines.length);
      expect(scan(whole.clean, three).rejects).toEqual([]);
    });
    fc.assert(property, { numRuns: 600 });
  });
});

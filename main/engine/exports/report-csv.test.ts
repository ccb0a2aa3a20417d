import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../../preload/shapes.js';
import { guardFormula } from './csv-field.js';
import { csvLines, rejectCsvLines } from './report-csv.js';

let dir: string;
let connection: DuckDBConnection;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-csv-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(async () => {
  connection.closeSync();
  await rm(dir, { recursive: true });
});

function toTable(rows: readonly { text: string | null; id: string; number: number }[]): Table {
  const meta = { title: '', unit: '' };
  return {
    rowCount: rows.length,
    columns: [
      { ...meta, name: 'text', type: 'text', values: rows.map(({ text }) => text) },
      { ...meta, name: 'id', type: 'id', values: rows.map(({ id }) => id) },
      { ...meta, name: 'number', type: 'number', values: Float64Array.from(rows, ({ number }) => number) },
    ],
  };
}

const row = fc.record({
  // DuckDB takes no NUL in a CSV field; lone surrogates are no text.
  text: fc.option(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))),
  id: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(String),
  number: fc.double({ noDefaultInfinity: true }).map((number) => number + 0), // a CSV has no −0
});
const spiky = fc.record({
  text: fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', "'", '=', '-', 'é', '漢', ' '), minLength: 1 }),
  id: fc.constantFrom('-1', '9223372036854775807'),
  number: fc.constantFrom(-0.1, 1e300, -5, 5e-324, NaN),
});

describe('a table as CSV', () => {
  it('begins with the names, ends every line with CRLF', () => {
    const lines = [...csvLines(toTable([{ text: '=1', id: '-7', number: -2.5 }]))];
    expect(lines).toEqual(['text,id,number\r\n', "'=1,-7,-2.5\r\n"]);
  });

  it('is read back by DuckDB as it was', async () => {
    const path = join(dir, 'any.csv');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(row, spiky), { maxLength: 20 }), async (rows) => {
        await writeFile(path, [...csvLines(toTable(rows))].join(''));
        const reader = await connection.runAndReadAll(
          `SELECT text, id, number FROM read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"',
             escape = '"', new_line = '\\r\\n', nullstr = '', allow_quoted_nulls = false,
             columns = {'text': 'VARCHAR', 'id': 'BIGINT', 'number': 'DOUBLE'})`,
          [path],
        );
        expect(reader.getRowsJS()).toEqual(
          rows.map(({ text, id, number }) => [
            text === null ? null : guardFormula(text),
            BigInt(id),
            Number.isNaN(number) ? null : number,
          ]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('rejected rows as CSV', () => {
  it('come page by page to the end', async () => {
    const all = ['a', '=b', 'c'].map((text, at) => ({ file: 'x.csv', line: at + 2, reason: 'too few', text }));
    const offsets: number[] = [];
    const list = async (offset: number) => {
      offsets.push(offset);
      return { total: 3, rejects: all.slice(offset, offset + 2) };
    };
    const lines: string[] = [];
    for await (const text of rejectCsvLines(list)) lines.push(text);
    expect(lines.join('')).toBe(
      "file,line,reason,text\r\nx.csv,2,too few,a\r\nx.csv,3,too few,'=b\r\nx.csv,4,too few,c\r\n",
    );
    expect(offsets).toEqual([0, 2, 3]);
  });
});

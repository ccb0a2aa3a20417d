/** DuckDB has to see exactly the records that our scanner sees, in whatever a file holds. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.js';
import { kaggleLayout } from './kaggle-layout.js';
import { fields, nineColumns } from './layout.js';
import { prepareCsv, type PreparedFile } from './prepare-csv.js';
import { joinRecord, splitRecord, usualSigns, type Signs } from './record-text.js';
import { RecordScanner, type BadRecord } from './scan-records.js';

let database: Database;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-prepare-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 29, threads: 2 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const header = fields.join(',');

interface Outcome extends PreparedFile {
  readonly rejects: readonly BadRecord[];
  readonly rows: readonly (string | null)[][];
}

async function prepare(
  content: string | Buffer,
  hasHeader = true,
  packed = false,
  signs: Signs = usualSigns,
): Promise<Outcome> {
  const path = join(folder, packed ? 'file.csv.gz' : 'file.csv');
  await writeFile(path, packed ? gzipSync(content) : content);
  const rejects: BadRecord[] = [];
  const prepared = await prepareCsv(
    {
      path,
      kind: packed ? 'csv.gz' : 'csv',
      hasHeader,
      columnCount: fields.length,
      fieldColumns: nineColumns,
      layout: { ...kaggleLayout, delimiter: signs.delimiter, quote: signs.quote },
    },
    'copy.csv',
    {
      folder,
      signal: new AbortController().signal,
      onBytes: () => undefined,
      keepRejects: async (found) => void rejects.push(...found),
    },
  );
  const rows = await database.withConnection({}, (connection) =>
    connection.rows(`SELECT [${fields.join(', ')}] AS texts FROM ${prepared.source.sql}`, prepared.source.values),
  );
  return { ...prepared, rejects, rows: rows.map((row) => row.texts as (string | null)[]) };
}

function scanRows(content: string | Buffer, hasHeader: boolean, signs: Signs): (string | null)[][] {
  const rows: (string | null)[][] = [];
  const scanner = new RecordScanner(
    { expectedFields: fields.length, hasHeader, signs },
    { onRecord: (record) => rows.push(splitRecord(record, signs).map((text) => text || null)) },
  );
  scanner.push(Buffer.from(content));
  scanner.end();
  return rows;
}

describe('a file that DuckDB reads as it stands', () => {
  it('is not copied', async () => {
    const row = '1,2,3,4,5,6,7,8,9';
    const content = `${header}\r\n${row}\r\n1,2\r\n${row}`;
    const { copy, records, rejected, rows, sha256 } = await prepare(content);
    expect({ copy, records, rejected }).toEqual({ copy: null, records: 2, rejected: 1 });
    expect(rows).toEqual([row.split(','), row.split(',')]);
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });
});

describe('a row with an empty field too many', () => {
  it('is a reject, though DuckDB would overlook the field', async () => {
    const { copy, rows, rejects } = await prepare(`${header}\n1,2,3,4,5,6,7,8,9,\n1,2,3,4,5,6,7,8,9\n`);
    expect(rows).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 2, reason: '10 fields instead of 9' }]);
    expect(copy).not.toBeNull();
  });
});

describe('a packed file', () => {
  it('is unpacked into the folder, hashed as what it holds', async () => {
    const content = `${header}\n1,2,3,4,5,6,7,8,9\n1,2\n`;
    const { copy, rows, rejects, sha256 } = await prepare(content, true, true);
    expect(copy).toBe(join(folder, 'copy.csv'));
    expect(await readdir(folder)).toContain('copy.csv');
    expect(rows).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 3 }]);
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('that is cut off is an error', async () => {
    const path = join(folder, 'cut.csv.gz');
    const packed = gzipSync(`${header}\n${'1,2,3,4,5,6,7,8,9\n'.repeat(10_000)}`);
    await writeFile(path, packed.subarray(0, packed.length / 2));
    const file = {
      path,
      kind: 'csv.gz',
      hasHeader: true,
      columnCount: 9,
      fieldColumns: nineColumns,
      layout: kaggleLayout,
    } as const;
    const tools = {
      folder,
      signal: new AbortController().signal,
      onBytes: () => undefined,
      keepRejects: async () => undefined,
    };
    await expect(prepareCsv(file, 'cut.csv', tools)).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('cut off') as string,
    });
  });
});

describe('generated files', () => {
  const text = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('', '1', 'view', 'é', ' ', "'", '\\', '#') },
    {
      weight: 1,
      arbitrary: fc.string({ maxLength: 4, unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', '|', "'", ';') }),
    },
  );
  const row = fc.array(text, { minLength: 8, maxLength: 10 });
  const soundRow = fc.array(text, { minLength: 9, maxLength: 9 });
  const dirt = fc.constantFrom('"', '\n', '\r', 'x"y', '"x"', ',', ' "', '\u0000', "'", "x'y", ';');
  const signs = fc.oneof(
    { weight: 2, arbitrary: fc.constant(usualSigns) },
    {
      weight: 1,
      arbitrary: fc.record({ delimiter: fc.constantFrom(';', '\t', '|'), quote: fc.constantFrom('"', "'", '') }),
    },
  );
  const newline = fc.oneof(
    { weight: 3, arbitrary: fc.constant(['\n']) },
    { weight: 2, arbitrary: fc.constant(['\r\n']) },
    { weight: 1, arbitrary: fc.constant(['\r']) },
    { weight: 1, arbitrary: fc.constant(['\n', '\r\n']) },
  );
  const file = fc.record({
    rows: fc.array(fc.oneof({ weight: 4, arbitrary: soundRow }, { weight: 1, arbitrary: row }), { maxLength: 8 }),
    dirt: fc.array(fc.tuple(dirt, fc.nat()), { maxLength: 2 }),
    newline,
    hasHeader: fc.boolean(),
    endsWithNewline: fc.boolean(),
    packed: fc.boolean(),
    signs,
  });

  it('are the same rows for DuckDB as for the scanner', async () => {
    const property = fc.asyncProperty(file, async (made) => {
      const written = made.rows.map((row) => joinRecord(row, made.signs));
      const lines = made.hasHeader ? [header.replaceAll(',', made.signs.delimiter), ...written] : written;
      let content = lines.map((line, at) => line + (made.newline[at % made.newline.length] ?? '\n')).join('');
      if (!made.endsWithNewline) content = content.replace(/[\r\n]+$/, '');
      for (const [part, at] of made.dirt) {
        const place = (made.hasHeader ? header.length + 2 : 0) + (at % (content.length + 1));
        content = content.slice(0, place) + part + content.slice(place);
      }
      const { rows, records, rejected, rejects } = await prepare(content, made.hasHeader, made.packed, made.signs);
      expect(rows).toEqual(scanRows(content, made.hasHeader, made.signs));
      expect(rows).toHaveLength(records);
      expect(rejects).toHaveLength(rejected);
    });
    await fc.assert(property, { numRuns: 300 });
  });
});

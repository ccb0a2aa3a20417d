/** What a reader of usual rows takes for one, and what it counts; the general way of reading is the measure. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../database.js';
import { kaggleLayout } from '../kaggle-layout.js';
import { nineColumns } from '../layout.js';
import { selectSoundRows } from '../row-checks.js';
import { csvSource } from '../sources.js';
import { findSecondStart, scanPart } from './scan-part.js';
import { UsualRows } from './usual-rows.js';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-usual-'));
  database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 28, threads: 1 });
});
afterAll(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

const usual = [
  '2019-10-01 00:00:00 UTC',
  'view',
  '44600062',
  '2103807459595387724',
  'a.b',
  'shiseido',
  '35.79',
  '541312140',
  '72d76fde-8bb3-4e00-8c23-a032dfed738c',
] as const;

function read(text: string): UsualRows | null {
  const data = Buffer.from(text);
  const rows = new UsualRows(() => undefined);
  return rows.push(data, 0, data.length) ? rows : null;
}

const withField = (at: number, value: string) => usual.map((field, place) => (place === at ? value : field)).join(',');
const takes = (at: number, value: string) => read(`${withField(at, value)}\n`) !== null;

describe('a usual row', () => {
  it('has a time to the second in UTC', () => {
    for (const time of ['2019-10-01 00:00:00 UTC', '2020-02-29 23:59:59 UTC', '9999-12-31 12:00:00 UTC'])
      expect([time, takes(0, time)]).toEqual([time, true]);
    for (const time of [
      '2019-02-29 00:00:00 UTC',
      '2019-13-01 00:00:00 UTC',
      '2019-10-32 00:00:00 UTC',
      '2019-10-01 24:00:00 UTC',
      '2019-10-01 00:60:00 UTC',
      '2019-10-01 00:00:60 UTC',
      '2019-10-01T00:00:00 UTC',
      '2019-10-01 00:00:00 GMT',
      '2019-10-01 00:00:00',
      '2019-10-01 00:00:00.5 UTC',
      '2019-10-1 00:00:00 UTC',
      '0019-10-01 00:00:00 UTC',
      '',
    ])
      expect([time, takes(0, time)]).toEqual([time, false]);
  });

  it('has one of the four types', () => {
    for (const type of ['view', 'cart', 'remove_from_cart', 'purchase']) expect(takes(1, type)).toBe(true);
    for (const type of ['', 'View', 'views', 'vie', 'carts', 'remove', 'purchased', ' view'])
      expect([type, takes(1, type)]).toEqual([type, false]);
  });

  it('has whole numbers in their one way of writing', () => {
    for (const at of [2, 3, 7]) {
      for (const id of ['1', '100', '999999999999999']) expect([at, id, takes(at, id)]).toEqual([at, id, true]);
      for (const id of ['0', '01', '-1', '+1', '1.0', '1e3', ' 1', '1 ', 'x', '1_0', '9223372036854775808'])
        expect([at, id, takes(at, id)]).toEqual([at, id, false]);
    }
    expect(takes(2, '')).toBe(false);
    expect(takes(3, '')).toBe(true); // a category id may be absent
    expect(takes(7, '')).toBe(false);
  });

  it('has a price of two decimals', () => {
    for (const price of ['0.00', '0.50', '35.79', '2574.07', '999999999.99'])
      expect([price, takes(6, price)]).toEqual([price, true]);
    for (const price of ['', '35', '35.7', '35.790', '.50', '00.50', '-1.00', '+1.00', '1,00', '1e2', '35.79 '])
      expect([price, takes(6, price)]).toEqual([price, false]);
  });

  it('has words without quotes, newlines or other signs of control', () => {
    for (const at of [4, 5])
      for (const word of ['', 'a', 'l’oréal', ' a ']) expect([at, word, takes(at, word)]).toEqual([at, word, true]);
    for (const at of [4, 5])
      for (const word of ['"a"', 'a\r', 'a\0', 'a\tb']) expect([at, word, takes(at, word)]).toEqual([at, word, false]);
    expect(read(`${usual.join(',')}\r\n`)).toBeNull();
    expect(read(`${usual.join(',')},\n`)).toBeNull();
    expect(read(`\n${usual.join(',')}\n`)).toBeNull();
  });

  it('may be followed by rows of too few fields, but by no others', () => {
    const short = usual.slice(0, 8).join(',');
    const found = read(`${usual.join(',')}\n${short}\n${usual.join(',')}\n`);
    expect([found?.rows, found?.shortRows]).toEqual([2, [{ before: 1, text: short }]]);
    for (const odd of ['"a"', 'é', 'a\r', '', usual.join(';').replaceAll(';', ',').replace('view', 'other')])
      expect([odd, read(`${usual.join(',')}\n${odd}\n`)]).toEqual([odd, null]);
  });

  it('tells whether sessions are UUIDs', () => {
    expect(read(`${usual.join(',')}\n${withField(8, '')}\n`)?.hasOnlyUuids).toBe(true);
    for (const session of ['abc', '72D76FDE-8bb3-4e00-8c23-a032dfed738c', '72d76fde-8bb3-4e00-8c23-a032dfed738g'])
      expect(read(`${withField(8, session)}\n`)?.hasOnlyUuids).toBe(false);
  });

  it('is never earlier than the one before it', () => {
    const later = withField(0, '2019-10-01 00:00:01 UTC');
    expect(read(`${usual.join(',')}\n${later}\n`)?.rows).toBe(2);
    expect(read(`${later}\n${usual.join(',')}\n`)).toBeNull();
  });
});

const values: readonly (readonly string[])[] = [
  ['2019-10-01 00:00:00 UTC', '2019-10-01 00:00:00 UTC', '2019-10-01 00:00:0 UTC', '2019-10-01T00:00:00 UTC', 'x'],
  ['view', 'cart', 'remove_from_cart', 'purchase', 'VIEW', 'other', ''],
  ['7', '44600062', '007', '1.6', '1e3', '', ' 7', '0x1F'],
  ['7', '2103807459595387724', '9223372036854775807', '9223372036854775808', '', '1_0'],
  ['', 'a.b', 'a', 'ä.b', ' a', 'a\tb'],
  ['', 'x', 'X ', 'é'],
  ['0.00', '35.79', '2574.07', '1', '1.5', '1.55555', '-1.00', '', '1e2'],
  ['7', '541312140', '+7', '', '0'],
  ['72d76fde-8bb3-4e00-8c23-a032dfed738c', '72D76FDE-8BB3-4E00-8C23-A032DFED738C', '', 'abc'],
];

describe('what is read as usual', () => {
  it('is what the general way of reading takes for usual, with the same values', async () => {
    const row = fc.tuple(...values.map((of) => fc.constantFrom(...of)));
    const source = (path: string) =>
      csvSource(
        {
          path,
          columnCount: 9,
          fieldColumns: nineColumns,
          hasHeader: false,
          newline: '\n',
          hasQuotedFields: false,
          hasQuotedNewlines: false,
          signs: { delimiter: ',', quote: '"' },
        },
        kaggleLayout,
      );
    await fc.assert(
      fc.asyncProperty(row, async (fields) => {
        const line = `${fields.join(',')}\n`;
        if (read(line) === null) return;
        const path = join(folder, 'row.csv');
        await writeFile(path, line);
        const { sql, values: bound } = { sql: selectSoundRows(source(path), 0), values: source(path).values };
        const found = await database.withConnection({}, (connection) =>
          connection.rows(
            `SELECT strftime(event_time, '%Y-%m-%d %H:%M:%S UTC') AS a, event_type AS b, CAST(product_id AS VARCHAR) AS c,
              coalesce(CAST(category_id AS VARCHAR), '') AS d, coalesce(category_code, '') AS e, coalesce(brand, '') AS f,
              CAST(CAST(price AS DECIMAL(18,2)) AS VARCHAR) AS g, CAST(user_id AS VARCHAR) AS h,
              coalesce(user_session, '') AS i, text_form AS usual FROM (${sql})`,
            bound,
          ),
        );
        expect(found.map((one) => Object.values(one))).toEqual([[...fields, 0]]);
      }),
      { numRuns: 3000 },
    );
  }, 120_000);
});

/** Rows of few values, in the order of time: many are copies of each other. */
const someRows = fc
  .array(
    fc.record({
      second: fc.integer({ min: 0, max: 5 }),
      type: fc.constantFrom('view', 'purchase'),
      product: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom('', 'a', 'b.c'),
      user: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) =>
    [...rows]
      .sort((a, b) => a.second - b.second)
      .map(
        ({ second, type, product, code, user }) =>
          `2019-10-01 00:14:${String(57 + second).padStart(2, '0')} UTC`
            .replace(/:(6\d) /, (_, over: string) => `:0${Number(over) - 60} `)
            .replace(/14:0/, '15:0') + `,${type},${product},7,${code},,1.25,${user},`,
      ),
  );

describe('a part of a file', () => {
  it('counts by quarter-hour and category, and finds copies of rows', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const found = read(`${rows.join('\n')}\n`);
        const counted = new Map<string, number>();
        const copies: [number, number][] = [];
        rows.forEach((row, at) => {
          const code = row.split(',')[4] ?? '';
          const key = `${row.includes('00:14') ? 0 : 1} ${code} ${row.includes('view') ? 'view' : 'purchase'}`;
          counted.set(key, (counted.get(key) ?? 0) + 1);
          if (rows.indexOf(row) < at) copies.push([at, rows.indexOf(row)]);
        });
        expect(found?.copies.surplus.map((row, at) => [row, found.copies.firsts[at]])).toEqual(copies);
        const { slots, codes, counts, cents } = found?.slotCounts.rows() ?? {
          slots: [],
          codes: [],
          counts: [],
          cents: [],
        };
        const words = ['', ...(found?.codes.words() ?? [])];
        const got = new Map<string, number>();
        slots.forEach((slot, at) => {
          const key = `${slot - 1744320} ${words[codes[at] ?? -1]}`;
          if (counts[4 * at]) got.set(`${key} view`, counts[4 * at] ?? 0);
          if (counts[4 * at + 3]) got.set(`${key} purchase`, counts[4 * at + 3] ?? 0);
          expect(cents[at]).toBe(125 * (counts[4 * at + 3] ?? 0));
        });
        expect(got).toEqual(counted);
      }),
    );
  });

  it('is the same however the file is cut between seconds', async () => {
    const lines = Array.from({ length: 60_000 }, (_, at) => {
      const second = Math.floor(at / 7);
      const clock = new Date(Date.UTC(2019, 9, 1) + second * 1000).toISOString().slice(0, 19).replace('T', ' ');
      return `${clock} UTC,view,${1 + (at % 5)},7,c.${at % 11},b${at % 13},1.25,${1 + (at % 3)},72d76fde-8bb3-4e00-8c23-a032dfed738c\n`;
    });
    const path = join(folder, 'many.csv');
    const text = lines.join('').trimEnd(); // the last row has no newline
    await writeFile(path, text);
    const size = Buffer.byteLength(text);
    const whole = scanPart({ path, from: 0, to: size, names: join(folder, 'names-0') }, () => undefined);
    const cut = findSecondStart(path, Math.floor(size / 2), size);
    expect(text.slice(cut - 1, cut + 4)).toBe('\n2019');
    const parts = [
      scanPart({ path, from: 0, to: cut, names: join(folder, 'names-1') }, () => undefined),
      scanPart({ path, from: cut, to: size, names: join(folder, 'names-2') }, () => undefined),
    ];
    expect(whole?.rows).toBe(lines.length);
    expect(parts.map((part) => part?.rows ?? 0).reduce((a, b) => a + b)).toBe(lines.length);
    expect(await readFile(join(folder, 'names-0'), 'utf8')).toBe('72d76fde-8bb3-4e00-8c23-a032dfed738c\n');
    expect((parts[0]?.lastSecond ?? 0) < (parts[1]?.firstSecond ?? 0)).toBe(true);
    expect([
      ...(parts[0]?.surplus ?? []),
      ...(parts[1]?.surplus ?? []).map((row) => row + (parts[0]?.rows ?? 0)),
    ]).toEqual(whole?.surplus);
  });
});

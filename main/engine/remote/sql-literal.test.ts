import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readQueryFiles } from '../query-files.js';
import { Database } from '../database.js';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countPlaceholders, placeValues } from './place-values.js';
import { toSqlLiteral } from './sql-literal.js';

const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom("'", '"', '?', '-', '/', '*', '\n', ';', '\\', 'a') }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
);

async function withDuckDb(work: (ask: (sql: string) => Promise<readonly Record<string, unknown>[]>) => Promise<void>) {
  const { prelude } = await readQueryFiles(join(import.meta.dirname, '../../../queries'));
  const database = await Database.open({ prelude, tempDirectory: tmpdir(), memoryLimitBytes: 2 ** 28, threads: 1 });
  try {
    await database.withConnection({}, (connection) => work((sql) => connection.rows(sql)));
  } finally {
    database.close();
  }
}

test('literals are written as Trino reads them', () => {
  expect(toSqlLiteral("O'Neil; DROP TABLE x --")).toBe("'O''Neil; DROP TABLE x --'");
  expect(toSqlLiteral('')).toBe("''");
  expect(toSqlLiteral(24)).toBe('24');
  expect(toSqlLiteral(-7)).toBe('-7');
  expect(toSqlLiteral(0.25)).toBe('2.5e-1');
  expect(toSqlLiteral(1e21)).toBe('1e+21');
  expect(toSqlLiteral(true)).toBe('true');
  expect(() => toSqlLiteral(Number.NaN)).toThrow('There is no SQL literal for NaN.');
  expect(() => toSqlLiteral(Number.POSITIVE_INFINITY)).toThrow('There is no SQL literal');
});

test('an engine reads back what was written, whatever it was', async () => {
  await withDuckDb((ask) =>
    fc.assert(
      fc.asyncProperty(
        value.filter((one) => !String(one).includes('\0')),
        async (given) => {
          const [row] = await ask(`SELECT ${toSqlLiteral(given)} AS v`);
          const read = row?.['v'];
          if (typeof given === 'number') expect(Number(read)).toBe(given === 0 ? 0 : given);
          else expect(read).toBe(given);
        },
      ),
      { numRuns: 500 },
    ),
  );
});

test('values come in the places of the `?`, and in no other', async () => {
  const sql = `-- who?\nSELECT ? AS a, '?''?' AS b, /* ? */ 5 -? AS "c?", "x""?" AS d -- ?\nFROM (SELECT 1 AS "x""?")`;
  expect(countPlaceholders(sql)).toBe(2);
  await withDuckDb(async (ask) => {
    expect(await ask(placeValues(sql, ["it's ? -- /*", -3]))).toEqual([{ a: "it's ? -- /*", b: "?'?", 'c?': 8, d: 1 }]);
  });
  expect(placeValues(sql, ['x', 1]).split('\n')).toHaveLength(3);
  expect(() => placeValues(sql, ['x'])).toThrow('The text has 2 places for values, and 1 values.');
});

test('a text that does not end holds no places', () => {
  expect(countPlaceholders("SELECT 'a ? b")).toBe(0);
  expect(countPlaceholders('SELECT /* ? ')).toBe(0);
  expect(countPlaceholders('SELECT 1 / ? -- ?')).toBe(1);
});

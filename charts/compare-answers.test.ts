import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareAnswers, describeComparison, isSameValue } from './compare-answers.js';
import { makeResult } from './example-results.js';

const columns = ['period:date', 'visitors:integer:visitors', 'sessions:integer:sessions', 'rate:number:share'];
const rows = [
  { period: '2019-10-01', visitors: 10, sessions: 12, rate: 0.1 + 0.2 },
  { period: '2019-10-02', visitors: 20, sessions: 22, rate: null },
];
const here = makeResult('unique-visitors', { grain: 'day' }, columns, rows, { visitors: 25, stickiness: 0.5 });
const there = (other: readonly Record<string, string | number | null>[], summary = here.summary) =>
  makeResult('unique-visitors', { grain: 'day' }, columns, other, summary);

test('answers with the same rows are equal, whatever the order and the last digits', () => {
  const same = compareAnswers(here, there([{ ...rows[1] }, { ...rows[0], rate: 0.3 }]));
  expect(same).toMatchObject({ isEqual: true, differentCells: 0, onlyHere: 0, onlyThere: 0, otherParams: [] });
  expect(describeComparison(same, 'DuckDB', 'lake')).toBe('Equal: 2 rows, 4 columns');
  expect(same.rows.map(({ key }) => key)).toEqual([['2019-10-01'], ['2019-10-02']]);
});

test('cells that differ are counted in the summary and in the rows, with their difference', () => {
  const comparison = compareAnswers(
    here,
    there(
      [
        { ...rows[0], visitors: 11 },
        { ...rows[1], rate: 0.25 },
      ],
      { visitors: 26, stickiness: 0.5 },
    ),
  );
  expect(comparison.differentCells).toBe(3);
  expect(comparison.summary[0]).toMatchObject({ here: 25, there: 26, difference: 1, isEqual: false });
  expect(comparison.rows[0]?.cells[0]).toMatchObject({ here: 10, there: 11, difference: 1, isEqual: false });
  expect(comparison.rows[1]?.cells[2]).toMatchObject({ here: null, there: 0.25, difference: null, isEqual: false });
  expect(describeComparison(comparison, 'DuckDB', 'lake')).toBe('3 cells differ');
});

test('rows that one side lacks are shown and named', () => {
  const comparison = compareAnswers(here, there([{ ...rows[0] }, { ...rows[1], period: '2019-10-03' }]));
  expect(comparison.rows.map(({ key, side }) => [key[0], side])).toEqual([
    ['2019-10-01', 'both'],
    ['2019-10-02', 'here'],
    ['2019-10-03', 'there'],
  ]);
  expect(comparison.rows[2]?.cells[0]).toMatchObject({ here: null, there: 20, isEqual: false });
  expect(describeComparison(comparison, 'DuckDB', 'lake')).toBe('1 row only in DuckDB, 1 row only in lake');
  expect(compareAnswers(here, there([])).isEqual).toBe(false);
});

test('weekday, hour and category are the keys of a slot; a brand’s segment is a value', () => {
  const slots = ['weekday:integer:weekday', 'hour:integer:hour', 'category:text', 'n:number:measure'];
  const slot = { weekday: 1, hour: 5, category: null, n: 3 };
  const one = makeResult('top-categories', {}, slots, [slot, { ...slot, category: 'a' }]);
  expect(compareAnswers(one, one).keys.map(({ name }) => name)).toEqual(['weekday', 'hour', 'category']);
  expect(compareAnswers(one, one)).toMatchObject({ isEqual: true });
  const brands = ['brand:text', 'sessions:integer:sessions', 'segment:text'];
  const brand = { brand: 'acme', sessions: 9, segment: 'leaky' };
  const comparison = compareAnswers(
    makeResult('brand-opportunities', {}, brands, [brand]),
    makeResult('brand-opportunities', {}, brands, [{ ...brand, segment: 'star' }]),
  );
  expect(comparison).toMatchObject({ differentCells: 1, onlyHere: 0, onlyThere: 0 });
});

test('a column that one side lacks differs in every row', () => {
  const short = makeResult('unique-visitors', { grain: 'day' }, columns.slice(0, 3), rows, here.summary);
  expect(compareAnswers(here, short)).toMatchObject({ differentCells: 2, isEqual: false, columnCount: 4 });
});

test('parameters that were not the same are named', () => {
  const later = makeResult('unique-visitors', { grain: 'day', from: '2019-09-01' }, columns, rows, here.summary);
  expect(compareAnswers(here, later).otherParams).toEqual(['from']);
});

test('whole numbers are compared exactly, others within a billionth', () => {
  expect(isSameValue(42_448_764, 42_448_765)).toBe(false);
  expect(isSameValue(42_448_764_000.25, 42_448_764_000.26)).toBe(true);
  expect(isSameValue(0.5, 0.500001)).toBe(false);
  expect(isSameValue(null, 0)).toBe(false);
  expect(isSameValue('1', 1)).toBe(false);
  expect(isSameValue(NaN, NaN)).toBe(true);
});

test('an answer is equal to itself in any order, and not to itself with one cell changed', () => {
  const table = fc
    .uniqueArray(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 40 })
    .map((keys) =>
      keys.map((key) => ({ period: `d${key}`, visitors: key * 3, sessions: key, rate: key ? 1 / key : null })),
    );
  fc.assert(
    fc.property(table, fc.nat(), (list, which) => {
      const one = makeResult('unique-visitors', {}, columns, list);
      expect(compareAnswers(one, makeResult('unique-visitors', {}, columns, [...list].reverse())).isEqual).toBe(true);
      const changed = list.map((row, index) => (index === which % list.length ? { ...row, visitors: -1 } : row));
      expect(compareAnswers(one, makeResult('unique-visitors', {}, columns, changed)).differentCells).toBe(1);
    }),
  );
});

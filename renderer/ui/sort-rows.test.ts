import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '../../preload/shapes.js';
import { orderNumbers } from './order-numbers.js';
import { nextSort, sortRows } from './sort-rows.js';

function numbers(values: readonly number[]): Column {
  return { name: 'n', title: 'N', type: 'number', unit: '', values: Float64Array.from(values) };
}

function texts(type: 'text' | 'id', values: readonly (string | null)[]): Column {
  return { name: 't', title: 'T', type, unit: '', values };
}

function sorted(
  column: Column,
  direction: 'ascending' | 'descending',
): readonly (number | string | null | undefined)[] {
  const rows = sortRows([column], column.values.length, { column: column.name, direction });
  return [...rows].map((row) => column.values[row]);
}

test('numbers of any sign and size are ordered, and what is not known is last in either direction', () => {
  const column = numbers([3, NaN, -1, 0, 1e300, -1e-300, -Infinity, 42.5, -1]);
  expect(sorted(column, 'ascending')).toEqual([-Infinity, -1, -1, -1e-300, 0, 3, 42.5, 1e300, NaN]);
  expect(sorted(column, 'descending')).toEqual([1e300, 42.5, 3, 0, -1e-300, -1, -1, -Infinity, NaN]);
});

test('any numbers come in the order that comparing gives, equal ones in the order they came', () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constant(NaN), fc.constant(-0));
  fc.assert(
    fc.property(fc.array(value), fc.constantFrom('ascending' as const, 'descending' as const), (list, direction) => {
      const sign = direction === 'ascending' ? 1 : -1;
      const expected = list
        .map((_, row) => row)
        .sort((a, b) => {
          const [x = NaN, y = NaN] = [list[a], list[b]];
          if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
          return (x < y ? -sign : x > y ? sign : 0) || a - b;
        });
      expect([...orderNumbers(Float64Array.from(list), direction)]).toEqual(expected);
    }),
  );
});

test('ids are ordered as numbers, whether or not a double holds them', () => {
  expect(sorted(texts('id', ['10', '9', null, '100']), 'ascending')).toEqual(['9', '10', '100', null]);
  const long = ['2103807459595387724', '2103807459595387723', null, '99'];
  expect(sorted(texts('id', long), 'descending')).toEqual(['2103807459595387724', '2103807459595387723', '99', null]);
});

test('texts are ordered by code point, null last', () => {
  expect(sorted(texts('text', ['b', null, 'B', 'a', 'ä']), 'ascending')).toEqual(['B', 'a', 'b', 'ä', null]);
  expect(sorted(texts('text', ['b', null, 'a']), 'descending')).toEqual(['b', 'a', null]);
});

test('without a column to sort by, the order of the result stays', () => {
  expect([...sortRows([numbers([2, 1])], 2, null)]).toEqual([0, 1]);
  expect([...sortRows([numbers([2, 1])], 2, { column: 'gone', direction: 'ascending' })]).toEqual([0, 1]);
});

test('a head goes through its two directions and back to the order of the result', () => {
  const first = nextSort(null, 'n', 'descending');
  const second = nextSort(first, 'n', 'descending');
  expect(first).toEqual({ column: 'n', direction: 'descending' });
  expect(second).toEqual({ column: 'n', direction: 'ascending' });
  expect(nextSort(second, 'n', 'descending')).toBeNull();
  expect(nextSort(first, 'other', 'ascending')).toEqual({ column: 'other', direction: 'ascending' });
});

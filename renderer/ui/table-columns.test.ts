import { expect, test, vi } from 'vitest';
import type { Column } from '../../preload/shapes.js';
import { cellText, layOutColumns, plainTable } from './table-columns.js';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));

const brand: Column = { name: 'brand', title: 'Brand', type: 'text', unit: '', values: ['a\tb', null] };
const share: Column = {
  name: 'share',
  title: 'Share',
  type: 'number',
  unit: 'share',
  values: Float64Array.of(0.5, NaN),
};
const product: Column = {
  name: 'product_id',
  title: 'Product',
  type: 'id',
  unit: '',
  values: ['2103807459595387724', '7'],
};

test('an unknown brand is a group with a name, an unknown number a dash', () => {
  expect(cellText(brand, 1, {})).toBe('unknown');
  expect(cellText(share, 1, {})).toBe('–');
  expect(cellText(share, 0, { share: (value) => `${value} of all` })).toBe('0.5 of all');
});

test('a copied table is plain, exact and in the order shown', () => {
  expect(plainTable([brand, share, product], Uint32Array.of(1, 0))).toBe(
    'brand\tshare\tproduct_id\n\t\t7\na b\t0.5\t2103807459595387724',
  );
});

test('a column is as wide as its head and its cells need', () => {
  const { template, minWidthPx } = layOutColumns([share, product], 2, {});
  const [first = 0, second = 0] = [...template.matchAll(/minmax\((\d+)px/g)].map((match) => Number(match[1]));
  expect(first).toBeGreaterThanOrEqual(64);
  expect(second).toBeGreaterThan(19 * 8);
  expect(minWidthPx).toBe(first + second);
});

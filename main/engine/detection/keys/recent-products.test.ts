import { expect, test } from 'vitest';
import { RecentProducts } from './recent-products.js';
import { SlotTable } from './slot-table.js';

test('the last 32 different products are known, each key for itself', () => {
  const table = new SlotTable(10);
  const recent = new RecentProducts(table);
  const a = table.add(1, 0, 0);
  const b = table.add(2, 0, 0);
  for (let product = 0; product < 32; product++) expect(recent.see(a, product)).toBe(false);
  expect([recent.see(a, 0), recent.see(a, 31), recent.see(b, 31), recent.isFull(a), recent.isFull(b)]).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  recent.see(a, 99);
  expect([recent.see(a, 1), recent.see(a, 0), recent.count(a)]).toEqual([true, false, 34]);
});

test('a key that takes over a slot knows nothing of the one before', () => {
  const table = new SlotTable(10);
  const recent = new RecentProducts(table);
  recent.see(table.add(1, 0, 0), 7);
  table.evictAll();
  expect(recent.see(table.add(2, 0, 0), 7)).toBe(false);
});

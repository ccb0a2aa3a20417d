import { expect, test } from 'vitest';
import { priceQuery, priceScan } from './cost.js';

const ended = { state: 'succeeded', purpose: 'unique-visitors', reused: false, bytesScanned: 1 } as const;

test('a scan is charged by the megabyte, ten at least', () => {
  expect(priceScan(0, 5)).toBeCloseTo(0.00005, 12);
  expect(priceScan(10_000_000, 5)).toBeCloseTo(0.00005, 12);
  expect(priceScan(10_000_001, 5)).toBeCloseTo(0.000055, 12);
  expect(priceScan(1e12, 5)).toBe(5);
  expect(priceScan(1e12, 6.75)).toBe(6.75);
  expect(priceScan(1e12, 0)).toBe(0);
});

test('what is free is free', () => {
  expect(priceQuery(ended, 5)).toBeCloseTo(0.00005, 12);
  expect(priceQuery({ ...ended, reused: true }, 5)).toBe(0);
  expect(priceQuery({ ...ended, purpose: 'ddl' }, 5)).toBe(0);
  expect(priceQuery({ ...ended, state: 'failed', bytesScanned: 1e12 }, 5)).toBe(0);
  expect(priceQuery({ ...ended, state: 'cancelled', bytesScanned: 0 }, 5)).toBe(0);
});

test('a cancelled query pays what it scanned', () => {
  expect(priceQuery({ ...ended, state: 'cancelled', bytesScanned: 2e11 }, 5)).toBe(1);
});

test('what was scanned and is not known has no price', () => {
  expect(priceQuery({ ...ended, bytesScanned: null }, 5)).toBeNull();
});

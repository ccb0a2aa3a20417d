import { expect, test } from 'vitest';
import { poissonBelow } from './poisson.js';

test('the chance of at most so many', () => {
  expect(poissonBelow(0, 2)).toBeCloseTo(Math.exp(-2), 12);
  expect(poissonBelow(3, 2)).toBeCloseTo(0.857123460498547, 10);
  expect(poissonBelow(5, 0)).toBe(1);
});

test('holds at the size of a real shop, where the first term is no number any more', () => {
  // Half of the distribution lies below its mean, and a little more.
  expect(poissonBelow(1000, 1000)).toBeCloseTo(0.5084, 3);
  expect(poissonBelow(700, 1000)).toBeLessThan(1e-20);
  expect(poissonBelow(5200, 5000)).toBeGreaterThan(0.99);
});

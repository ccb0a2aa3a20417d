import { expect, it } from 'vitest';
import { sparklinePath } from './sparkline-path.js';

it('goes from zero to the largest value', () => {
  expect(sparklinePath([0, 5, 10], 100, 20)).toBe('M0.0 20.0L50.0 10.0L100.0 0.0');
});

it('leaves a gap where a value is not known', () => {
  expect(sparklinePath([10, null, 5, 10], 90, 10)).toBe('M0.0 0.0M60.0 5.0L90.0 0.0');
});

it('lies on the ground where all is zero', () => {
  expect(sparklinePath([0, 0], 10, 8)).toBe('M0.0 8.0L10.0 8.0');
  expect(sparklinePath([], 10, 8)).toBe('');
});

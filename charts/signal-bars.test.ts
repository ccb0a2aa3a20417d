import { expect, it } from 'vitest';
import { countBeyond, fromLogScale, layOutSpread, toLogScale } from './signal-bars.js';

const bars = [
  { from: 0, to: 9, entities: 999 },
  { from: 9, to: 99, entities: 9 },
];

it('is logarithmic along and up', () => {
  const { bars: laid, placeOf } = layOutSpread({ bars }, []);
  expect(laid.map(({ left, right }) => [left, right])).toEqual([
    [0, 0.5],
    [0.5, 1],
  ]);
  expect(laid.map(({ height }) => height)).toEqual([1, expect.closeTo(1 / 3)]);
  expect(placeOf(1000)).toBe(1);
});

it('has room for the ends of the slider, and for values below 0', () => {
  const { placeOf } = layOutSpread({ bars }, [-9, 99]);
  expect([placeOf(-9), placeOf(0), placeOf(99)]).toEqual([0, expect.closeTo(1 / 3), 1]);
});

it('goes to the scale and back', () => {
  for (const value of [-9.5, 0, 0.004, 1, 12, 5000]) expect(fromLogScale(toLogScale(value))).toBeCloseTo(value, 9);
});

it('counts who lies beyond the threshold on the side that alarms', () => {
  expect(countBeyond({ bars, direction: 'above' }, 9)).toBe(9);
  expect(countBeyond({ bars, direction: 'below' }, 9)).toBe(999);
  expect(countBeyond({ bars, direction: 'above' }, 54)).toBe(5);
});

it('has a place for a value where there is nothing', () => {
  expect(layOutSpread({ bars: [] }, []).placeOf(3)).toBe(0.5);
});

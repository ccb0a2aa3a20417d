import { expect, it } from 'vitest';
import { layOutStrip } from './alert-strip.js';

const span = { fromMs: 0, toMs: 100 };

it('counts the alerts of a slot and takes the colour of the worst', () => {
  const bars = layOutStrip(
    [
      { atMs: 1, severity: 'low', alerts: 1 },
      { atMs: 9, severity: 'high', alerts: 1 },
      { atMs: 5, severity: 'medium', alerts: 1 },
      { atMs: 100, severity: 'low', alerts: 1 },
    ],
    span,
    10,
  );
  expect(bars.map(({ slot, severity, alerts }) => [slot, severity, alerts])).toEqual([
    [0, 'high', 3],
    [9, 'low', 1],
  ]);
  expect(bars[0]?.height).toBe(1);
});

it('leaves out what lies outside', () => {
  expect(layOutStrip([{ atMs: 101, severity: 'low', alerts: 1 }], span, 10)).toEqual([]);
  expect(layOutStrip([{ atMs: 1, severity: 'low', alerts: 1 }], { fromMs: 5, toMs: 5 }, 10)).toEqual([]);
});

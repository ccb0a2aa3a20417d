import { expect, it } from 'vitest';
import type { LiveRate } from '../../preload/contract.js';
import { exampleAlert, exampleFrame } from './example-frames.js';
import {
  bucketSeconds,
  foldFeed,
  foldFrame,
  foldRates,
  mostInFeed,
  mostPoints,
  type LivePicture,
} from './live-picture.js';

const start = Date.UTC(2019, 9, 1);

function rateAt(second: number, view: number, seconds = 1): LiveRate {
  const at = new Date(start + 1000 * second).toISOString();
  return { at, seconds, view, cart: 0, remove_from_cart: 0, purchase: 1, sales: seconds, revenue: 10 * seconds };
}

it('adds up rates to counts in buckets that stand at multiples of their length', () => {
  const rates = [rateAt(8, 2), rateAt(9, 4), rateAt(10, 6)];
  const points = foldRates([], rates, 10);
  expect(points.map(({ atMs, view, purchase, revenue }) => [(atMs - start) / 1000, view, purchase, revenue])).toEqual([
    [0, 6, 2, 20],
    [10, 6, 1, 10],
  ]);
  expect(points.map(({ playedSeconds }) => playedSeconds)).toEqual([10, 1]);
});

it('is the same however the rates are cut into frames', () => {
  const rates = Array.from({ length: 100 }, (_, second) => rateAt(second, second % 7));
  const whole = foldRates([], rates, 10);
  const parts = foldRates(
    foldRates(foldRates([], rates.slice(0, 13), 10), rates.slice(13, 14), 10),
    rates.slice(14),
    10,
  );
  expect(parts).toEqual(whole);
});

it('keeps buckets of another length where the speed changes, without an overlap', () => {
  const points = foldRates(foldRates([], [rateAt(0, 1), rateAt(1, 1)], 1), [rateAt(2, 5, 60), rateAt(62, 5, 60)], 60);
  expect(points.map(({ atMs, seconds }) => [(atMs - start) / 1000, seconds])).toEqual([
    [0, 1],
    [1, 1],
    [2, 60],
    [62, 60],
  ]);
});

it('keeps the last buckets and the newest alerts alone', () => {
  const rates = Array.from({ length: mostPoints + 50 }, (_, second) => rateAt(second, 1));
  const points = foldRates([], rates, 1);
  expect([points.length, points[0]?.atMs]).toEqual([mostPoints, start + 50_000]);
  const alerts = Array.from({ length: mostInFeed + 5 }, (_, at) =>
    exampleAlert({ id: String(at), detectedAt: new Date(start + at * 1000).toISOString() }),
  );
  const feed = foldFeed([], alerts);
  expect([feed.length, feed[0]?.id]).toEqual([mostInFeed, String(mostInFeed + 4)]);
});

it('changes an alert where it stands', () => {
  const feed = foldFeed([], [exampleAlert({ id: 'a' }), exampleAlert({ id: 'b' })]);
  const changed = foldFeed(feed, [exampleAlert({ id: 'b', state: 'resolved' })]);
  expect(changed.map(({ id, state }) => [id, state])).toEqual([
    ['a', 'firing'],
    ['b', 'resolved'],
  ]);
});

it('marks an alert once, when it is first seen', () => {
  const seen = new Set<string>();
  let picture: LivePicture | null = null;
  for (const state of ['firing', 'recovering', 'resolved'] as const)
    picture = foldFrame(picture, exampleFrame({ alerts: [exampleAlert({ id: 'a', state })] }), seen);
  expect(picture?.marks).toHaveLength(1);
  expect(picture?.feed[0]?.state).toBe('resolved');
});

it('draws longer buckets at higher speeds', () => {
  expect([1, 10, 60, 600, 3600, null].map(bucketSeconds)).toEqual([1, 1, 10, 60, 300, 3600]);
});

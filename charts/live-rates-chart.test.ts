import { expect, it } from 'vitest';
import { liveRatesChart, type LivePoint } from './live-rates-chart.js';
import { readAxis, readSeries } from './read-option.js';
import { darkTheme, lightTheme } from './theme.js';

const empty = { view: 0, cart: 0, remove_from_cart: 0, purchase: 0, sales: 0, revenue: 0 };

function pointAt(second: number, changes: Partial<LivePoint>): LivePoint {
  return { ...empty, atMs: Date.UTC(2019, 9, 1, 0, 0, second), seconds: 10, playedSeconds: 10, ...changes };
}

it('draws each type a second in its own colour, the bucket that is being played by what has been played of it', () => {
  const chart = liveRatesChart(
    [pointAt(0, { view: 50 }), pointAt(10, { view: 20, purchase: 2, playedSeconds: 4 })],
    lightTheme,
    'UTC',
  );
  const series = readSeries(chart);
  expect(series.map(({ name }) => name)).toEqual(['views', 'carts', 'removes', 'purchases']);
  expect(series[0]?.data).toEqual([5, 5]);
  expect(series[3]?.data).toEqual([0, 0.5]);
  expect((series as unknown as { color: string }[]).map(({ color }) => color)).toEqual(
    Object.values(lightTheme.events),
  );
  expect(chart.description).toBe('At 2019-10-01 00:00:10, a second: 5 views, 0 carts, 0 removes, 0.5 purchases.');
});

it('writes its times in the zone', () => {
  const chart = liveRatesChart([pointAt(0, {}), pointAt(10, { view: 1 })], darkTheme, 'Asia/Kathmandu');
  expect(readAxis(chart, 'xAxis', 1)['data']).toEqual(['05:45:00', '05:45:10']);
  expect(chart.marks[0]?.[1]?.text).toBe(
    '2019-10-01 05:45:10 (Asia/Kathmandu), 10 s\nviews/s 0.1\ncarts/s 0\nremoves/s 0\npurchases/s 0',
  );
});

it('never moves by itself', () => {
  expect(liveRatesChart([], lightTheme, 'UTC').option?.animation).toBe(false);
});

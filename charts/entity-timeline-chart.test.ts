import { expect, it } from 'vitest';
import type { Table } from '../preload/shapes.js';
import { entityTimelineChart } from './entity-timeline-chart.js';
import { readAxis, readSeries } from './read-option.js';
import { lightTheme } from './theme.js';

function makeTimeline(at: readonly string[], views: readonly number[], purchases: readonly number[]): Table {
  const numbers = (name: string, values: readonly number[]) =>
    ({ name, title: name, type: 'integer', unit: 'events', values: Float64Array.from(values) }) as const;
  const none = at.map(() => 0);
  return {
    rowCount: at.length,
    columns: [
      { name: 'at', title: 'at', type: 'time', unit: '', values: at },
      numbers('view', views),
      numbers('cart', none),
      numbers('remove_from_cart', none),
      numbers('purchase', purchases),
    ],
  };
}

const hours = ['2019-10-01T00:00:00Z', '2019-10-01T01:00:00Z', '2019-10-01T02:00:00Z'];

it('stacks the types in their colours', () => {
  const timeline = makeTimeline(hours, [3, 1, 2], [0, 0, 1]);
  const chart = entityTimelineChart({ timeline, timelineSeconds: 3600 }, lightTheme, 'UTC');
  const series = readSeries(chart);
  expect(series.map(({ stack }) => stack)).toEqual(['events', 'events', 'events', 'events']);
  expect([series[0]?.data, series[3]?.data]).toEqual([
    [3, 1, 2],
    [0, 0, 1],
  ]);
  expect(readAxis(chart, 'xAxis')['data']).toEqual(['1 Oct 00:00', '1 Oct 01:00', '1 Oct 02:00']);
  expect(chart.description).toBe('7 events by type.');
});

it('is a sentence where there is little to see', () => {
  const timeline = makeTimeline(hours.slice(0, 1), [3], [0]);
  expect(entityTimelineChart({ timeline, timelineSeconds: 60 }, lightTheme, 'UTC').option).toBeNull();
});

it('has bars without events where time went by without', () => {
  const timeline = makeTimeline([...hours, '2019-10-01T05:00:00Z'], [3, 1, 2, 4], [0, 0, 0, 0]);
  const chart = entityTimelineChart({ timeline, timelineSeconds: 3600 }, lightTheme, 'UTC');
  expect(readSeries(chart)[0]?.data).toEqual([3, 1, 2, 0, 0, 4]);
  expect(chart.marks[0]?.[5]?.text).toContain('from 2019-10-01 05:00:00');
});

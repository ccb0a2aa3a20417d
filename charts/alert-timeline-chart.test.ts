import { expect, it } from 'vitest';
import { alertTimelineChart, fillBuckets } from './alert-timeline-chart.js';
import { readAxis, readSeries } from './read-option.js';
import { lightTheme } from './theme.js';

const page = {
  timelineSeconds: 3600,
  timeline: [
    { at: '2019-10-01T00:00:00Z', severity: 'low', alerts: 2 },
    { at: '2019-10-01T00:00:00Z', severity: 'high', alerts: 1 },
    { at: '2019-10-01T02:00:00Z', severity: 'medium', alerts: 4 },
    { at: '2019-10-01T03:00:00Z', severity: 'high', alerts: 3 },
  ],
} as const;

it('puts the buckets without alerts back', () => {
  expect(fillBuckets(page).map(({ high, medium, low }) => [high, medium, low])).toEqual([
    [1, 0, 2],
    [0, 0, 0],
    [0, 4, 0],
    [3, 0, 0],
  ]);
});

it('stacks severities, the worst lowest, and says each bucket with its span', () => {
  const chart = alertTimelineChart(page, lightTheme, 'UTC');
  expect(readSeries(chart).map(({ name, data }) => [name, data])).toEqual([
    ['High', [1, 0, 0, 3]],
    ['Medium', [0, 0, 4, 0]],
    ['Low', [2, 0, 0, 0]],
  ]);
  expect(readAxis(chart, 'xAxis')['data']).toEqual(['1 Oct 00:00', '1 Oct 01:00', '1 Oct 02:00', '1 Oct 03:00']);
  expect(chart.marks[0]?.[0]).toMatchObject({
    text: '2019-10-01 00:00:00 to 2019-10-01 01:00:00 (UTC)\nhigh 1\nlow 2',
    key: { from: '2019-10-01T00:00:00.000Z', to: '2019-10-01T01:00:00.000Z' },
  });
  expect(chart.marks[0]?.[1]?.text).toContain('no alerts');
});

it('is a sentence under three buckets with alerts, and says where there are none', () => {
  expect(alertTimelineChart({ ...page, timeline: page.timeline.slice(0, 2) }, lightTheme, 'UTC').option).toBeNull();
  expect(alertTimelineChart({ ...page, timeline: [] }, lightTheme, 'UTC').description).toBe('No alerts in this range.');
});

import { expect, it } from 'vitest';
import { alertDaysChart } from './alert-days-chart.js';
import { readAxis, readSeries } from './read-option.js';
import { lightTheme } from './theme.js';

const perDay = [
  { rule: 'rate', day: '2019-10-01', alerts: 3 },
  { rule: 'crawl', day: '2019-10-01', alerts: 1 },
  { rule: 'rate', day: '2019-10-03', alerts: 2 },
];

it('stacks rules by day, most first, and puts the baseline beside them', () => {
  const baseline = { perDay: [{ rule: 'x', day: '2019-10-02', alerts: 9 }] };
  const chart = alertDaysChart({ perDay }, baseline, lightTheme, (rule) => rule.toUpperCase());
  expect(readSeries(chart).map(({ type, name, data }) => [type, name, data])).toEqual([
    ['bar', 'RATE', [3, 0, 2]],
    ['bar', 'CRAWL', [1, 0, 0]],
    ['line', 'baseline pack', [0, 9, 0]],
  ]);
  expect(readAxis(chart, 'xAxis')['data']).toEqual(['1 Oct', '2 Oct', '3 Oct']);
  expect(chart.marks[0]?.[0]?.text).toBe('Tue 1 Oct 2019 (UTC)\nalerts 4\nRATE 3\nCRAWL 1\nbaseline pack 0');
});

it('takes the smaller rules together', () => {
  const rows = Array.from({ length: 9 }, (_, at) => ({ rule: `r${at}`, day: '2019-10-01', alerts: at + 1 }));
  const more = [...rows, { rule: 'r8', day: '2019-10-02', alerts: 1 }, { rule: 'r8', day: '2019-10-03', alerts: 1 }];
  const series = readSeries(alertDaysChart({ perDay: more }, null, lightTheme));
  expect(series).toHaveLength(7);
  expect(series[6]).toMatchObject({ name: 'other rules', data: [6, 0, 0] });
});

it('says where nothing is found', () => {
  expect(alertDaysChart({ perDay: [] }, null, lightTheme).description).toBe('The pack finds nothing in these data.');
});

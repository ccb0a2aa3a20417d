import { expect, it } from 'vitest';
import { exampleVisitors, makeResult } from './example-results.js';
import { readAxis, readSeries, readValues } from './read-option.js';
import { lightTheme } from './theme.js';
import { visitorsChart } from './visitors-chart.js';

const columns = [
  'period:date:',
  'visitors:integer:visitors',
  'new_visitors:integer:visitors',
  'returning_visitors:integer:visitors',
  'sessions:integer:sessions',
  'events:integer:events',
];

function row(period: string, fresh: number, returning: number) {
  const visitors = fresh + returning;
  return { period, visitors, new_visitors: fresh, returning_visitors: returning, sessions: visitors + 5, events: 99 };
}

it('stacks returning and new visitors and draws sessions as a line on the same axis', () => {
  const rows = [row('2019-10-01', 10, 0), row('2019-10-02', 4, 6), row('2019-10-04', 1, 7)];
  const chart = visitorsChart(makeResult('unique-visitors', { grain: 'day' }, columns, rows), lightTheme);
  const [returning, fresh, sessions] = readSeries(chart);
  expect(returning && [returning.type, returning.stack, readValues(returning)]).toEqual([
    'bar',
    fresh?.stack,
    [0, 6, '-', 7],
  ]);
  expect(fresh && readValues(fresh)).toEqual([10, 4, '-', 1]);
  expect(sessions && [sessions.type, sessions.data]).toEqual(['line', [15, 15, '-', 13]]);
  expect(readAxis(chart, 'xAxis')).toMatchObject({ data: ['1 Oct', '2 Oct', '3 Oct', '4 Oct'], name: 'day (UTC)' });
  expect(readAxis(chart, 'yAxis')).toMatchObject({ min: 0, name: 'visitors, sessions' });
});

it('says a day without events as such, and each share with its n', () => {
  const rows = [row('2019-10-01', 10, 0), row('2019-10-02', 4, 6), row('2019-10-04', 1, 7)];
  const [marks] = visitorsChart(makeResult('unique-visitors', { grain: 'day' }, columns, rows), lightTheme).marks;
  expect(marks?.[1]?.text).toBe(
    'Wed 2 Oct 2019 (UTC)\nvisitors 10\nnew 4 (40.0% of 10)\nreturning 6 (60.0% of 10)\nsessions 15',
  );
  expect(marks?.[2]?.text).toBe('Thu 3 Oct 2019 (UTC)\nno events');
  expect(marks?.[2]?.key).toMatchObject({ from: '2019-10-03', to: '2019-10-04' });
});

it('names the grain and pales a period that the range holds only in part', () => {
  const chart = visitorsChart(exampleVisitors('week'), lightTheme);
  expect(chart.title).toContain('per week');
  expect(chart.tableNote).toContain('only partly in the range');
  const opacities = (readSeries(chart)[0]?.data as { itemStyle: { opacity: number } }[]).map(
    ({ itemStyle }) => itemStyle.opacity,
  );
  expect(opacities).toEqual([0.5, 1, 1, 1, 0.5]);
  expect(chart.marks[0]?.[0]?.text).toContain('only 6 of its 7 days are in the range');
});

it('is a sentence under three points', () => {
  const rows = [row('2019-10-01', 10, 0), row('2019-10-02', 4, 6)];
  const chart = visitorsChart(makeResult('unique-visitors', { grain: 'day' }, columns, rows), lightTheme);
  expect(chart.option).toBeNull();
  expect(chart.description).toBe(
    'Tue 1 Oct 2019 (UTC): visitors 10, new 10 (100.0% of 10), returning 0 (0.0% of 10), sessions 15; ' +
      'Wed 2 Oct 2019 (UTC): visitors 10, new 4 (40.0% of 10), returning 6 (60.0% of 10), sessions 15.',
  );
  const empty = visitorsChart(makeResult('unique-visitors', { grain: 'day' }, columns, []), lightTheme);
  expect([empty.option, empty.description]).toEqual([null, 'Nothing in this range.']);
});

it('has no markers over forty points', () => {
  const rows = Array.from({ length: 41 }, (_, at) =>
    row(new Date(Date.UTC(2019, 9, 1 + at)).toISOString().slice(0, 10), 1, 1),
  );
  const chart = visitorsChart(makeResult('unique-visitors', { grain: 'day' }, columns, rows), lightTheme);
  expect(readSeries(chart)[2]).toMatchObject({ showSymbol: false });
  expect(readSeries(visitorsChart(exampleVisitors('day'), lightTheme))[2]).toMatchObject({ showSymbol: true });
});

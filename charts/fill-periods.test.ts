import { expect, it } from 'vitest';
import { clipPeriod, fillPeriods } from './fill-periods.js';
import { addDays, countDays, formatPeriod, nextPeriod } from './format-day.js';

it('puts back the days that have no row', () => {
  expect(fillPeriods(['2019-10-01', '2019-10-04', '2019-10-02'], 'day')).toEqual([
    { period: '2019-10-01', row: 0 },
    { period: '2019-10-02', row: 2 },
    { period: '2019-10-03', row: null },
    { period: '2019-10-04', row: 1 },
  ]);
  expect(fillPeriods([null], 'day')).toEqual([]);
});

it('steps by month over the end of a year', () => {
  const periods = fillPeriods(['2019-11-01', '2020-02-01'], 'month').map(({ period }) => period);
  expect(periods).toEqual(['2019-11-01', '2019-12-01', '2020-01-01', '2020-02-01']);
});

it('shows only what there is where the axis would be endless', () => {
  expect(fillPeriods(['1970-01-01', '2019-10-01'], 'day')).toHaveLength(2);
});

it('clips a period to the range and says how much of it is left', () => {
  const week = clipPeriod('2019-09-30', 'week', '2019-10-01', '2019-11-01');
  expect(week).toEqual({ from: '2019-10-01', to: '2019-10-07', days: 7, daysInRange: 6 });
  expect(clipPeriod('2019-10-01', 'month', '', '').daysInRange).toBe(31);
});

it('counts days on the calendar, whatever the zone of the machine', () => {
  expect(addDays('2019-10-27', 1)).toBe('2019-10-28');
  expect(countDays('2019-10-01', '2019-11-01')).toBe(31);
  expect(nextPeriod('2019-12-01', 'month')).toBe('2020-01-01');
  expect(formatPeriod('2019-09-30', 'week')).toBe('week of Mon 30 Sep 2019');
});

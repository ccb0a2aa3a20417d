import { expect, it } from 'vitest';
import { dayStart, describeSpan, formatMoment, formatMomentShort } from './format-moment.js';

it('writes a moment as the zone has it', () => {
  expect(formatMoment('2019-10-31T18:30:00Z', 'UTC')).toBe('2019-10-31 18:30:00');
  expect(formatMoment('2019-10-31T18:30:00Z', 'Asia/Kathmandu')).toBe('2019-11-01 00:15:00');
});

it('is as short as the buckets of an axis allow', () => {
  const at = Date.UTC(2019, 9, 1, 7, 4, 5);
  expect([1, 60, 3600, 86_400].map((seconds) => formatMomentShort(at, 'UTC', seconds))).toEqual([
    '07:04:05',
    '07:04',
    '1 Oct 07:04',
    '1 Oct',
  ]);
});

it.each([
  ['2019-10-01', 'UTC', '2019-10-01T00:00:00.000Z'],
  ['2019-10-01', 'Asia/Kathmandu', '2019-09-30T18:15:00.000Z'],
  ['2019-10-01', 'America/New_York', '2019-10-01T04:00:00.000Z'],
  ['2019-10-27', 'Europe/Berlin', '2019-10-26T22:00:00.000Z'], // the clock changes on that day
  ['2019-10-28', 'Europe/Berlin', '2019-10-27T23:00:00.000Z'],
])('%s begins in %s at %s', (day, tz, moment) => {
  expect(dayStart(day, tz)).toBe(moment);
});

it('says what a bar of so many seconds counts', () => {
  expect([1, 60, 300, 3600, 21_600, 86_400, 0].map(describeSpan)).toEqual([
    'a second',
    'a minute',
    'in 5 minutes',
    'an hour',
    'in 6 hours',
    'a day',
    '',
  ]);
});

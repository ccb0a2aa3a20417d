import { expect, test } from 'vitest';
import { chosenRange, dataRange, formatRange, localDay, rangeBefore, rangePresets } from './range.js';

const october = { from: '2019-10-01', to: '2019-11-01' };

test('the day of a moment depends on the zone', () => {
  expect(localDay('2019-10-31T18:30:00Z', 'UTC')).toBe('2019-10-31');
  expect(localDay('2019-10-31T18:30:00Z', 'Asia/Kathmandu')).toBe('2019-11-01');
  expect(localDay('2019-10-01T03:00:00Z', 'America/New_York')).toBe('2019-09-30');
});

test('the days of the data end with the day after the last event', () => {
  expect(dataRange({ from: '2019-10-01T00:00:00Z', to: '2019-10-31T23:59:59Z' }, 'UTC')).toEqual(october);
  expect(dataRange({ from: null, to: null }, 'UTC')).toBeNull();
});

test('what the filters leave open is the range of the data', () => {
  expect(chosenRange(october, { from: '2019-10-10', to: null })).toEqual({ from: '2019-10-10', to: '2019-11-01' });
});

test('the range before has the same length and lies within the data, or there is none', () => {
  expect(rangeBefore({ from: '2019-10-08', to: '2019-10-15' }, october)).toEqual({
    from: '2019-10-01',
    to: '2019-10-08',
  });
  expect(rangeBefore({ from: '2019-10-07', to: '2019-10-15' }, october)).toBeNull();
  expect(rangeBefore(october, october)).toBeNull();
});

test('presets are ranges that the data have, months only where there are several', () => {
  expect(rangePresets(october)).toEqual([
    { label: 'All of the data', ...october },
    { label: 'Last day', from: '2019-10-31', to: '2019-11-01' },
    { label: 'Last 7 days', from: '2019-10-25', to: '2019-11-01' },
    { label: 'Last 28 days', from: '2019-10-04', to: '2019-11-01' },
  ]);
  const months = rangePresets({ from: '2019-12-30', to: '2020-02-02' }).slice(4);
  expect(months).toEqual([
    { label: 'December 2019', from: '2019-12-30', to: '2020-01-01' },
    { label: 'January 2020', from: '2020-01-01', to: '2020-02-01' },
    { label: 'February 2020', from: '2020-02-01', to: '2020-02-02' },
  ]);
  expect(rangePresets({ from: '2019-10-01', to: '2019-10-02' })).toHaveLength(1);
});

test('a range is written with its last day', () => {
  const plain = (text: string) => text.replaceAll(/\s/gu, ' ').replaceAll(' – ', '–');
  expect(plain(formatRange(october))).toBe('1–31 Oct 2019');
  expect(plain(formatRange({ from: '2019-10-01', to: '2019-10-02' }))).toBe('1 Oct 2019');
});

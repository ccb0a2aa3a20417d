import { describe, expect, it } from 'vitest';
import { chooseLocale, formatChange, formatMinutes, formatShort, formatTick, formatValue } from './format-value.js';

describe('formatValue', () => {
  it('writes each unit as people read it', () => {
    expect(formatValue(42_448_764, 'events')).toBe('42,448,764');
    expect(formatValue(0.25, 'share')).toBe('25.0%');
    expect(formatValue(1234.5, 'money')).toBe('1,234.50');
    expect(formatValue(112.44, 'index')).toBe('112.4');
    expect(formatValue(1.5, 'ratio')).toBe('1.50');
    expect(formatValue(1234.5, 'money', 'de-DE')).toBe('1.234,50');
  });

  it('does not round a small share to nothing', () => {
    expect(formatValue(0.00042, 'share')).toBe('0.042%');
    expect(formatValue(0, 'share')).toBe('0.0%');
  });

  it('has one sign for what is not known', () => {
    for (const value of [null, undefined, NaN, Infinity])
      for (const unit of ['share', 'money', 'minutes', 'index', '']) {
        expect(formatValue(value, unit)).toBe('–');
        expect(formatShort(value, unit)).toBe('–');
      }
  });
});

it('formatMinutes takes the two largest units', () => {
  expect([0.5, 1, 4.2, 12.4, 59.9, 200, 2880, 3120].map(formatMinutes)).toEqual([
    '30 s',
    '1 min',
    '4 min 12 s',
    '12 min',
    '1 h',
    '3 h 20 min',
    '2 d',
    '2 d 4 h',
  ]);
});

it('formatShort keeps three significant digits', () => {
  expect(formatShort(42_448_764, 'events')).toBe('42.4M');
  expect(formatShort(999, 'events')).toBe('999');
  expect(formatShort(15_432.1, 'money')).toBe('15.4K');
  expect(formatShort(12.5, 'money')).toBe('12.50');
  expect(formatShort(1_204_322, 'money')).toBe('1.20M');
  expect(formatShort(4500, 'events')).toBe('4.50K');
  expect(formatShort(300_000, 'rows')).toBe('300K');
  expect(formatShort(999_999, 'rows')).toBe('1.00M');
  expect(formatShort(7, 'rows')).toBe('7');
});

it('formatTick is as short as the tick allows', () => {
  expect([0, 0.5, 1].map((value) => formatTick(value, 'share'))).toEqual(['0%', '50%', '100%']);
  expect(formatTick(2500, '')).toBe('2.5K');
});

it('formatChange has a sign, and none where there is nothing to compare with', () => {
  expect(formatChange(110, 100)).toBe('+10.0%');
  expect(formatChange(96, 100)).toBe('−4.0%');
  expect(formatChange(100, 100)).toBe('0.0%');
  expect(formatChange(5, 0)).toBe('–');
  expect(formatChange(5, null)).toBe('–');
});

it('formatChange of shares is a difference in points', () => {
  expect(formatChange(0.009, 0.0134, 'share')).toBe('−0.4 pts');
  expect(formatChange(0.0105, 0.01, 'share')).toBe('+0.05 pts');
  expect(formatChange(0.25, 0, 'share')).toBe('+25.0 pts');
  expect(formatChange(0.25, 0.25, 'share')).toBe('0.0 pts');
  expect(formatChange(0.25, null, 'share')).toBe('–');
});

it('chooseLocale falls back where the system names no language', () => {
  expect(chooseLocale('de-DE')).toBe('de-DE');
  expect(chooseLocale('en-US@posix')).toBe('en-US');
});

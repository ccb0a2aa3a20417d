import { expect, test, vi } from 'vitest';
import type { ColumnMeta } from '../../preload/shapes.js';
import {
  formatBytes,
  formatCell,
  formatChange,
  formatCount,
  formatDuration,
  formatHeadline,
  formatNumber,
  formatUnits,
} from './format-number.js';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));

test('what is not known is a dash, never NaN or null', () => {
  for (const nothing of [null, undefined, NaN, Infinity]) {
    expect(formatNumber(nothing, 'share')).toBe('–');
    expect(formatHeadline(nothing, 'visitors')).toBe('–');
    expect(formatBytes(nothing)).toBe('–');
    expect(formatDuration(nothing)).toBe('–');
    expect(formatChange(nothing, 5)).toBe('–');
  }
  expect(formatChange(5, 0)).toBe('–');
});

test('headlines have three significant digits, tables the exact figure', () => {
  expect(formatHeadline(42_448_764, 'rows')).toBe('42.4M');
  expect(formatHeadline(999, 'rows')).toBe('999');
  expect(formatNumber(42_448_764, 'rows')).toBe('42,448,764');
  expect(formatNumber(229_957_502.27, 'money')).toBe('229,957,502.27');
  expect(formatNumber(0.5631, 'share')).toBe('56.3%');
});

test('counts agree with their nouns', () => {
  expect(formatCount(1, 'row')).toBe('1 row');
  expect(formatCount(1200, 'row')).toBe('1,200 rows');
  expect(formatUnits(1, 'sessions')).toBe('1 session');
  expect(formatUnits(1, 'categories')).toBe('1 category');
  expect(formatUnits(2, 'categories')).toBe('2 categories');
});

test('sizes are in decimal units', () => {
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(999)).toBe('999 B');
  expect(formatBytes(999_999)).toBe('1 MB');
  expect(formatBytes(5_668_612_855)).toBe('5.67 GB');
});

test('durations have two units at most', () => {
  expect(formatDuration(0.4)).toBe('0 ms');
  expect(formatDuration(28.3)).toBe('28 ms');
  expect(formatDuration(999.6)).toBe('1 s');
  expect(formatDuration(4240)).toBe('4.2 s');
  expect(formatDuration(59_700)).toBe('1 min 0 s');
  expect(formatDuration(185_000)).toBe('3 min 5 s');
  expect(formatDuration(7_800_000)).toBe('2 h 10 min');
});

test('cells: ids exact, times as on a clock, numbers by their unit', () => {
  const column = (type: ColumnMeta['type'], unit = ''): ColumnMeta => ({ name: 'c', title: 'C', type, unit });
  expect(formatCell('2103807459595387724', column('id'))).toBe('2103807459595387724');
  expect(formatCell('2019-10-01T00:00:05.000Z', column('time'))).toBe('2019-10-01 00:00:05');
  expect(formatCell(0.25, column('number', 'share'))).toBe('25.0%');
  expect(formatCell(NaN, column('number'))).toBe('–');
  expect(formatCell(null, column('text'))).toBe('–');
});

import { expect, test, vi } from 'vitest';
import { describeProgress } from './describe-progress.js';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));

test('says what is known, and nothing else', () => {
  expect(describeProgress({ phase: 'reading', done: 0, total: null, unit: 'bytes' })).toBe('Reading');
  const known = { rows: 20_412_000, bytesPerSecond: 210e6, secondsLeft: 24 };
  expect(describeProgress({ phase: 'Reading', done: 48, total: 100, unit: 'bytes', ...known })).toBe(
    'Reading · 48% · 20,412,000 rows · 210 MB/s · 24 s left',
  );
  expect(describeProgress({ phase: 'Writing', done: 150, total: 100, unit: 'rows' })).toBe('Writing · 100% · 150 rows');
});

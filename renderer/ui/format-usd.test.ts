import { expect, test } from 'vitest';
import { formatUsd } from './format-usd.js';

test('dollars are told as far as they mean something', () => {
  expect([0, 0.00001, 0.00005, 0.0052, 0.5, 1, 1234.5, null].map(formatUsd)).toEqual([
    '$0.00',
    'under $0.0001',
    'under $0.0001',
    '$0.0052',
    '$0.50',
    '$1.00',
    '$1,234.50',
    '–',
  ]);
});

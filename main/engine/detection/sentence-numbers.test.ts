import { expect, test } from 'vitest';
import { writeCount, writeNumber, writeSpan } from './sentence-numbers.js';

test('numbers, counts and spans as people write them', () => {
  expect([
    writeNumber(1234567),
    writeNumber(30.25, 1),
    writeNumber(0.1, 3),
    writeNumber(-1234.5, 1),
    writeNumber(-0.01),
  ]).toEqual(['1,234,567', '30.3', '0.1', '−1,234.5', '0']);
  expect([writeCount(1, 'event'), writeCount(1200, 'event'), writeCount(2, 'category', 'categories')]).toEqual([
    '1 event',
    '1,200 events',
    '2 categories',
  ]);
  expect([0, 41, 119, 120, 5400, 9000, 200_000].map(writeSpan)).toEqual([
    '0 s',
    '41 s',
    '119 s',
    '2 min',
    '90 min',
    '2.5 h',
    '2.3 days',
  ]);
});

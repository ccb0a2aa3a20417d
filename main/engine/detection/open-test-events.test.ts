import { expect, test } from 'vitest';
import { makeEvents, testStart } from './open-test-events.js';

test('made events are in order, with whole seconds and what was left out', () => {
  const events = makeEvents(
    [
      { t: 9.7, product: 7 },
      { t: 2, user: 3, session: null, type: 'cart' },
    ],
    100,
  );
  expect([...events.row]).toEqual([100, 101]);
  expect([...events.time]).toEqual([testStart + 2000, testStart + 9000]);
  expect([...events.type]).toEqual([1, 0]);
  expect([...events.product]).toEqual([1n, 7n]);
  expect([...events.session]).toEqual([(1n << 61n) + 3n, 1n]);
});

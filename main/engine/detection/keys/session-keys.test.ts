import { expect, test } from 'vitest';
import { alone } from '../events.js';
import { makeEvents, type TestEvent } from '../open-test-events.js';
import { Keys } from './keys.js';

function resolve(rows: readonly TestEvent[], cap?: number) {
  const keys = new Keys(cap);
  const events = keys.open(makeEvents(rows));
  for (let at = 0; at < rows.length;) {
    keys.sweep(events.time[at] as number);
    at = keys.resolve(events, at, rows.length);
  }
  return { keys, events };
}

function event(t: number, user: number, session: number): TestEvent {
  return { t, user, session, product: 1, type: 'view', price: 5 };
}

test('a user who changes sessions has what the one before had', () => {
  const { events } = resolve([event(0, 1, 10), event(1, 1, 11), event(2, 1, 10)]);
  expect([...events.movedFrom.subarray(0, 3)]).toEqual([alone, events.sessionSlot[0], -1]);
});

test('a session that has lost its slot to the cap hands nothing to its user', () => {
  const others = Array.from({ length: 14 }, (_, at) => event(2 + at, 3, 300 + at));
  const { keys, events } = resolve([event(0, 1, 10), event(1, 2, 20), ...others, event(16, 1, 11)], 16);
  expect(keys.tables.sessions.evicted).toBe(2);
  expect(events.movedFrom[16]).toBe(-1);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WrittenPack } from '../../../../preload/rules/pack.js';
import { makeEvents, runPack, type TestEvent } from '../open-test-events.js';
import type { RawAlert } from '../alert-book.js';

const rules = (['rate', 'crawl', 'regularity', 'idOrder', 'sessionScore', 'neverSleeps'] as const).map((kind) => ({
  id: kind.toLowerCase(),
  kind,
}));

/** People and programs side by side, some of them on several sessions, some sessions of two users. */
const actor = fc.record({
  user: fc.integer({ min: 1, max: 4 }),
  sessions: fc.integer({ min: 1, max: 3 }),
  /** Events before the session changes. */
  stay: fc.constantFrom(1, 6, 25),
  start: fc.integer({ min: 0, max: 5000 }),
  gap: fc.constantFrom(0.3, 1, 3, 20, 40, 3000),
  jitter: fc.constantFrom(0, 0.3, 2),
  step: fc.constantFrom(0, 1, 3, 7919, -2),
  types: fc.constantFrom(['view'] as const, ['view', 'view', 'cart'] as const, ['view', 'purchase'] as const),
  count: fc.integer({ min: 1, max: 90 }),
});

const streams = fc.array(actor, { minLength: 1, maxLength: 6 }).map((actors) =>
  actors.flatMap(({ user, sessions, stay, start, gap, jitter, step, types, count }, which) => {
    let t = start;
    return Array.from({ length: count }, (_, at): TestEvent => {
      t += gap * (1 + jitter * (((at * 37) % 11) / 11 - 0.5));
      const session = which % 5 === 4 ? 999 : user * 10 + (Math.floor(at / stay) % sessions);
      const type = types[at % types.length] ?? 'view';
      return { t, user, session, product: 1_000_000 + at * step, type, price: 5 };
    });
  }),
);

/** Limits so low that short sessions reach them. */
const strictRules: WrittenPack['rules'] = [
  { id: 'rate', kind: 'rate', settings: { fastCapacity: 2, mediumCapacity: 6, slowCapacity: 20 } },
  { id: 'crawl', kind: 'crawl', settings: { fastCapacity: 3, capacity: 6, slowCapacity: 8 } },
  { id: 'regularity', kind: 'regularity', settings: { gaps: 8, variation: 0.5, minGap: 1 } },
  { id: 'idorder', kind: 'idOrder', settings: { run: 6, views: 8 } },
  { id: 'sessionscore', kind: 'sessionScore', settings: { limit: 3 } },
];
const packs = fc.constantFrom<WrittenPack['rules']>(rules, strictRules);

test('where batches are cut makes no difference', () => {
  fc.assert(
    fc.property(streams, packs, fc.array(fc.integer({ min: 0, max: 540 }), { maxLength: 12 }), (rows, pack, cut) => {
      expect(runPack(pack, rows, { cut })).toEqual(runPack(pack, rows));
    }),
    { numRuns: 60 },
  );
});

test('the evidence is the entity’s events between first and last row, and their money', () => {
  fc.assert(
    fc.property(streams, (rows) => {
      const events = makeEvents(rows);
      for (const alert of runPack(rules, rows)) {
        const found = evidenceOf(alert, events);
        expect({ ...found, rule: alert.rule }).toEqual({
          events: alert.events,
          spent: alert.spent,
          rule: alert.rule,
        });
      }
    }),
    { numRuns: 200 },
  );
});

function evidenceOf(alert: RawAlert, events: ReturnType<typeof makeEvents>) {
  let count = 0;
  let spent = 0;
  for (let at = 0; at < events.length; at++) {
    const row = events.row[at] as number;
    const key = alert.entity === 'user' ? events.user[at] : events.session[at];
    if (key !== alert.key || !alert.ranges.some(([from, to]) => row >= from && row <= to)) continue;
    if ((alert.types & (1 << (events.type[at] as number))) !== 0) count++;
    if (events.type[at] === 3) spent += events.price[at] as number;
  }
  return { events: count, spent };
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WrittenPack } from '../../../../preload/rules/pack.js';
import type { RawAlert } from '../alert-book.js';
import { makeEvents, runPack, type TestEvent } from '../open-test-events.js';

const rules: WrittenPack['rules'] = [
  {
    id: 'hoarding',
    kind: 'hoarding',
    settings: { productCarts: 8, productRush: 6, lines: 5, unseenLines: 4 },
  },
  { id: 'flood', kind: 'productFlood', settings: { limit: 12, slowLimit: 10, landings: 10 } },
  { id: 'purchases', kind: 'purchaseVelocity' },
];

/** Visitors of few products, one after the other, in the third hour: of each kind some come alone, some often. */
const crowd = fc.record({
  product: fc.integer({ min: 1, max: 4 }),
  users: fc.constantFrom(1, 3, 60),
  start: fc.integer({ min: 7000, max: 9000 }),
  gap: fc.constantFrom(0.5, 5, 30, 90),
  types: fc.constantFrom(
    ['view'] as const,
    ['cart'] as const,
    ['view', 'cart'] as const,
    ['view', 'cart', 'purchase'] as const,
    ['purchase'] as const,
  ),
  step: fc.constantFrom(0, 0, 1),
  count: fc.integer({ min: 1, max: 60 }),
});

/** The rest of the shop, so that it has a history. */
const shop = Array.from({ length: 400 }, (_, at): TestEvent[] => {
  const visit = { t: at * 30, user: 5000 + at, product: 10 + (at % 30) };
  return [visit, { ...visit, t: visit.t + 10, product: 1 + (at % 4) }, { ...visit, t: visit.t + 20, product: 50 }];
}).flat();

const streams = fc.array(crowd, { minLength: 1, maxLength: 5 }).map((crowds) => [
  ...shop,
  ...crowds.flatMap(({ product, users, start, gap, types, step, count }, which) =>
    Array.from({ length: count }, (_, at): TestEvent => {
      const user = 100 * which + 1000 + (Math.floor(at / types.length) % users);
      const of = product + step * (at % 8);
      return { t: start + at * gap, user, product: of, type: types[at % types.length] ?? 'view', price: 5 };
    }),
  ),
]);

test('where batches are cut makes no difference', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.integer({ min: 0, max: 1500 }), { maxLength: 12 }), (rows, cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(runPack(rules, rows));
    }),
    { numRuns: 40 },
  );
});

test('what a user does later in the same batch is not known yet', () => {
  // New users who cart a product and then look around: by the cart alone they have looked at nothing.
  const rows = [
    ...shop,
    ...Array.from({ length: 40 }, (_, at): TestEvent[] => [
      { t: 8000 + at, user: 9000 + at, product: 2, type: 'cart', price: 5 },
      ...[60, 61, 62, 63, 64].map((product) => ({ t: 8000 + at, user: 9000 + at, product })),
    ]).flat(),
  ];
  const everywhere = rows.map((_, at) => at);
  expect(runPack(rules, rows)).toEqual(runPack(rules, rows, { cut: everywhere }));
  expect(runPack(rules, rows).some(({ entity }) => entity === 'product')).toBe(true);
});

test('the evidence is the entity’s events of its types between first and last row, and their money', () => {
  let seen = 0;
  fc.assert(
    fc.property(streams, (rows) => {
      const events = makeEvents(rows);
      for (const alert of runPack(rules, rows)) {
        seen++;
        const { rule, key } = alert;
        const { events: count, spent } = alert;
        expect({ ...evidenceOf(alert, events), rule, key }).toEqual({ count, spent, rule, key });
      }
    }),
    { numRuns: 100 },
  );
  expect(seen).toBeGreaterThan(20);
});

function evidenceOf(alert: RawAlert, events: ReturnType<typeof makeEvents>) {
  let count = 0;
  let spent = 0;
  const keys = { user: events.user, session: events.session, product: events.product, global: events.user }[
    alert.entity
  ];
  for (let at = 0; at < events.length; at++) {
    const row = events.row[at] as number;
    if (keys[at] !== alert.key || !alert.ranges.some(([from, to]) => row >= from && row <= to)) continue;
    if ((alert.types & (1 << (events.type[at] as number))) !== 0) count++;
    if (events.type[at] === 3) spent += events.price[at] as number;
  }
  return { count, spent };
}

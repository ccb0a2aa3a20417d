import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeEvents, runPack, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'flood', kind: 'productFlood' as const }];
const hour = 3600;

/** People who look at several products, of whom some put one in the cart. */
function browse(from: number, to: number, everySeconds: number): TestEvent[] {
  const rows: TestEvent[] = [];
  let user = 1000;
  for (let t = from; t < to; t += everySeconds) {
    user++;
    for (let step = 0; step < 4; step++)
      rows.push({ t: t + step * 20, user, product: 1 + ((user * 7 + step * 13) % 300) });
    if (user % 5 === 0) rows.push({ t: t + 70, user, product: 1 + ((user * 7 + 39) % 300), type: 'cart' });
  }
  return rows;
}

describe('many on one product', () => {
  test('new users crowd it in seconds and do not buy', () => {
    const flood = Array.from({ length: 600 }, (_, at) => ({ t: 2 * hour + at / 8, user: 90_000 + at, product: 5000 }));
    const alerts = runPack(rules, [...browse(0, 3 * hour, 8), ...flood]);
    expect(alerts).toMatchObject([{ entity: 'product', key: 5000n, severity: 'high', types: 15 }]);
    const [alert] = alerts;
    const start = flood[0]?.t ?? 0;
    expect(alert?.detectedTime).toBeLessThan((alert?.firstTime ?? 0) + 10_000);
    expect(((alert?.detectedTime ?? 0) / 1000) % 86_400).toBeLessThan((10 * hour + start + 10) % 86_400);
    expect(alert?.reason).toContain('0 carts and purchases');
  });

  test('a slow one, sixty visits of four views, is found by its history', () => {
    const flood = Array.from({ length: 60 }, (_, visit) =>
      Array.from({ length: 4 }, (_, at) => ({
        t: 2 * hour + visit * 5 + at * 12,
        user: 90_000 + visit,
        product: 5000,
      })),
    ).flat();
    const alerts = runPack(rules, [...browse(0, 3 * hour, 8), ...flood]);
    expect(alerts).toMatchObject([{ entity: 'product', key: 5000n }]);
    expect(alerts[0]?.severity).not.toBe('low');
  });

  test('a sale of one product is no more than low', () => {
    const sale = Array.from({ length: 900 }, (_, at): TestEvent[] => {
      const visit = { t: 2 * hour + at, user: 90_000 + at, product: 5000 };
      return at % 10 === 0 ? [visit, { ...visit, t: visit.t + 30, type: 'cart' }] : [visit];
    }).flat();
    const alerts = runPack(rules, [...browse(0, 3 * hour, 8), ...sale]);
    expect(alerts.filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  test('one user who reads one product again and again is nobody’s flood', () => {
    const reader = Array.from({ length: 300 }, (_, at) => ({ t: 2 * hour + at * 3, user: 7, product: 5000 }));
    expect(runPack(rules, [...browse(0, 3 * hour, 8), ...reader])).toEqual([]);
  });
});

describe('new visitors straight to one product', () => {
  /** So many of them, each with so many looks. */
  const straight = (visits: number, everySeconds: number, looks = 2): TestEvent[] =>
    Array.from({ length: visits }, (_, visit) =>
      Array.from({ length: looks }, (_, at) => ({
        t: 2 * hour + visit * everySeconds + at * 15,
        user: 90_000 + visit,
        product: 5000,
      })),
    ).flat();

  test('one in a minute is found, with all its events, and medium where nobody buys', () => {
    const alerts = runPack(rules, [...browse(0, 6 * hour, 8), ...straight(180, 60)]);
    expect(alerts).toMatchObject([{ entity: 'product', key: 5000n, severity: 'medium', events: 359, value: 180 }]);
    const [alert] = alerts;
    expect((alert?.detectedTime ?? 0) - (alert?.firstTime ?? 0)).toBeLessThan(hour * 1000);
    expect(alert?.reason).toContain('180 visitors who had not been here for an hour');
  });

  test('a thing that is spoken of and bought as usual is no more than low', () => {
    const rows = straight(180, 60).map((event, at): TestEvent => (at % 20 === 19 ? { ...event, type: 'cart' } : event));
    for (const { severity } of runPack(rules, [...browse(0, 6 * hour, 8), ...rows])) expect(severity).toBe('low');
  });

  test('where others come to it from other products it is a product that people like', () => {
    const others = Array.from({ length: 120 }, (_, visit): TestEvent[] => {
      const t = 2 * hour + visit * 90;
      return [
        { t, user: 70_000 + visit, product: 1 + (visit % 300) },
        { t: t + 20, user: 70_000 + visit, product: 5000 },
      ];
    }).flat();
    expect(runPack(rules, [...browse(0, 6 * hour, 8), ...straight(180, 60), ...others])).toEqual([]);
  });

  test('the same visitor in ever new sessions is the matter of other rules', () => {
    const rows = straight(180, 60).map(({ user = 0, ...event }) => ({ ...event, session: user, user: 90_000 }));
    expect(runPack(rules, [...browse(0, 6 * hour, 8), ...rows])).toEqual([]);
  });

  test('what kind of flood it is and where batches are cut changes no evidence', () => {
    const rows = [
      ...browse(0, 4 * hour, 40),
      ...straight(60, 60),
      ...straight(80, 4).map((event) => ({ ...event, t: event.t + 1800, user: (event.user ?? 0) + 500 })),
    ];
    const whole = runPack(rules, rows);
    const events = makeEvents(rows);
    expect(whole.length).toBeGreaterThan(0);
    for (const { key, ranges, events: count } of whole) {
      const isIn = (row: number) => ranges.some(([from, to]) => row >= from && row <= to);
      const own = Array.from(events.row).filter((row, at) => events.product[at] === key && isIn(row));
      expect(own).toHaveLength(count);
    }
    fc.assert(
      fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
        expect(runPack(rules, rows, { cut })).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });
});

test('where batches are cut changes nothing', () => {
  const flood = Array.from({ length: 200 }, (_, at) => ({ t: 600 + at / 8, user: 90_000 + at, product: 5000 }));
  const rows = [...browse(0, 900, 3), ...flood];
  const whole = runPack(rules, rows);
  expect(whole).toHaveLength(1);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'hoarding', kind: 'hoarding' as const }];

/** A look at each of so many products, then into the cart with it. */
function fill(lines: number, everySeconds: number, from = 0): TestEvent[] {
  return Array.from({ length: lines }, (_, at): TestEvent[] => {
    const t = from + at * everySeconds;
    return [
      { t, product: 100 + at },
      { t: t + 10, product: 100 + at, type: 'cart' },
    ];
  }).flat();
}

/** Somebody else, so that time goes on. */
const later = (to: number): TestEvent[] =>
  Array.from({ length: Math.floor(to / 30) }, (_, at) => ({ t: at * 30, user: 2, product: 1 + (at % 5) }));

describe('a cart that nobody buys', () => {
  test('of goods that were never looked at is high at once', () => {
    const carts = Array.from({ length: 40 }, (_, at) => ({ t: at * 3, product: 100 + at, type: 'cart' as const }));
    const alerts = runPack(rules, carts);
    expect(alerts).toMatchObject([{ entity: 'user', key: 1n, severity: 'high', events: 40, value: 40, types: 14 }]);
    expect(alerts[0]?.detectedTime).toBe(testStart + 27_000);
    expect(alerts[0]?.reason).toContain('40 without a look');
  });

  test('is found after its user has gone, and medium then', () => {
    const alerts = runPack(rules, [...fill(22, 20), ...later(3000)]);
    expect(alerts).toMatchObject([{ entity: 'user', key: 1n, severity: 'medium', events: 22, value: 22 }]);
    expect(alerts[0]?.detectedTime).toBeGreaterThanOrEqual(testStart + 900_000);
  });

  test('an office basket of forty lines that is bought is no more than low', () => {
    const basket = fill(40, 40);
    const bought = basket
      .filter(({ type }) => type === 'cart')
      .map((line) => ({ ...line, t: 1800, type: 'purchase' as const }));
    const alerts = runPack(rules, [...basket, ...bought, ...later(6000)]);
    expect(alerts.filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  test('lines that are removed again are not open', () => {
    const rows = Array.from({ length: 40 }, (_, at): TestEvent[] => [
      { t: at * 20, product: 100 + at, type: 'cart' },
      { t: at * 20 + 10, product: 100 + at, type: 'remove_from_cart' },
    ]).flat();
    expect(runPack(rules, [...rows, ...later(3000)])).toEqual([]);
  });
});

describe('one product in everybody’s cart', () => {
  const carts = Array.from({ length: 90 }, (_, at): TestEvent[] => [
    { t: at * 5, user: 100 + at, product: 7 },
    { t: at * 5 + 2, user: 100 + at, product: 7, type: 'cart' },
  ]).flat();

  test('fires where nobody buys it', () => {
    const alerts = runPack(rules, carts);
    expect(alerts).toMatchObject([{ entity: 'product', key: 7n, types: 10 }]);
    expect(alerts[0]?.severity).not.toBe('low');
  });

  test('does not where some do, a minute later', () => {
    const bought = carts
      .filter(({ type, user = 0 }) => type === 'cart' && user % 3 === 0)
      .map((line) => ({ ...line, t: line.t + 60, type: 'purchase' as const }));
    expect(runPack(rules, [...carts, ...bought])).toEqual([]);
  });
});

describe('a rush on one product', () => {
  /** So many new users, a look and a cart each. */
  const rush = (users: number, everySeconds: number, hasView = true): TestEvent[] =>
    Array.from({ length: users }, (_, at): TestEvent[] => {
      const t = 600 + at * everySeconds;
      const look: TestEvent = { t, user: 1000 + at, product: 7 };
      const put: TestEvent = { ...look, t: t + (hasView ? 9 : 0), type: 'cart' };
      return hasView ? [look, put] : [put];
    }).flat();
  /** The rest of the shop: visitors with ten views and a cart that is bought. */
  const shop = Array.from({ length: 60 }, (_, visit): TestEvent[] => {
    const user = 5000 + visit;
    const product = 50 + (visit % 9);
    const looks = Array.from({ length: 10 }, (_, at): TestEvent => ({ t: visit * 60 + at, user, product }));
    return [
      ...looks,
      { t: visit * 60 + 20, user, product, type: 'cart' },
      { t: visit * 60 + 60, user, product, type: 'purchase' },
    ];
  }).flat();

  test('is seen after ten carts where nobody looks first, and medium when it goes on', () => {
    const alerts = runPack(rules, [...shop, ...rush(40, 2, false)]);
    expect(alerts).toMatchObject([{ entity: 'product', key: 7n, severity: 'medium', events: 40, value: 40 }]);
    expect((alerts[0]?.detectedTime ?? 0) - (alerts[0]?.firstTime ?? 0)).toBe(18_000);
    expect(alerts[0]?.reason).toContain('40 of them without a look');
  });

  test('that is over in seconds is medium when nobody has bought three minutes later', () => {
    const alerts = runPack(rules, [...shop, ...rush(40, 0.5)]);
    expect(alerts).toMatchObject([{ entity: 'product', key: 7n, severity: 'medium', events: 40, types: 10 }]);
    expect((alerts[0]?.detectedTime ?? 0) - (alerts[0]?.firstTime ?? 0)).toBeLessThan(30_000);
  });

  test('is seen where one comes in a minute', () => {
    expect(runPack(rules, [...shop, ...rush(50, 60)])).toMatchObject([{ entity: 'product', key: 7n }]);
  });

  test('is no more than low where people buy in the end: a thing goes on sale at noon', () => {
    const carts = rush(120, 0.5);
    const bought = carts
      .filter(({ type, user = 0 }) => type === 'cart' && user % 2 === 0)
      .map((line) => ({ ...line, t: line.t + 60, type: 'purchase' as const }));
    for (const { severity } of runPack(rules, [...shop, ...carts, ...bought])) expect(severity).toBe('low');
  });

  test('is none where people look at it as often as at other things', () => {
    const looks = Array.from({ length: 400 }, (_, at) => ({ t: 600 + at, user: 3000 + at, product: 7 }));
    expect(runPack(rules, [...shop, ...looks, ...rush(25, 16)])).toEqual([]);
  });

  test('of one user alone, or of those who look around, is none', () => {
    const alone = rush(60, 5, false).map((event) => ({ ...event, user: 1000 + (event.t % 3) }));
    expect(runPack(rules, [...shop, ...alone])).toEqual([]);
    const around = rush(25, 2).flatMap((event) => [
      ...[1, 2, 3, 4].map((at) => ({ t: event.t - 10 * at, user: event.user ?? 0, product: 200 + at })),
      event,
    ]);
    expect(runPack(rules, [...shop, ...around])).toEqual([]);
  });
});

test('where batches are cut changes nothing', () => {
  const carts = Array.from({ length: 40 }, (_, at) => ({
    t: 900 + at,
    user: 50 + at,
    product: 7,
    type: 'cart' as const,
  }));
  const rows = [...fill(22, 20), ...later(3000), ...carts];
  const whole = runPack(rules, rows);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

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

test('where batches are cut changes nothing', () => {
  const rows = [...fill(22, 20), ...later(3000)];
  const whole = runPack(rules, rows);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'velocity', kind: 'purchaseVelocity' as const }];

/** Somebody who looks at other things, so that the data have begun long before. */
const before: readonly TestEvent[] = [
  { t: 0, user: 2, product: 1 },
  { t: 10, user: 2, product: 1, type: 'purchase' },
];

describe('a user', () => {
  test('who buys what it never looked at, order after order, is high', () => {
    const rows = Array.from({ length: 16 }, (_, at) => ({
      t: 20 + at * 15,
      product: 5,
      type: 'purchase' as const,
      price: 3,
    }));
    const alerts = runPack(rules, [...before, ...rows]);
    expect(alerts).toMatchObject([{ entity: 'user', key: 1n, severity: 'high', events: 16, spent: 48, types: 8 }]);
    expect(alerts[0]?.detectedTime).toBeLessThanOrEqual(testStart + 200_000);
    expect(alerts[0]?.reason).toContain('without a look');
  });

  test('who tries cards in one session after the other is high', () => {
    const rows = Array.from({ length: 6 }, (_, at) => ({
      t: 20 + at * 8,
      session: 50 + at,
      product: 5,
      type: 'purchase' as const,
    }));
    expect(runPack(rules, [...before, ...rows])).toMatchObject([{ key: 1n, severity: 'high', value: 6, threshold: 3 }]);
  });

  test('who tries cards on one thing within a minute is high, though a minute of a session is one order', () => {
    const rows = Array.from({ length: 30 }, (_, at) => ({ t: 20 + at, product: 5, type: 'purchase' as const }));
    expect(runPack(rules, [...before, ...rows])).toMatchObject([{ key: 1n, severity: 'high', value: 30 }]);
  });

  test('who buys the basket of the day before, unseen today, has one order', () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({ t: 55 + at, product: 100 + at, type: 'purchase' as const }));
    expect(runPack(rules, [...before, ...rows])).toEqual([]);
  });

  test('who buys one thing twenty times after a look is medium', () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({ t: 20 + at * 9, product: 5, type: 'purchase' as const }));
    const alerts = runPack(rules, [...before, { t: 15, product: 5 }, ...rows]);
    expect(alerts.map(({ severity }) => severity)).toEqual(['medium']);
  });

  test('who buys the same phone seven times is no more than low', () => {
    const rows = Array.from({ length: 7 }, (_, at) => ({
      t: 60 + at * 61,
      product: 5,
      type: 'purchase' as const,
      price: 300,
    }));
    const alerts = runPack(rules, [...before, { t: 30, product: 5 }, ...rows]);
    expect(alerts.map(({ severity }) => severity)).toEqual(['low']);
  });

  test('who buys a basket of forty goods has one order', () => {
    const looks = Array.from({ length: 40 }, (_, at) => ({ t: 10 + at * 20, product: 100 + at }));
    const rows = looks.map((look) => ({ ...look, t: 900, type: 'purchase' as const }));
    expect(runPack(rules, [...before, ...looks, ...rows])).toEqual([]);
  });
});

describe('a product', () => {
  const buyers = (isSeen: boolean): TestEvent[] =>
    Array.from({ length: 14 }, (_, at): TestEvent[] => {
      const bought = { t: 2000 + at * 20, user: 100 + at, product: 5, type: 'purchase' as const, price: 1 };
      return isSeen ? [{ ...bought, t: bought.t - 30, type: 'view' }, bought] : [bought];
    }).flat();

  test('that many users buy without a look is high', () => {
    expect(runPack(rules, [...before, ...buyers(false)])).toMatchObject([
      { entity: 'product', key: 5n, severity: 'high', events: 14, value: 14, types: 8 },
    ]);
  });

  test('that many users buy after a look is a success', () => {
    expect(runPack(rules, [...before, ...buyers(true)])).toEqual([]);
  });
});

test('where batches are cut changes nothing', () => {
  const rows: TestEvent[] = [
    ...Array.from({ length: 60 }, (_, at) => ({ t: at * 10, user: 2, product: at % 4 })),
    ...Array.from({ length: 16 }, (_, at) => ({ t: 20 + at * 15, product: at % 4, type: 'purchase' as const })),
  ];
  const whole = runPack(rules, rows);
  expect(whole).toHaveLength(1);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

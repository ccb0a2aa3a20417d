import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPack, type TestEvent } from '../open-test-events.js';

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

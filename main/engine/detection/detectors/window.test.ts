import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WrittenPack } from '../../../../preload/rules/pack.js';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

type Written = WrittenPack['rules'][number];
const count = {
  id: 'own',
  kind: 'window',
  title: 'Own',
  measure: 'count',
  key: 'user',
  window: { seconds: 10 },
  threshold: { direction: 'above', value: 5 },
} satisfies Written;
const at = (times: readonly number[], rest: Omit<TestEvent, 't'> = {}): TestEvent[] =>
  times.map((t) => ({ t, ...rest }));

describe('more than five events in ten seconds', () => {
  test('sliding: fires across the edge of ten seconds', () => {
    const alerts = runPack([count], at([7, 8, 9, 10, 11, 12, 13]));
    expect(alerts).toMatchObject([{ entity: 'user', events: 7, value: 7, threshold: 5, severity: 'medium' }]);
    expect(alerts[0]?.detectedTime).toBe(testStart + 12_000);
    expect(alerts[0]?.firstTime).toBe(testStart + 7000);
  });

  test('sliding: an event leaves after ten seconds', () => {
    expect(runPack([count], at([0, 1, 2, 3, 4, 10, 11, 12]))).toEqual([]);
    expect(runPack([count], at([0, 1, 2, 3, 4, 9]))).toHaveLength(1);
  });

  test('tumbling: the edge divides', () => {
    const rule = { ...count, window: { seconds: 10, kind: 'tumbling' as const } };
    expect(runPack([rule], at([7, 8, 9, 10, 11, 12, 13]))).toEqual([]);
    expect(runPack([rule], at([0, 1, 2, 3, 4, 5, 6]))).toMatchObject([{ events: 7, value: 7 }]);
  });

  test('by type, each type counts by itself', () => {
    const rule = { ...count, key: 'user_and_type' as const, window: { seconds: 60, kind: 'tumbling' as const } };
    const mixed = [...at([0, 1, 2, 3, 4]), ...at([5, 6, 7, 8, 9], { type: 'cart' })];
    expect(runPack([rule], mixed)).toEqual([]);
    expect(runPack([rule], [...mixed, { t: 10, type: 'cart' }])).toMatchObject([{ types: 2, events: 6, value: 6 }]);
  });
});

test('sums prices of what the filter lets through', () => {
  const rule = {
    ...count,
    measure: 'sum' as const,
    of: 'price' as const,
    filter: { types: ['purchase' as const], minPrice: 50 },
    window: { seconds: 3600 },
    threshold: { direction: 'above' as const, value: 250 },
  };
  const rows = [
    ...at([0, 100], { type: 'purchase', price: 100 }),
    ...at([150], { type: 'purchase', price: 49 }),
    ...at([160], { type: 'view', price: 1000 }),
    ...at([200], { type: 'purchase', price: 60 }),
  ];
  expect(runPack([rule], rows)).toMatchObject([{ value: 260, events: 4, spent: 309, types: 8 }]);
});

test('tells apart what is distinct', () => {
  const rule = { ...count, key: 'product' as const, measure: 'distinct' as const, of: 'user' as const };
  const users = (ids: readonly number[]) => ids.map((user, t) => ({ t, user, session: user, product: 9 }));
  expect(runPack([rule], users([1, 2, 3, 4, 5, 1, 2, 3, 4]))).toEqual([]);
  expect(runPack([rule], users([1, 2, 3, 1, 4, 5, 6]))).toMatchObject([
    { entity: 'product', key: 9n, value: 6, events: 7 },
  ]);
});

describe('a shop that is too quiet', () => {
  const rule = {
    ...count,
    key: 'global' as const,
    window: { seconds: 60, kind: 'tumbling' as const },
    threshold: { direction: 'below' as const, value: 3 },
  };
  const busy = (from: number, to: number) => at(Array.from({ length: (to - from) / 10 }, (_, n) => from + n * 10));

  test('fires with the end of the window, once for as long as it lasts', () => {
    const alerts = runPack([rule], [...busy(0, 120), ...at([130]), ...at([190]), ...busy(240, 400)]);
    expect(alerts).toMatchObject([{ entity: 'global', value: 1, threshold: 3, events: 2 }]);
    expect(alerts[0]?.firstTime).toBe(testStart + 130_000);
    expect(alerts[0]?.detectedTime).toBe(testStart + 190_000);
  });

  test('sees a hole', () => {
    expect(runPack([rule], [...busy(0, 120), ...busy(7200, 7300)])).toMatchObject([{ value: 0 }]);
  });

  test('says nothing of windows that are not over, or began before the data', () => {
    expect(runPack([rule], [...at([50]), ...busy(60, 180), ...at([181])])).toEqual([]);
  });
});

test('a sliding window says what counting anew says', () => {
  const times = fc.array(fc.nat(120), { minLength: 1, maxLength: 60 }).map((all) => all.sort((a, b) => a - b));
  fc.assert(
    fc.property(times, fc.array(fc.nat(60), { maxLength: 6 }), (all, cut) => {
      const rows = at(all);
      const fired = all.find((now, place) => all.slice(0, place + 1).filter((t) => t > now - 10).length > 5);
      const [alert] = runPack([count], rows, { cut });
      expect(alert?.detectedTime).toBe(fired === undefined ? undefined : testStart + fired * 1000);
      expect(runPack([count], rows, { cut })).toEqual(runPack([count], rows));
      if (alert) {
        const [first, last] = alert.ranges[0] ?? [0, 0];
        if (alert.ranges.length === 1) expect(alert.events).toBe(last - first + 1);
      }
    }),
    { numRuns: 200 },
  );
});

test('a window of hours remembers whoever was away for a while', () => {
  const rules: WrittenPack['rules'] = [
    {
      id: 'many-a-day',
      kind: 'window',
      title: 'Many views a day',
      measure: 'count',
      key: 'user',
      window: { seconds: 86_400, kind: 'tumbling' },
      threshold: { direction: 'above', value: 6 },
    },
  ];
  const everyTwoHours = Array.from({ length: 7 }, (_, at) => ({ t: at * 2 * 3600, user: 7 }));
  const others = Array.from({ length: 24 }, (_, at) => ({ t: at * 3600 + 60, user: 100 + at }));
  expect(runPack(rules, [...everyTwoHours, ...others])).toMatchObject([{ entity: 'user', key: 7n, value: 7 }]);
});

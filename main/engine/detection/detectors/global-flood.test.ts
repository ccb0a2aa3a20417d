import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'flood', kind: 'globalFlood' as const }];

/** Numbers that look random: the same ones each time. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Events at random moments, by people who come for five views each and of whom a part uses a cart. */
function people(from: number, to: number, perSecond: (t: number) => number, seed: number, buying = 0.03): TestEvent[] {
  const chance = createChance(seed);
  const rows: TestEvent[] = [];
  let user = seed * 1_000_000;
  for (let t = from; ;) {
    t -= (Math.log(chance()) * 5) / perSecond(t);
    if (t >= to) return rows;
    user++;
    for (let step = 0; step < 5; step++) {
      const at = { t: t + step * 20, user, product: 1 + Math.floor(chance() * 5000) };
      rows.push(at);
      if (chance() < buying) rows.push({ ...at, t: at.t + 15, type: 'cart' });
    }
  }
}

/** New users, one view each. */
function crowd(from: number, to: number, perSecond: number, seed: number): TestEvent[] {
  const chance = createChance(seed);
  return Array.from({ length: Math.floor((to - from) * perSecond) }, (_, at) => ({
    t: from + at / perSecond,
    user: seed * 1_000_000 + at,
    product: 1 + Math.floor(chance() * 5000),
  }));
}

describe('a flood of twice the traffic', () => {
  test('at 16 events a second is there within ten seconds, and high once nobody buys', () => {
    const rows = [...people(0, 2700, () => 16, 1), ...crowd(2400, 2640, 16, 2)];
    const alerts = runPack(rules, rows);
    expect(alerts).toMatchObject([{ entity: 'global', key: 0n, severity: 'high', types: 15 }]);
    const [alert] = alerts;
    const detected = ((alert?.detectedTime ?? 0) - testStart) / 1000 - 2400;
    expect(detected).toBeGreaterThan(0);
    expect(detected).toBeLessThanOrEqual(10);
    expect(alert?.value).toBeGreaterThan(1.5 * (alert?.threshold ?? Infinity));
  });

  test('at 3 events a second is there within a minute', () => {
    const rows = [...people(0, 2900, () => 3, 3), ...crowd(2400, 2800, 3.5, 4)];
    const alerts = runPack(rules, rows);
    expect(alerts).toHaveLength(1);
    expect(((alerts[0]?.detectedTime ?? 0) - testStart) / 1000 - 2400).toBeLessThanOrEqual(60);
  });
});

describe('is not called a flood', () => {
  test('a sale of four times the traffic', () => {
    const rows = [...people(0, 3600, () => 8, 5), ...people(2400, 3500, () => 24, 6, 0.05)];
    expect(runPack(rules, rows).filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  test('a morning that rises fivefold in an hour and a half', () => {
    expect(
      runPack(
        rules,
        people(0, 5400, (t) => 2 + (8 * t) / 5400, 7),
      ),
    ).toEqual([]);
  });

  test('one user alone', () => {
    const robot = Array.from({ length: 2400 }, (_, at) => ({ t: 2400 + at / 8, user: 9, product: at }));
    expect(runPack(rules, [...people(0, 2800, () => 4, 8), ...robot])).toEqual([]);
  });

  test('the first ten minutes', () => {
    expect(runPack(rules, [...people(0, 600, () => 4, 9), ...crowd(300, 590, 20, 10)])).toEqual([]);
  });
});

describe('after a week', () => {
  const day = 86_400;
  const week = 7.1 * day;
  const before = people(0, week + 5 * 3600, () => 0.35, 21);
  /** Three hours in which twice as much comes to the rest; `buying` of it uses a cart. */
  const ramp = (buying: number) =>
    people(week, week + 5 * 3600, (t) => Math.max(0.05, Math.min(0.8, (0.8 * (t - week)) / 10_800)), 22, buying);

  test('a flood that grows over hours is told of, once, though it is learnt', () => {
    const alerts = runPack(rules, [...before, ...ramp(0)]).filter(({ severity }) => severity !== 'low');
    expect(alerts).toHaveLength(1);
    const seconds = ((alerts[0]?.detectedTime ?? 0) - testStart) / 1000 - week;
    expect(seconds).toBeGreaterThan(1800);
    expect(seconds).toBeLessThan(3.5 * 3600);
  });

  test('customers who come more and more over hours are not', () => {
    expect(runPack(rules, [...before, ...ramp(0.04)])).toEqual([]);
  });

  test('neither is, in the first week, what nobody can know', () => {
    const early = (rows: TestEvent[]) =>
      rows.map((event) => ({ ...event, t: event.t - 2 * day })).filter(({ t }) => t > 0);
    expect(runPack(rules, early([...before, ...ramp(0)]))).toEqual([]);
  });
});

test('where batches are cut changes nothing', () => {
  const rows = [...people(0, 1000, () => 6, 11), ...crowd(900, 960, 20, 12)];
  const whole = runPack(rules, rows);
  expect(whole).toHaveLength(1);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 20 },
  );
});

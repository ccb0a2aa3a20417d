import { describe, expect, test } from 'vitest';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'health', kind: 'shopHealth' as const }];
const hour = 3600;
const day = 24 * hour;

/** Views all day, fewer at night; a purchase for every fiftieth of them while `isSelling`. */
function days(count: number, isSelling: (t: number) => boolean): TestEvent[] {
  const rows: TestEvent[] = [];
  let views = 0;
  for (let t = 0; t < count * day; t += (t / hour) % 24 < 8 ? 30 : 3) {
    views++;
    const visitor = { t, user: views % 900, product: 1 + (views % 40) };
    rows.push(visitor);
    if (views % 50 === 0 && isSelling(t)) rows.push({ ...visitor, type: 'purchase' });
  }
  return rows;
}

describe('the shop', () => {
  test('that has no purchases for a day is not well', () => {
    const from = 3 * day + 8 * hour;
    const alerts = runPack(
      rules,
      days(5, (t) => t < from || t >= from + 12 * hour),
    );
    expect(alerts[0]).toMatchObject({ entity: 'global', severity: 'high', value: 0, threshold: 0.25 });
    const after = ((alerts[0]?.detectedTime ?? 0) - testStart) / 1000 - from;
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThanOrEqual(1.5 * hour);
    expect(alerts[0]?.reason).toContain('purchases in the last');
  });

  test('is well on every other day and night', () => {
    expect(
      runPack(
        rules,
        days(5, () => true),
      ),
    ).toEqual([]);
  });

  test('is not unwell because robots look at it', () => {
    const robots = Array.from({ length: 40_000 }, (_, at) => ({
      t: 3 * day + 10 * hour + at / 4,
      user: 100_000 + (at % 300),
      product: 1 + (at % 40),
    }));
    expect(runPack(rules, [...days(4, () => true), ...robots])).toEqual([]);
  });
});

test('where batches are cut changes nothing', () => {
  const rows = days(3, (t) => t < 2 * day + 8 * hour);
  const whole = runPack(rules, rows);
  expect(whole).toHaveLength(1);
  for (const cut of [[1], [1000, 1001, 30_000], Array.from({ length: 60 }, (_, at) => at * 997)])
    expect(runPack(rules, rows, { cut })).toEqual(whole);
});

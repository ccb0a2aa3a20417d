import { describe, expect, it } from 'vitest';
import { purchase, typeNames, view, type EventBatch } from '../events.js';
import { Detection } from '../detection.js';
import { LiveMetrics } from './live-metrics.js';
import { makeEvents, testStart, type TestEvent } from '../open-test-events.js';
import { rulePack } from '../../../../preload/rules/pack.js';

const quiet = rulePack.parse({
  name: 'quiet',
  version: 1,
  title: 'Quiet',
  rules: [{ id: 'off', kind: 'rate', isOn: false }],
});

function randomEvents(count: number, seconds: number): readonly TestEvent[] {
  let seed = 3;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((seed / 0x80000000) * below);
  };
  return Array.from({ length: count }, () => ({
    t: random(seconds),
    user: random(80),
    product: random(30),
    type: typeNames[random(10) < 7 ? 0 : random(4)] ?? 'view',
    price: random(100) / 4,
  }));
}

function watch() {
  let metrics: LiveMetrics | undefined;
  const detection = new Detection({
    pack: quiet,
    onAlert: () => undefined,
    onlookers: (keys) => [(metrics = new LiveMetrics(keys))],
  });
  return { detection, metrics: metrics as LiveMetrics };
}

/** The same by looking at every event. */
function countAt(events: EventBatch, now: number) {
  const within = (ms: number) => (time: number) => time <= now && time > now - ms;
  const places = Array.from({ length: events.length }, (_, at) => at);
  const of = (ms: number, type?: number) =>
    places.filter((at) => within(ms)(events.time[at] as number) && (type === undefined || events.type[at] === type));
  const views = of(3_600_000, view);
  const top = new Map<bigint, number>();
  for (const at of views) top.set(events.product[at] as bigint, (top.get(events.product[at] as bigint) ?? 0) + 1);
  return {
    activeUsers: new Set(of(300_000).map((at) => events.user[at])).size,
    salesPerMinute: of(60_000, purchase).length,
    revenuePerMinute: of(60_000, purchase).reduce((sum, at) => sum + (events.price[at] as number), 0),
    conversion: of(3_600_000, purchase).length / views.length,
    topProducts: [...top]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, 5)
      .map(([product, count]) => ({ product, views: count })),
  };
}

describe('live metrics', () => {
  it('are those of the events of the last minutes, at any moment', () => {
    const events = makeEvents(randomEvents(6000, 3 * 3600));
    const { detection, metrics } = watch();
    const opened = detection.open(events);
    let from = 0;
    for (const seconds of [0, 59, 60, 400, 3000, 3600, 3601, 7000, 10_000, 10_799, 11_000, 15_000]) {
      const now = testStart + seconds * 1000;
      let to = from;
      while (to < events.length && (events.time[to] as number) <= now) to++;
      detection.process(opened, from, to);
      from = to;
      const { activeUsers, salesPerMinute, revenuePerMinute, conversion, topProducts } = metrics.frame(now, 60, false);
      const expected = countAt(events, now);
      expect({ activeUsers, salesPerMinute, conversion, topProducts }).toEqual({
        activeUsers: expected.activeUsers,
        salesPerMinute: expected.salesPerMinute,
        conversion: expected.conversion,
        topProducts: expected.topProducts,
      });
      expect(revenuePerMinute).toBeCloseTo(expected.revenuePerMinute, 6);
    }
  });

  it('stand beside those of the same moment of the day before, where the replay goes back so far', () => {
    const day = 86_400;
    const events = makeEvents([
      ...randomEvents(2000, 7200),
      ...randomEvents(1000, 7200).map((event) => ({ ...event, t: event.t + day })),
    ]);
    const { detection, metrics } = watch();
    detection.process(detection.open(events), 0, events.length);
    const now = testStart + (day + 7200) * 1000;
    const before = countAt(events, now - day * 1000);
    const { dayBefore } = metrics.frame(now, 60, false);
    expect(dayBefore.activeUsers).toBe(before.activeUsers);
    expect(dayBefore.conversion).toBe(before.conversion);
    expect(watch().metrics.frame(now, 60, false).dayBefore.activeUsers).toBeNull();
  });

  it('give every event once in the buckets of their rates, empty ones between them', () => {
    const events = makeEvents(randomEvents(500, 600));
    const { detection, metrics } = watch();
    const opened = detection.open(events);
    detection.process(opened, 0, 200);
    const buckets = [...metrics.frame(events.time[199] as number, 1, false).rates];
    detection.process(opened, 200, 350);
    buckets.push(...metrics.frame(events.time[349] as number, 60, false).rates);
    detection.process(opened, 350, 500);
    buckets.push(...metrics.frame(events.time[499] as number, 60, true).rates);
    const total = buckets.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(500);
    for (const [at, bucket] of buckets.entries()) {
      const next = buckets[at + 1];
      if (next !== undefined) expect(bucket.start + bucket.seconds * 1000).toBe(next.start);
    }
  });

  it('end an hour of their rates that is open where the replay slows down', () => {
    const events = makeEvents(randomEvents(500, 600));
    const { detection, metrics } = watch();
    const opened = detection.open(events);
    metrics.frame(testStart, 3600, false);
    detection.process(opened, 0, 200);
    const slowedAt = events.time[199] as number;
    expect(metrics.frame(slowedAt, 1, false).rates).toEqual([]);
    detection.process(opened, 200, 500);
    const buckets = metrics.frame(events.time[499] as number, 1, true).rates;
    const [hour, ...seconds] = buckets;
    expect((hour?.start ?? 0) + 1000 * (hour?.seconds ?? 0)).toBe(Math.floor(slowedAt / 1000) * 1000 + 1000);
    expect(new Set(seconds.map((bucket) => bucket.seconds))).toEqual(new Set([1]));
    expect(buckets.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(500);
  });
});

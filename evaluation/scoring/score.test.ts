import { expect, test } from 'vitest';
import type { Label } from '../cases/scene.js';
import { Rows } from '../rows.js';
import { bootstrap, quantile, shareOf } from './bootstrap.js';
import { countFlagged } from './flagged.js';
import { falsePerMillion, measure } from './measure.js';
import type { Outcome } from './results.js';
import type { FoundAlert } from './run-packs.js';
import { scoreAlerts } from './score.js';

const row = { type: 0, product: 1, user: 1, sessionLow: 1, sessionHigh: 0, price: 5, label: -1 };

function label(
  id: string,
  family: string,
  user: number,
  start: number,
  end: number,
  side: Label['side'] = 'attack',
): Label {
  const [sessions, products] = [[BigInt(user + 1000)], [user * 10]];
  return { id, side, family, strength: 'loud', seed: 1, users: [user], sessions, products, start, end, events: 10 };
}

function alert(part: Partial<FoundAlert>): FoundAlert {
  const times = { firstTime: 100_000, detectedTime: 105_000, lastTime: 110_000 };
  return { family: 'rate', severity: 'medium', entity: 'user', key: 0n, ...times, ...part };
}

const meant = new Map([
  ['crawl', 'crawl' as const],
  ['global-flood-3', 'global_flood' as const],
]);

/** Attacks 0 and 1 (users 50 and 51, from second 100 to 109), look-alike 2 (user 52). */
const labels = [
  label('a', 'crawl', 50, 100, 109),
  label('b', 'crawl', 51, 100, 109),
  label('c', 'many-tabs', 52, 100, 109, 'look-alike'),
];
const background = new Rows();
for (let second = 90; second < 200; second++) background.add({ ...row, second, user: 1 + (second % 10), product: 500 });
const cases = new Rows();
for (let second = 100; second < 110; second++)
  for (let number = 0; number < 3; number++)
    cases.add({
      ...row,
      second,
      user: 50 + number,
      sessionLow: 1050 + number,
      product: 500 + number * 10,
      label: number,
    });

function outcomeOf(alerts: readonly FoundAlert[]): Outcome {
  const score = scoreAlerts(alerts, labels, background, cases, meant);
  return { filling: 'loud', background: 'made', days: 1, events: 1_000_000, seconds: 1, score };
}

test('one attack found, one not, one false alert: recall and precision are a half', () => {
  const outcome = outcomeOf([alert({ key: 50n }), alert({ key: 3n })]);
  const found = measure([outcome], () => true);
  expect(found).toMatchObject({ attacks: 2, recall: 0.5, recallMedium: 0.5, recallAsMeant: 0, precision: 0.5 });
  expect(found.secondsMedian).toBe(5);
  expect(found.eventsMedian).toBe(6);
});

test('a session counts, a low alert is no medium one, the family that is meant is told apart', () => {
  const low = alert({ entity: 'session', key: 1051n, severity: 'low', family: 'crawl', detectedTime: 102_000 });
  const found = measure([outcomeOf([low])], ({ label: { id } }) => id === 'b');
  expect(found).toMatchObject({ recall: 1, recallMedium: 0, recallAsMeant: 1, secondsMedian: 2, eventsMedian: 3 });
  expect(found.precision).toBeNaN();
});

test('more than a minute after its end is too late: no hit, and not false', () => {
  const late = outcomeOf([alert({ key: 50n, detectedTime: 170_000 })]);
  expect(measure([late], () => true).recall).toBe(0);
  expect(late.score.falseAlerts).toEqual([]);
  expect(measure([outcomeOf([alert({ key: 50n, detectedTime: 169_999 })])], () => true).recall).toBe(0.5);
});

test('alerts on look-alikes and on the background are false, by severity and per million events', () => {
  const outcome = outcomeOf([alert({ key: 52n, severity: 'high' }), alert({ key: 2n, severity: 'low' })]);
  expect(outcome.score.falseAlerts.map(({ lookAlikeId }) => lookAlikeId)).toEqual(['c', undefined]);
  expect(falsePerMillion([outcome])).toEqual({ low: 1, medium: 0, high: 1 });
});

test('false alerts outside the time of the attacks do not touch their precision', () => {
  const outcome = outcomeOf([alert({ key: 50n }), alert({ key: 3n, detectedTime: 180_000 })]);
  expect(measure([outcome], () => true).precision).toBe(1);
});

test('a product names the attack that has a third of its events', () => {
  const of = (key: bigint) => outcomeOf([alert({ entity: 'product', key, detectedTime: 109_000 })]);
  expect(measure([of(510n)], ({ label: { id } }) => id === 'b').recall).toBe(1);
  expect(measure([of(500n)], ({ label: { id } }) => id === 'a').recall).toBe(1); // half of its events
  const early = outcomeOf([alert({ entity: 'product', key: 500n, firstTime: 90_000, detectedTime: 102_000 })]);
  expect(early.score.falseAlerts).toHaveLength(1);
});

test('the shop during an attack that is no flood of it is neither hit nor false', () => {
  const outcome = outcomeOf([alert({ entity: 'global', family: 'global_flood' })]);
  expect(outcome.score.falseAlerts).toEqual([]);
  expect(measure([outcome], () => true).recall).toBe(0);
});

test('sessions are flagged by their own alert or by one of their user while they go on', () => {
  const rows = new Rows();
  rows.add({ ...row, second: 100, user: 1, sessionLow: 11 });
  rows.add({ ...row, second: 500, user: 1, sessionLow: 12 });
  rows.add({ ...row, second: 100, user: 2, sessionLow: 21 });
  const alerts = [alert({ key: 1n, severity: 'low' }), alert({ entity: 'session', key: 21n })];
  expect(countFlagged(rows, alerts)).toEqual({ sessions: 3, flagged: 2, flaggedMedium: 1 });
});

test('bootstrap intervals hold the share, and are the same each time', () => {
  const items = Array.from({ length: 40 }, (_, at) => at % 4 !== 0);
  const interval = bootstrap(items, (sample) => shareOf(sample, Boolean));
  expect(interval.from).toBeGreaterThan(0.5);
  expect(interval.from).toBeLessThan(0.75);
  expect(interval.to).toBeGreaterThan(0.75);
  expect(interval.to).toBeLessThan(0.95);
  expect(bootstrap(items, (sample) => shareOf(sample, Boolean))).toEqual(interval);
  expect(quantile([4, 1, NaN, 3, 2], 0.5)).toBe(2.5);
});

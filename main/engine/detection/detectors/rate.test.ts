import { expect, test } from 'vitest';
import { runPack, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'rate', kind: 'rate' as const }];

function* every(seconds: number, count: number, more: (at: number) => Partial<TestEvent> = () => ({})) {
  for (let at = 0; at < count; at++) yield { t: at * seconds, product: at, ...more(at) };
}

test('one event a second is told within 15 s, as the session’s, and becomes high', () => {
  const alerts = runPack(rules, [...every(1, 120)]);
  expect(alerts).toHaveLength(1);
  const [alert] = alerts;
  expect(alert).toMatchObject({ entity: 'session', key: 1n, severity: 'high', events: 120, ranges: [[0, 119]] });
  expect((alert?.detectedTime ?? 0) - (alert?.firstTime ?? 0)).toBe(12_000);
  expect(alert?.reason).toBe('120 events in 119 s, weighing 120: the fast bucket holds 10 and leaks 0.2 a second.');
});

test('a session change every few events makes it the user’s', () => {
  const [alert] = runPack(rules, [...every(1, 60, (at) => ({ session: Math.floor(at / 4) }))]);
  expect(alert).toMatchObject({ entity: 'user', key: 1n, events: 60 });
});

test('a third of an event a second is for the medium bucket, and people’s pauses are for none', () => {
  const [alert] = runPack([{ id: 'rate', kind: 'rate', settings: { fastCapacity: 100 } }], [...every(3, 100)]);
  expect(alert?.reason).toContain('the medium bucket holds 20');
  expect(runPack(rules, [...every(37, 300)])).toEqual([]);
});

test('reading one page is slow, loading it again at once is not', () => {
  expect(runPack(rules, [...every(4, 40, () => ({ product: 5 }))])).toEqual([]);
  expect(runPack(rules, [...every(1, 20, () => ({ product: 5 }))])).toHaveLength(1);
});

test('coming back to the same few products for an hour is told, and the more the longer', () => {
  const around = (at: number) => ({ product: at % 5 });
  const [alert] = runPack(rules, [...every(40, 70, around)]);
  expect(alert).toMatchObject({ entity: 'session', severity: 'low', events: 65, ranges: [[5, 69]] });
  expect(alert?.reason).toBe(
    '65 events in 43 min that come back to the same few products, weighing 65: the bucket of second looks holds 40 and leaks 29 an hour.',
  );
  expect(runPack(rules, [...every(40, 160, around)])).toMatchObject([{ severity: 'medium' }]);
});

test('somebody who hunts a price, looks around or buys what was looked at is not', () => {
  expect(runPack(rules, [...every(240, 90, () => ({ product: 5 }))])).toEqual([]);
  expect(runPack(rules, [...every(40, 200, (at) => ({ product: at % 4 === 0 ? at : 5 }))])).toEqual([]);
  const buys = (at: number) => (at % 30 === 29 ? ({ product: 5, type: 'purchase' } as const) : { product: 5 });
  expect(runPack(rules, [...every(40, 120, buys)])).toEqual([]);
});

test('a stuttering cart button and an order of many lines count once', () => {
  expect(runPack(rules, [...every(2, 21, () => ({ product: 5, type: 'cart' }))])).toEqual([]);
  expect(runPack(rules, [...every(0, 40, () => ({ type: 'purchase' }))])).toEqual([]);
  expect(runPack(rules, [...every(0, 40)])).toHaveLength(1);
});

test('what was bought in it is told, from its first event on', () => {
  const before = { t: -7200, type: 'purchase', price: 500 } as const;
  const [alert] = runPack(rules, [
    before,
    ...every(1, 30, (at) => (at % 3 === 0 ? { type: 'purchase', price: 7 } : {})),
  ]);
  expect(alert).toMatchObject({ spent: 70, ranges: [[1, 30]] });
});

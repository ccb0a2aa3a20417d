import { expect, test } from 'vitest';
import { runPack, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'score', kind: 'sessionScore' as const }];
const pauses = [12, 80, 31, 45, 190, 22, 9, 60];

function browse(steps: readonly Partial<TestEvent>[]): TestEvent[] {
  let t = 0;
  return steps.map((step, at) => ({ t: (t += pauses[at % pauses.length] as number), ...step }));
}
const newProducts = (count: number) => Array.from({ length: count }, (_, at) => ({ product: (at * 7919) % 100_003 }));

test('product after product at people’s pace is told in time, and a second look delays it', () => {
  const [alert] = runPack(rules, browse(newProducts(60)));
  expect(alert).toMatchObject({ entity: 'session', severity: 'medium', events: 60, threshold: 12 });
  expect(alert?.value).toBeCloseTo(59 * 0.45);
  expect(alert?.reason).toMatch(/^60 events, 59 of them looks at a product not seen before: e\^26\.5 times as likely/);
  expect(runPack(rules, browse(newProducts(20)))).toEqual([]);
  const withLooks = newProducts(60).flatMap((step, at) => (at % 3 === 0 ? [step, step] : [step]));
  expect(runPack(rules, browse(withLooks))).toEqual([]);
});

test('products laid in the cart unseen count for it, seen ones against it', () => {
  const unseen = newProducts(16).map((step) => ({ ...step, type: 'cart' as const }));
  expect(runPack(rules, browse(unseen))).toHaveLength(1);
  const seen = newProducts(40).flatMap((step) => [step, { ...step, type: 'cart' as const }]);
  expect(runPack(rules, browse(seen))).toEqual([]);
});

test('an order of a basket larger than what is remembered counts nothing', () => {
  const basket = newProducts(40).flatMap((step) => [step, { ...step, type: 'cart' as const }]);
  const order = newProducts(40).map((step) => ({ t: 90_000, ...step, type: 'purchase' as const }));
  expect(runPack(rules, [...browse(basket), ...order])).toEqual([]);
});

test('it is the user’s where sessions change', () => {
  const steps = newProducts(60).map((step, at) => ({ ...step, session: 50 + Math.floor(at / 4) }));
  expect(runPack(rules, browse(steps))).toMatchObject([{ entity: 'user', events: 60 }]);
});

test('after a person’s sign the test begins anew with the next event', () => {
  const [alert] = runPack(rules, browse([{ product: 1 }, { product: 1 }, ...newProducts(40)]));
  expect(alert?.ranges[0]?.[0]).toBe(2);
  expect(alert?.events).toBe(40);
});

import { expect, test } from 'vitest';
import { runPack } from '../open-test-events.js';

const rules = [{ id: 'id-order', kind: 'idOrder' as const }];
const walk = (products: readonly number[]) => products.map((product, at) => ({ t: at * 60, product }));
const steps = (count: number, by: number) => Array.from({ length: count }, (_, at) => 4_000_000 + at * by);

test('ids that rise are told after twelve steps, whatever they skip; falling ones too', () => {
  const far = steps(13, 1000);
  expect(runPack(rules, walk(far))).toMatchObject([{ severity: 'medium', value: 12, threshold: 12, events: 13 }]);
  expect(runPack(rules, walk(far.slice(0, 12)))).toEqual([]);
  expect(runPack(rules, walk([...far].reverse()))).toHaveLength(1);
  expect(runPack(rules, walk(steps(40, 3)))).toMatchObject([{ severity: 'high', events: 40 }]);
});

test('near steps with one step back are told after the window, with second looks they are not', () => {
  const back = steps(16, 10);
  back[7] = (back[7] as number) - 40;
  const [alert] = runPack(rules, walk(back));
  expect(alert).toMatchObject({ severity: 'low', value: 14 });
  expect(alert?.reason).toBe(
    '16 products in 15 min, ids in order: 14 steps one way, 100 % of the last ones to an id at most 50 away, and hardly a second look.',
  );
  const twice = steps(30, 10).flatMap((id, at) => (at % 3 === 0 ? [id, id] : [id]));
  expect(runPack(rules, walk(twice))).toEqual([]);
});

test('the behaviour begins where the order begins', () => {
  const rows = walk([9, 3, 8, 2, 7, 1, ...steps(20, 5)]);
  const [alert] = runPack(rules, rows);
  const [from, to] = alert?.ranges[0] ?? [];
  expect(from).toBeGreaterThanOrEqual(4);
  expect(alert?.events).toBe((to ?? 0) - (from ?? 0) + 1);
});

test('ids that go up and down mean nothing', () => {
  expect(runPack(rules, walk(Array.from({ length: 200 }, (_, at) => 1000 + ((at * 37) % 101))))).toEqual([]);
});

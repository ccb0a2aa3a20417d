import { expect, test } from 'vitest';
import { runPack } from '../open-test-events.js';

const rules = [{ id: 'crawl', kind: 'crawl' as const }];
const views = (count: number, seconds: number, product: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => ({ t: at * seconds, product: product(at) }));

test('a different product every two seconds is a crawl', () => {
  const [alert] = runPack(
    rules,
    views(60, 2, (at) => at * 7),
  );
  expect(alert).toMatchObject({ entity: 'session', events: 60, ranges: [[0, 59]] });
  expect(alert?.severity).not.toBe('low');
  expect(alert?.detectedTime).toBe((alert?.firstTime ?? 0) + 28_000);
  expect(alert?.reason).toMatch(
    /^60 distinct products in 118 s, 60 events: the fast bucket holds 12 and leaks 0\.1 a second/,
  );
});

test('as many views of few products are none', () => {
  expect(
    runPack(
      rules,
      views(200, 2, (at) => at % 10),
    ),
  ).toEqual([]);
});

test('a slow walk without a second look is found, with second looks it is not', () => {
  const slow = runPack(
    rules,
    views(40, 60, (at) => at),
  );
  expect(slow).toHaveLength(1);
  expect(slow[0]?.reason).toContain('with hardly a second look: the slow bucket holds 25 and leaks 14 an hour.');
  expect(
    runPack(
      rules,
      views(400, 60, (at) => Math.floor((at * 2) / 3)),
    ),
  ).toEqual([]);
});

test('products that are carted and bought are no crawl', () => {
  const rows = Array.from({ length: 40 }, (_, at) => [
    { t: at * 40, product: at },
    { t: at * 40 + 10, product: at, type: 'cart' as const },
  ]).flat();
  expect(runPack(rules, rows)).toEqual([]);
});

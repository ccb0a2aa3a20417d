import { expect, test } from 'vitest';
import { runPack } from '../open-test-events.js';

const rules = [{ id: 'regularity', kind: 'regularity' as const }];

/** Numbers between 0 and 1, the same at every run. */
function draws(seed: number) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function walk(count: number, gap: () => number) {
  let t = 0;
  return Array.from({ length: count }, (_, at) => ({ t: (t += gap()), product: at % 3 }));
}

test('an even pause is told after 15 gaps, and is high after 30', () => {
  const rows = walk(41, () => 20);
  const early = runPack(rules, rows.slice(0, 16));
  expect(early).toMatchObject([{ severity: 'low', events: 16, value: 0, threshold: 0.2 }]);
  expect(runPack(rules, rows.slice(0, 15))).toEqual([]);
  expect(runPack(rules, rows)).toMatchObject([{ severity: 'high', entity: 'session', events: 41, ranges: [[0, 40]] }]);
});

test('a jitter of 30 % does not hide it; the sentence has the numbers', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = draws(seed);
    const [alert] = runPack(
      rules,
      walk(80, () => 40 * (0.7 + 0.6 * random())),
    );
    expect(alert?.severity, `seed ${seed}`).toBe('high');
    expect(alert?.reason).toMatch(/^(15|23|30) pauses of \d+ s on average scatter by \d+ % only/);
  }
});

test('people’s pauses are not even, and pauses below 3 s are not judged', () => {
  const random = draws(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  expect(
    runPack(
      rules,
      walk(5000, () => Math.min(1500, 37 * Math.exp(1.15 * normal()))),
    ),
  ).toEqual([]);
  expect(
    runPack(
      rules,
      walk(200, () => 2),
    ),
  ).toEqual([]);
});

test('events of one second are one action, and changing the session does not help', () => {
  const rows = walk(40, () => 15).flatMap((row, at) => {
    const event = { ...row, session: 100 + Math.floor(at / 3) };
    return [event, { ...event, type: 'cart' as const }];
  });
  expect(runPack(rules, rows)).toMatchObject([{ entity: 'user', events: 79, severity: 'high' }]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPack, testStart, type TestEvent } from '../open-test-events.js';

const rules = [{ id: 'interleaving', kind: 'interleaving' as const }];
const inTurn = (events: number, sessions: number, everySeconds: number): TestEvent[] =>
  Array.from({ length: events }, (_, at) => ({ t: at * everySeconds, session: 10 + (at % sessions), product: at }));

describe('one user in several sessions', () => {
  test('back and forth between four of them every few seconds', () => {
    const alerts = runPack(rules, inTurn(60, 4, 3));
    expect(alerts).toMatchObject([{ entity: 'user', key: 1n, events: 60, threshold: 6, types: 15 }]);
    // Four sessions are opened, then every event is a switch back.
    expect(alerts[0]?.detectedTime).toBe(testStart + 27_000);
  });

  test('phone and laptop side by side are two', () => {
    expect(runPack(rules, inTurn(60, 2, 5))).toEqual([]);
  });

  test('three tabs used slowly mean nothing', () => {
    expect(runPack(rules, inTurn(60, 3, 12))).toEqual([]);
  });

  test('a new session with every other event', () => {
    const rows = Array.from({ length: 30 }, (_, at) => ({ t: at * 15, session: 10 + Math.floor(at / 2), product: at }));
    const alerts = runPack(rules, rows);
    expect(alerts).toMatchObject([{ entity: 'user', key: 1n, severity: 'medium', threshold: 10 }]);
    expect(alerts[0]?.reason).toContain('new sessions');
  });

  test('five visits in an hour are a person', () => {
    const rows = Array.from({ length: 50 }, (_, at) => ({
      t: at * 70,
      session: 10 + Math.floor(at / 10),
      product: at,
    }));
    expect(runPack(rules, rows)).toEqual([]);
  });
});

test('where batches are cut changes nothing', () => {
  const rows = [...inTurn(60, 4, 3), ...Array.from({ length: 40 }, (_, at) => ({ t: at * 5, user: 2, product: at }))];
  const whole = runPack(rules, rows);
  fc.assert(
    fc.property(fc.array(fc.nat(rows.length), { maxLength: 8 }), (cut) => {
      expect(runPack(rules, rows, { cut })).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

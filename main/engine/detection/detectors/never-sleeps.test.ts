import { expect, test } from 'vitest';
import { runPack } from '../open-test-events.js';

const rules = [{ id: 'never-sleeps', kind: 'neverSleeps' as const }];
const hour = 3600;

function present(hours: readonly number[], days: number, perHour: number) {
  const rows = [];
  for (let day = 0; day < days; day++)
    for (const at of hours)
      for (let event = 0; event < perHour; event++)
        rows.push({ t: (day * 24 + at) * hour + event * 400, session: day, product: event });
  return rows;
}
const all = Array.from({ length: 24 }, (_, at) => at);

test('who is there at all hours of three days is told once a day', () => {
  // The first event is at 10:00, so the third calendar day begins after 38 hours. The first hour is not counted.
  const alerts = runPack(rules, present(all, 4, 4));
  expect(alerts).toHaveLength(3);
  expect(alerts[0]).toMatchObject({ entity: 'user', key: 1n, severity: 'high', ranges: [[4, 152]], events: 149 });
  expect(alerts[0]?.reason).toMatch(
    /^149 events on 3 days spread over the hours with an entropy of 4\.5\d? bits \(limit 3\.9, all hours alike 4\.58\)\.$/,
  );
});

test('who sleeps is not, however busy', () => {
  expect(runPack(rules, present(all.slice(0, 14), 6, 8))).toEqual([]);
});

test('two days or too few events are not enough', () => {
  expect(runPack(rules, present(all, 1, 6))).toEqual([]);
  expect(runPack(rules, present(all, 3, 1))).toEqual([]);
});

test('after 30 hours away the counts begin anew', () => {
  const later = present(all, 1, 4).map((row) => ({ ...row, t: row.t + 60 * hour }));
  expect(runPack(rules, [...present(all, 1, 4), ...later])).toEqual([]);
});

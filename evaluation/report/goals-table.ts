/** The goals, what was reached, and whether that is enough. */
import { strengths } from '../cases/pace.js';
import { falsePerMillion, flaggedShare, globalPerDay, measure } from '../scoring/measure.js';
import { quantile, shareOf } from '../scoring/bootstrap.js';
import { outcomesOf, sum, type Results } from '../scoring/results.js';
import { duration, percent, share, table } from './format.js';
import { salesCalledFloods } from './innocent-tables.js';

type Reach = (results: Results) => { readonly value: number; readonly isEnough: boolean; readonly text: string };

const atLeast =
  (limit: number, value: (results: Results) => number): Reach =>
  (results) => {
    const reached = value(results);
    return { value: reached, isEnough: reached >= limit, text: share(reached, 3) };
  };
const atMost =
  (limit: number, value: (results: Results) => number, text: (value: number) => string): Reach =>
  (results) => {
    const reached = value(results);
    return { value: reached, isEnough: reached <= limit, text: text(reached) };
  };

const all = () => true;

/** Seconds by alerts of the whole shop alone. */
function floodSeconds(results: Results, family: string): readonly number[] {
  return outcomesOf(results, ...strengths).flatMap(({ score }) =>
    score.attacks.filter(({ label }) => label.family === family).map((attack) => attack.secondsAsMeant),
  );
}

function allPrecision(results: Results): number {
  const outcomes = outcomesOf(results, ...strengths);
  const hits = sum(outcomes, ({ score }) => sum(score.attacks, (attack) => attack.hits));
  const wrong = sum(outcomes, ({ score }) => score.falseAlerts.filter(({ severity }) => severity !== 'low').length);
  return hits / (hits + wrong);
}

const goals: readonly (readonly [goal: string, limit: string, reach: Reach])[] = [
  ['loud: recall', '≥ 0.99', atLeast(0.99, (r) => measure(outcomesOf(r, 'loud'), all).recall)],
  ['loud: precision', '≥ 0.99', atLeast(0.99, (r) => measure(outcomesOf(r, 'loud'), all).precision)],
  [
    'loud: median time to detect',
    '≤ 10 s',
    atMost(10, (r) => measure(outcomesOf(r, 'loud'), all).secondsMedian, duration),
  ],
  ['medium: recall', '≥ 0.95', atLeast(0.95, (r) => measure(outcomesOf(r, 'medium'), all).recall)],
  ['medium: precision', '≥ 0.97', atLeast(0.97, (r) => measure(outcomesOf(r, 'medium'), all).precision)],
  [
    'medium: median time to detect',
    '≤ 60 s',
    atMost(60, (r) => measure(outcomesOf(r, 'medium'), all).secondsMedian, duration),
  ],
  [
    'medium: p95 of time to detect',
    '≤ 400 s',
    atMost(
      400,
      (r) => measure(outcomesOf(r, 'medium'), all).secondsP95,
      (s) => (Number.isNaN(s) ? '–' : `${Math.round(s)} s`),
    ),
  ],
  ['stealth: recall', '≥ 0.95', atLeast(0.95, (r) => measure(outcomesOf(r, 'stealth'), all).recall)],
  [
    'background sessions flagged with medium+',
    '≤ 0.1 %',
    atMost(0.001, (r) => flaggedShare(outcomesOf(r, 'clean')).medium, percent),
  ],
  ['mimic: recall with medium+', '≥ 0.75', atLeast(0.75, (r) => measure(outcomesOf(r, 'mimic'), all).recallMedium)],
  ['mimic: recall with all severities', '≥ 0.90', atLeast(0.9, (r) => measure(outcomesOf(r, 'mimic'), all).recall)],
  [
    'background sessions flagged at all',
    '≤ 1 %',
    atMost(0.01, (r) => flaggedShare(outcomesOf(r, 'clean')).all, percent),
  ],
  [
    'flood ×2 at 16 ev/s: found as a flood of the shop',
    '≥ 0.95',
    atLeast(0.95, (r) => shareOf(floodSeconds(r, 'global-flood-16'), (s) => !Number.isNaN(s))),
  ],
  [
    'flood ×2 at 16 ev/s: median time to detect',
    '≤ 10 s',
    atMost(10, (r) => quantile(floodSeconds(r, 'global-flood-16'), 0.5), duration),
  ],
  [
    'flood ×2 at 3 ev/s: found as a flood of the shop',
    '≥ 0.95',
    atLeast(0.95, (r) => shareOf(floodSeconds(r, 'global-flood-3'), (s) => !Number.isNaN(s))),
  ],
  [
    'flood ×2 at 3 ev/s: median time to detect',
    '≤ 60 s',
    atMost(60, (r) => quantile(floodSeconds(r, 'global-flood-3'), 0.5), duration),
  ],
  [
    'false alerts of the shop a day (background alone)',
    '≤ 1',
    atMost(1, (r) => globalPerDay(outcomesOf(r, 'clean')), share),
  ],
  ['flash sales called a flood', '0', atMost(0, salesCalledFloods, String)],
  [
    'false high per million events',
    '≤ 1',
    atMost(1, (r) => falsePerMillion(outcomesOf(r, 'clean', 'look-alikes')).high, share),
  ],
  [
    'false medium per million events',
    '≤ 10',
    atMost(10, (r) => falsePerMillion(outcomesOf(r, 'clean', 'look-alikes')).medium, share),
  ],
  [
    'false low per million events',
    '≤ 50',
    atMost(50, (r) => falsePerMillion(outcomesOf(r, 'clean', 'look-alikes')).low, share),
  ],
  ['precision of medium+ over all runs with attacks', '≥ 0.97', atLeast(0.97, allPrecision)],
];

export function goalsTable(pack: Results, baseline: Results): string {
  const rows = goals.map(([goal, limit, reach]) => {
    const [own, beside] = [reach(pack), reach(baseline)];
    return [goal, limit, own.text, own.isEnough ? 'yes' : '**no**', beside.text];
  });
  return table(['Goal', 'limit', 'reached', 'enough', 'baseline'], rows);
}

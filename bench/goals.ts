/** What is to be reached, and whether the figures of a size reach it. */
import { formatValue } from './format-figure.js';
import { mainReports } from './question-sets.js';
import type { Figure, Unit } from './subject.js';

export interface Outcome {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly isReached: boolean | null;
}

interface Limit {
  /** Of a figure; of several limits the worst counts. */
  readonly id: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

interface Goal {
  readonly what: string;
  readonly goal: string;
  readonly limits: readonly Limit[];
}

const goals: readonly Goal[] = [
  {
    what: 'load, models and quality included',
    goal: '≤ 1.0 × plain `CREATE TABLE AS`',
    limits: [{ id: 'loadRatio', atMost: 1 }],
  },
  { what: 'first preview after choosing the file', goal: '≤ 1 s', limits: [{ id: 'preview', atMost: 1 }] },
  {
    what: 'first exact answers after choosing the file',
    goal: '≤ 2 × scanning the CSV',
    limits: [{ id: 'earlyRatio', atMost: 2 }],
  },
  {
    what: 'the four reports, default filters',
    goal: '≤ 50 ms each',
    limits: mainReports.map((report) => ({ id: `default ${report}`, atMost: 50 })),
  },
  {
    what: 'the four reports, any date range and time zone',
    goal: '≤ 300 ms',
    limits: mainReports.map((report) => ({ id: `days ${report}`, atMost: 300 })),
  },
  {
    what: 'the four reports, any category, brand, flagged users excluded',
    goal: '≤ 1 s',
    limits: mainReports.map((report) => ({ id: `filtered ${report}`, atMost: 1000 })),
  },
  {
    what: 'the same, beside raw events',
    goal: 'never slower',
    limits: mainReports.map((report) => ({ id: `filteredRatio ${report}`, atMost: 1 })),
  },
  { what: 'sample', goal: '≥ 1 M rows/s', limits: [{ id: 'sampleSpeed', atLeast: 1e6 }] },
  { what: 'peak memory of a load', goal: '≤ 2.5 GB', limits: [{ id: 'loadPeak', atMost: 2.5e9 }] },
  {
    what: 'peak memory of a load, setting at 1 GiB',
    goal: 'less than the usual peak',
    limits: [{ id: 'lowPeakRatio', atMost: 1 }],
  },
  { what: 'size on disk, models included', goal: '≤ 1.5 GB', limits: [{ id: 'disk', atMost: 1.5e9 }] },
  {
    what: 'replay with all detectors',
    goal: '≥ 2 M events/s',
    limits: [{ id: 'replaySpeed default', atLeast: 2e6 }],
  },
  {
    what: 'replay with the baseline pack',
    goal: '≥ 3 M events/s',
    limits: [{ id: 'replaySpeed baseline', atLeast: 3e6 }],
  },
  {
    what: 'start of Electron to the last dataset’s figures',
    goal: '≤ 1.5 s',
    limits: [{ id: 'startElectron', atMost: 1.5 }],
  },
  {
    what: 'start of the browser host to the last dataset’s figures',
    goal: '≤ 1 s',
    limits: [{ id: 'startBrowserHost', atMost: 1 }],
  },
  { what: 'answer to redrawn charts, p95', goal: '≤ 100 ms', limits: [{ id: 'redraw', atMost: 100 }] },
  { what: 'table of 1 M rows: scrolling', goal: '60 frames/s', limits: [{ id: 'scroll', atLeast: 59 }] },
  { what: 'table of 1 M rows: memory', goal: 'constant', limits: [{ id: 'heapGrowth', atMost: 1.05 }] },
  {
    what: 'the built command line’s `report … --json`, cold',
    goal: '≤ 400 ms',
    limits: mainReports.map((report) => ({ id: `cli ${report}`, atMost: 400 })),
  },
  { what: 'scripts and styles of the first screen, gzip', goal: '≤ 600 kB', limits: [{ id: 'bundle', atMost: 600e3 }] },
];

/** How far the figure is from its limit: up to 1 it is reached. */
function strain(value: number, { atMost, atLeast }: Limit): number {
  return atMost !== undefined ? value / atMost : (atLeast ?? 0) / value;
}

function judge({ what, goal, limits }: Goal, figures: ReadonlyMap<string, Figure>): Outcome {
  const found = limits.flatMap((limit) => {
    const figure = figures.get(limit.id);
    return figure === undefined ? [] : [{ limit, figure }];
  });
  const missing = found.find(({ figure }) => figure.value === null)?.figure;
  if (missing !== undefined || found.length < limits.length)
    return { what, goal, measured: `not measured: ${missing?.note ?? 'the step failed'}`, isReached: null };
  const [worst] = found
    .map(({ limit, figure: { value, unit } }) => ({ value: value ?? NaN, unit, limit }))
    .sort((a, b) => strain(b.value, b.limit) - strain(a.value, a.limit));
  if (worst === undefined) return { what, goal, measured: 'not measured', isReached: null };
  const subject = limits.length > 1 ? ` (${worst.limit.id.split(' ')[1]})` : '';
  return {
    what,
    goal,
    measured: formatValue(worst.value, worst.unit) + subject,
    isReached: strain(worst.value, worst.limit) <= 1,
  };
}

/** Whether the times have grown no more than the rows: the one that has grown most counts. */
function judgeGrowth(growth: Growth): Outcome {
  const { rowRatio, times } = growth;
  const [worst] = [...times].sort((a, b) => b.ratio - a.ratio);
  return {
    what: `growth from ${growth.from} to ${growth.to} rows (${formatValue(rowRatio, '×')})`,
    goal: 'no faster than the rows',
    measured: worst === undefined ? 'not measured' : `${formatValue(worst.ratio, '×')} (${worst.what})`,
    isReached: worst === undefined ? null : worst.ratio <= rowRatio,
  };
}

export interface Growth {
  readonly from: string;
  readonly to: string;
  readonly rowRatio: number;
  readonly times: readonly { readonly what: string; readonly ratio: number }[];
}

const isTime = (unit: Unit) => unit === 's' || unit === 'ms';

/** How the times of one size stand to those of a smaller one. */
export function compareTimes(small: readonly Figure[], large: readonly Figure[]): Growth['times'] {
  const before = new Map(small.map((figure) => [figure.id, figure.value]));
  return large.flatMap(({ id, what, value, unit }) => {
    const earlier = before.get(id);
    if (!isTime(unit) || value === null || !earlier) return [];
    return { what, ratio: value / earlier };
  });
}

/** The outcomes for a size, with the growth to it where a smaller one was measured. */
export function judgeAll(figures: readonly Figure[], growth: Growth | null): readonly Outcome[] {
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  return [...goals.map((goal) => judge(goal, byId)), ...(growth === null ? [] : [judgeGrowth(growth)])];
}

/** Alerts of a simulated pack per day, those of the rules that have most by themselves, and the baseline pack as a line. */
import type { Simulation } from '../preload/alert.js';
import type { Table } from '../preload/shapes.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, legend, lineLook, tooltip, valueAxis } from './chart-parts.js';
import { addDays, countDays, formatDay, formatDayShort } from './format-day.js';
import { formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

type Days = Pick<Simulation, 'perDay'>;

const shownRules = 6;
const mostDays = 400;

function sumBy(rows: Days['perDay'], keyOf: (row: Days['perDay'][number]) => string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0) + row.alerts);
  return sums;
}

function listDays(days: readonly string[]): readonly string[] {
  const sorted = [...new Set(days)].sort();
  const [first, last] = [sorted[0], sorted[sorted.length - 1]];
  if (first === undefined || last === undefined || countDays(first, last) > mostDays) return sorted;
  return Array.from({ length: countDays(first, last) + 1 }, (_, at) => addDays(first, at));
}

/** Alerts of each rule and day as rows, all rules by themselves. */
export function alertDaysTable({ perDay }: Days, nameOf: (rule: string) => string): Table {
  return {
    rowCount: perDay.length,
    columns: [
      { name: 'day', title: 'Day (UTC)', type: 'date', unit: '', values: perDay.map(({ day }) => day) },
      { name: 'rule', title: 'Rule', type: 'text', unit: '', values: perDay.map(({ rule }) => nameOf(rule)) },
      {
        name: 'alerts',
        title: 'Alerts',
        type: 'integer',
        unit: 'alerts',
        values: Float64Array.from(perDay, ({ alerts }) => alerts),
      },
    ],
  };
}

export function alertDaysChart(
  simulation: Days,
  baseline: Days | null,
  theme: ChartTheme,
  nameOf: (rule: string) => string = (rule) => rule,
): ReportChart {
  const ofRules = [...sumBy(simulation.perDay, ({ rule }) => rule)].sort((a, b) => b[1] - a[1]);
  const large = ofRules.slice(0, shownRules).map(([rule]) => rule);
  const hasOthers = ofRules.length > shownRules;
  const names = [...large.map(nameOf), ...(hasOthers ? ['other rules'] : [])];
  const days = listDays([...simulation.perDay, ...(baseline?.perDay ?? [])].map(({ day }) => day));
  const place = (rule: string) => (large.includes(rule) ? large.indexOf(rule) : shownRules);
  const cells = sumBy(simulation.perDay, ({ rule, day }) => `${place(rule)} ${day}`);
  const counts = names.map((_, at) => days.map((day) => cells.get(`${at} ${day}`) ?? 0));
  const ofBaseline = baseline && sumBy(baseline.perDay, ({ day }) => day);
  const format = (value: number) => formatValue(value, '', theme.locale);

  const marks = days.map((day, at): ChartMark => {
    const lines = names.flatMap((name, part) => {
      const count = counts[part]?.[at] ?? 0;
      return count > 0 ? [`${name} ${format(count)}`] : [];
    });
    const sum = counts.reduce((total, values) => total + (values[at] ?? 0), 0);
    const beside = ofBaseline ? [`baseline pack ${format(ofBaseline.get(day) ?? 0)}`] : [];
    return {
      seriesIndex: null,
      dataIndex: at,
      key: { from: day, to: addDays(day, 1) },
      text: [`${formatDay(day)} (UTC)`, `alerts ${format(sum)}`, ...lines, ...beside].join('\n'),
    };
  });
  const chart: ReportChart = {
    id: 'alert-days',
    title: 'Alerts per rule and day',
    description: `${format(ofRules.reduce((sum, [, count]) => sum + count, 0))} alerts over ${format(days.length)} days.`,
    heightPx: 260,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 48, bottom: 4 },
      legend: legend(theme, [...names, ...(ofBaseline ? ['baseline pack'] : [])]),
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, { title: 'day (UTC)', labels: days.map(formatDayShort) }),
      yAxis: { ...valueAxis(theme, { title: 'alerts', unit: '' }), minInterval: 1 },
      series: [
        ...names.map((name, at) => ({
          type: 'bar' as const,
          name,
          stack: 'alerts',
          color: at < large.length ? theme.categorical[at] : theme.other,
          barMaxWidth: 48,
          data: counts[at] ?? [],
        })),
        ...(ofBaseline
          ? [
              {
                type: 'line' as const,
                name: 'baseline pack',
                color: theme.mutedText,
                lineStyle: { width: 1.75, type: 'dashed' as const },
                ...lineLook(days.length),
                data: days.map((day) => ofBaseline.get(day) ?? 0),
              },
            ]
          : []),
      ],
    },
  };
  return finishChart(chart, { whyEmpty: 'The pack finds nothing in these data.' });
}

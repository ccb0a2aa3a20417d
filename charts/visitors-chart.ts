/** Unique visitors by period: returning and new stacked, sessions as a line on the same scale. */
import type { ReportResult } from '../preload/shapes.js';
import { finishChart, formatShareOf, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, legend, lineLook, toGap, tooltip, valueAxis } from './chart-parts.js';
import { clipPeriod, fillPeriods } from './fill-periods.js';
import { formatPeriod, formatPeriodShort, type Grain } from './format-day.js';
import { formatValue } from './format-value.js';
import { readNumbers, readParam, readTexts, readZone } from './read-table.js';
import type { ChartTheme } from './theme.js';

const perGrain = { day: 'per day', week: 'per week, Monday to Sunday', month: 'per month' } as const;

function toGrain(text: string): Grain {
  return text === 'week' || text === 'month' ? text : 'day';
}

export function visitorsChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const grain = toGrain(readParam(result, 'grain'));
  const zone = readZone(result);
  const slots = fillPeriods(readTexts(result, 'period'), grain);
  const visitors = readNumbers(result, 'visitors');
  const fresh = readNumbers(result, 'new_visitors');
  const returning = readNumbers(result, 'returning_visitors');
  const sessions = readNumbers(result, 'sessions');
  const pick = (values: readonly (number | null)[]) => slots.map(({ row }) => toGap(row === null ? null : values[row]));
  const spans = slots.map(({ period }) =>
    clipPeriod(period, grain, readParam(result, 'from'), readParam(result, 'to')),
  );
  const format = (value: number | null | undefined) => formatValue(value, '', theme.locale);

  const marks = slots.map(({ period, row }, at): ChartMark => {
    const span = spans[at];
    const key = { from: span?.from, to: span?.to };
    const head = `${formatPeriod(period, grain)} (${zone})`;
    if (row === null) return { seriesIndex: null, dataIndex: at, key, text: `${head}\nno events` };
    const all = visitors[row] ?? 0;
    const lines = [
      head,
      `visitors ${format(visitors[row])}`,
      `new ${format(fresh[row])} (${formatShareOf(fresh[row] ?? null, all, theme.locale)})`,
      `returning ${format(returning[row])} (${formatShareOf(returning[row] ?? null, all, theme.locale)})`,
      `sessions ${format(sessions[row])}`,
    ];
    if (span && span.daysInRange < span.days)
      lines.push(`only ${span.daysInRange} of its ${span.days} days are in the range`);
    return { seriesIndex: null, dataIndex: at, key, text: lines.join('\n') };
  });

  const partial = spans.map((span) => span.daysInRange < span.days);
  const bars = (values: readonly (number | null)[]) =>
    pick(values).map((value, at) => ({ value, itemStyle: { opacity: partial[at] ? 0.5 : 1 } }));
  const peak = slots.reduce<number | null>((best, { row }) => {
    if (row === null) return best;
    return best === null || (visitors[row] ?? 0) > (visitors[best] ?? 0) ? row : best;
  }, null);
  const peakPeriod = peak === null ? null : readTexts(result, 'period')[peak];

  return finishChart({
    id: 'visitors',
    title: `Unique visitors ${perGrain[grain]}, new and returning, with sessions`,
    description:
      peak === null || !peakPeriod
        ? 'No visitors in this range.'
        : `${slots.length} ${grain}s of unique visitors; most on ${formatPeriod(peakPeriod, grain)}: ${format(visitors[peak])}, of them ${format(fresh[peak])} new, in ${format(sessions[peak])} sessions.`,
    heightPx: 340,
    tableNote: partial.some(Boolean) ? `Pale bars: ${grain}s that lie only partly in the range.` : undefined,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 72, top: 32, bottom: 8 },
      legend: legend(theme, ['returning', 'new']),
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, {
        title: `${grain} (${zone})`,
        labels: slots.map(({ period }) => formatPeriodShort(period, grain)),
      }),
      yAxis: valueAxis(theme, { title: 'visitors, sessions', unit: '' }),
      series: [
        {
          type: 'bar',
          name: 'returning',
          stack: 'visitors',
          barMaxWidth: 48,
          barCategoryGap: '28%',
          color: theme.visitors.returning,
          data: bars(returning),
        },
        {
          type: 'bar',
          name: 'new',
          stack: 'visitors',
          barMaxWidth: 48,
          color: theme.visitors.fresh,
          data: bars(fresh),
        },
        {
          type: 'line',
          name: 'sessions',
          color: theme.visitors.sessions,
          lineStyle: { width: 2 },
          ...lineLook(slots.length),
          data: pick(sessions),
          endLabel: { show: true, formatter: 'sessions', color: theme.text, distance: 6 },
        },
      ],
    },
  });
}

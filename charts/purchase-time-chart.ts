/** How long people take from cart to purchase: a histogram whose buckets widen with time. */
import type { ReportResult } from '../preload/shapes.js';
import { finishChart, formatShareOf, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip, valueAxis } from './chart-parts.js';
import { formatMinutes, formatShort, formatValue } from './format-value.js';
import { readNumbers, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

function bucketWords(from: number | null, to: number | null): string {
  if (to === null) return `over ${formatMinutes(from)}`;
  return from === null || from === 0 ? `under ${formatMinutes(to)}` : `${formatMinutes(from)} to ${formatMinutes(to)}`;
}

function bucketLabel(from: number | null, to: number | null): string {
  if (to === null) return `> ${formatMinutes(from)}`;
  return from === null || from === 0 ? `< ${formatMinutes(to)}` : `– ${formatMinutes(to)}`;
}

export function purchaseTimeChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const from = readNumbers(result, 'from_minutes');
  const to = readNumbers(result, 'to_minutes');
  const lines = readNumbers(result, 'lines');
  const total = sumKnown(lines);
  let seen = 0;
  let medianAt = -1;
  const marks = lines.map((count, at): ChartMark => {
    seen += count ?? 0;
    if (medianAt < 0 && total > 0 && seen * 2 >= total) medianAt = at;
    const text = [
      `${bucketWords(from[at] ?? null, to[at] ?? null)} from cart to purchase`,
      `bought lines ${formatValue(count, '', theme.locale)}`,
      `${formatShareOf(count ?? null, total, theme.locale)} bought lines`,
      `so far ${formatShareOf(seen, total, theme.locale)}`,
    ].join('\n');
    return { seriesIndex: null, dataIndex: at, text, key: {} };
  });
  const half = medianAt < 0 ? '' : `; half of them within ${formatMinutes(to[medianAt])}`;

  return finishChart({
    id: 'purchase-times',
    title: 'Time from cart to purchase, bought lines',
    description: `${formatValue(total, '', theme.locale)} bought cart lines by the time from cart to purchase${half}.`,
    heightPx: 280,
    tableNote: 'Buckets widen with time: bars of different buckets are counts, not densities.',
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 24, bottom: 8 },
      tooltip: tooltip(theme, 'x', [marks]),
      xAxis: categoryAxis(theme, {
        title: 'time from cart to purchase, up to',
        labels: lines.map((_, at) => bucketLabel(from[at] ?? null, to[at] ?? null)),
      }),
      yAxis: valueAxis(theme, { title: 'bought lines', unit: '' }),
      series: [
        {
          type: 'bar',
          name: 'bought lines',
          color: theme.outcomes.bought,
          barCategoryGap: '8%',
          data: lines.map((count) => count ?? '-'),
          label: {
            show: true,
            position: 'top',
            color: theme.mutedText,
            formatter: ({ dataIndex }) => {
              const words = formatShort(lines[dataIndex], '', theme.locale);
              return dataIndex === medianAt ? `${words}\nmedian` : words;
            },
          },
        },
      ],
    },
  });
}

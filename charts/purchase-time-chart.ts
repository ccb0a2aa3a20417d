/** How long people take from cart to purchase: a histogram whose spans double. */
import type { ReportResult } from '../preload/shapes.js';
import { finishChart, formatShareOf, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip, valueAxis, withAllLabels } from './chart-parts.js';
import { formatMinutes, formatShort, formatValue } from './format-value.js';
import { readNumbers, readParam, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

interface Span {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

/** Spans without bought lines have no row: they are put back, with a count of 0. The last one ends with the window. */
function readSpans(result: ReportResult): readonly Span[] {
  const from = readNumbers(result, 'from_minutes');
  const to = readNumbers(result, 'to_minutes');
  const windowMinutes = 60 * Number(readParam(result, 'window_hours')) || Infinity;
  const spans: Span[] = [];
  readNumbers(result, 'lines').forEach((lines, at) => {
    const [start, end] = [from[at] ?? 0, to[at] ?? 0];
    for (let last = spans[spans.length - 1]; last && last.to < start; last = spans[spans.length - 1])
      spans.push({ from: last.to, to: Math.min(start, 2 * last.to), lines: 0 });
    spans.push({ from: start, to: Math.min(end, windowMinutes), lines: lines ?? 0 });
  });
  return spans;
}

function roundShort(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** `< 1`, `8–16`, `2.1–4.3`, `1.4–2.8`, with the unit below, so that all labels of a narrow chart have room. */
export function labelSpan({ from, to }: Pick<Span, 'from' | 'to'>): string {
  const [minutes, unit] = to <= 128 ? [1, 'min'] : to <= 2048 ? [60, 'h'] : [1440, 'd'];
  const words = (value: number) => (minutes === 1 ? String(value) : roundShort(value / minutes));
  return from === 0 ? `< ${words(to)}\n${unit}` : `${words(from)}–${words(to)}\n${unit}`;
}

/** `medianMinutes` of the same lines where it is known (the cart report has it); else the span that it lies in is marked. */
export function purchaseTimeChart(
  result: ReportResult,
  theme: ChartTheme,
  medianMinutes: number | null = null,
): ReportChart {
  const spans = readSpans(result);
  const total = sumKnown(spans.map(({ lines }) => lines));
  let seen = 0;
  let medianAt = -1;
  const marks = spans.map(({ from, to, lines }, at): ChartMark => {
    seen += lines;
    if (medianAt < 0 && seen > 0 && seen * 2 >= total) medianAt = at;
    const span = from === 0 ? `under ${formatMinutes(to)}` : `${formatMinutes(from)} to ${formatMinutes(to)}`;
    const text = [
      `${span} from cart to purchase`,
      `bought lines ${formatValue(lines, '', theme.locale)}`,
      `${formatShareOf(lines, total, theme.locale)} bought lines`,
      `up to here ${formatShareOf(seen, total, theme.locale)}`,
    ].join('\n');
    return { seriesIndex: null, dataIndex: at, text, key: {} };
  });
  const median = spans[medianAt];
  const isExact = median && medianMinutes !== null && medianMinutes >= median.from && medianMinutes <= median.to;
  const medianWords = isExact ? `median ${formatMinutes(medianMinutes)}` : 'median in this span';
  const whyEmpty = 'No decided cart line of this range was bought within its time to buy.';

  const chart: ReportChart = {
    id: 'purchase-times',
    title: 'Time from cart to purchase, bought lines',
    description: `${formatValue(total, '', theme.locale)} bought cart lines by the time from cart to purchase${median ? `; half of them within ${formatMinutes(isExact ? medianMinutes : median.to)}` : ''}.`,
    heightPx: 280,
    tableNote:
      'Each span is twice as long as the one before, up to the end of the time to buy: bars are counts, not densities.',
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 32, bottom: 8 },
      tooltip: tooltip(theme, 'x'),
      xAxis: withAllLabels(categoryAxis(theme, { title: 'time from cart to purchase', labels: spans.map(labelSpan) })),
      yAxis: valueAxis(theme, { title: 'bought lines', unit: '' }),
      series: [
        {
          type: 'bar',
          name: 'bought lines',
          color: theme.outcomes.bought,
          barCategoryGap: '8%',
          data: spans.map(({ lines }) => lines),
          label: {
            show: true,
            position: 'top',
            color: theme.mutedText,
            lineHeight: 14,
            formatter: ({ dataIndex }) => {
              const words = formatShort(spans[dataIndex]?.lines, '', theme.locale);
              return dataIndex === medianAt ? `${medianWords}\n${words}` : words;
            },
          },
        },
      ],
    },
  };
  return finishChart(chart, { whyEmpty });
}

/** Carted but not bought, over time: by day, by hour of the day, by weekday and hour. */
import type { ReportResult } from '../preload/shapes.js';
import { describeCartRow, readCartColumns, type CartColumns } from './cart-line-text.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, fixedPanel, legend, lineLook, toGap, tooltip, valueAxis } from './chart-parts.js';
import { dayRange, fillPeriods } from './fill-periods.js';
import { formatDay, formatDayShort, formatHourSpan, weekdayNames } from './format-day.js';
import { formatValue } from './format-value.js';
import { heatmapChart } from './heatmap-chart.js';
import { readNumbers, readParam, readTexts, readZone, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

function windowWords(result: ReportResult): string {
  const hours = Number(readParam(result, 'window_hours') || 24);
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} h`;
}

const nothingDecided = 'No cart line of this range is decided yet: there is no rate.';

/** The overall rate as a sentence; empty where nothing is decided. */
function describeTotal(result: ReportResult, locale: string): string {
  const { abandonment_rate: rate, cart_lines: lines } = result.summary;
  if (rate === null || rate === undefined) return '';
  return ` Over the whole range ${formatValue(rate, 'share', locale)} of the decided of ${formatValue(lines, '', locale)} cart lines were abandoned.`;
}

export function cartDayChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const zone = readZone(result);
  const columns = readCartColumns(result);
  const slots = fillPeriods(readTexts(result, 'day'), 'day');
  const pick = (values: readonly (number | null)[]) => slots.map(({ row }) => toGap(row === null ? null : values[row]));
  const marks = slots.map(({ period, row }, at): ChartMark => {
    const lines = row === null ? ['no cart lines'] : describeCartRow(columns, row, theme.locale);
    const text = [`${formatDay(period)} (${zone})`, ...lines].join('\n');
    return { seriesIndex: null, dataIndex: at, text, key: dayRange(period) };
  });
  const labels = slots.map(({ period }) => formatDayShort(period));
  // The multi-category files have no removes at all: no legend for what does not occur.
  const outcomes = (['bought', 'abandoned', 'removed', 'undecided'] as const).filter(
    (name) => sumKnown(columns[name]) > 0,
  );
  const outcome = (name: keyof ChartTheme['outcomes']) => ({
    type: 'bar' as const,
    name,
    stack: 'lines',
    xAxisIndex: 1,
    yAxisIndex: 1,
    barMaxWidth: 48,
    barCategoryGap: '28%',
    color: theme.outcomes[name],
    data: pick(columns[name]),
  });

  return finishChart({
    id: 'cart-days',
    title: `Abandonment rate and cart lines per day (${windowWords(result)} to buy)`,
    description: `The abandonment rate and the outcome of all cart lines over ${slots.length} days.${describeTotal(result, theme.locale)}`,
    heightPx: 440,
    tableNote: 'Undecided lines were carted so late that the time to buy ends after the data; they are in no rate.',
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      legend: { ...legend(theme, outcomes), top: 164 },
      grid: [
        { ...fixedPanel, top: 8, height: 140 },
        { ...fixedPanel, top: 192, bottom: 48 },
      ],
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      tooltip: tooltip(theme, 'x'),
      xAxis: [
        { ...categoryAxis(theme, { title: '', labels }), gridIndex: 0, axisLabel: { show: false } },
        { ...categoryAxis(theme, { title: `day carted (${zone})`, labels }), gridIndex: 1 },
      ],
      yAxis: [
        { ...valueAxis(theme, { title: 'abandonment rate', unit: 'share' }), max: 1, splitNumber: 2, gridIndex: 0 },
        { ...valueAxis(theme, { title: 'cart lines', unit: '' }), gridIndex: 1 },
      ],
      series: [
        {
          type: 'line',
          name: 'abandonment rate',
          color: theme.outcomes.abandoned,
          lineStyle: { width: 2 },
          ...lineLook(slots.length),
          data: pick(columns.rate),
        },
        ...outcomes.map(outcome),
      ],
    },
  });
}

export function cartHourChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const zone = readZone(result);
  const columns = readCartColumns(result);
  const rowOfHour = new Map(readNumbers(result, 'hour').map((hour, row) => [hour, row]));
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const marks = hours.map((hour): ChartMark => {
    const row = rowOfHour.get(hour);
    const lines = row === undefined ? ['no cart lines'] : describeCartRow(columns, row, theme.locale);
    const text = [`${formatHourSpan(hour)} (${zone})`, ...lines].join('\n');
    return { seriesIndex: null, dataIndex: hour, text, key: { hour } };
  });
  const rates = hours.map((hour) => columns.rate[rowOfHour.get(hour) ?? -1] ?? null);
  const overall = result.summary['abandonment_rate'] ?? null;
  const chart: ReportChart = {
    id: 'cart-hours',
    title: `Abandonment rate by hour (${zone}, ${windowWords(result)} to buy)`,
    description: `The abandonment rate for each hour of the day.${describeTotal(result, theme.locale)}`,
    heightPx: 308,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 88, top: 16, bottom: 8 },
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, { title: `hour carted (${zone})`, labels: hours.map(String) }),
      yAxis: {
        ...valueAxis(theme, { title: 'abandonment rate', unit: 'share' }),
        max: Math.max(...rates.map((rate) => rate ?? 0)) > 0.8 ? 1 : undefined,
      },
      series: [
        {
          type: 'bar',
          name: 'abandonment rate',
          barMaxWidth: 32,
          barCategoryGap: '24%',
          color: theme.outcomes.abandoned,
          data: rates.map(toGap),
          markLine: overallLine(overall, theme),
        },
      ],
    },
  };
  return finishChart(chart, { known: marks.filter((_, hour) => rates[hour] !== null), whyEmpty: nothingDecided });
}

function overallLine(rate: number | null, theme: ChartTheme) {
  if (rate === null) return undefined;
  return {
    silent: true,
    symbol: 'none',
    precision: 20,
    animation: false,
    lineStyle: { color: theme.text, type: 'dashed' as const, width: 1 },
    label: {
      lineHeight: 14,
      color: theme.text,
      position: 'end' as const,
      formatter: `all hours\n${formatValue(rate, 'share', theme.locale)}`,
    },
    data: [{ yAxis: rate }],
  };
}

export function cartWeekChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const zone = readZone(result);
  const columns: CartColumns = readCartColumns(result);
  const weekdays = readNumbers(result, 'weekday');
  const hours = readNumbers(result, 'hour');
  const rowOfSlot = new Map(weekdays.map((weekday, row) => [(weekday ?? 0) * 24 + (hours[row] ?? 0), row]));
  const rows = weekdayNames.map((name, at) =>
    Array.from({ length: 24 }, (_, hour) => {
      const row = rowOfSlot.get((at + 1) * 24 + hour);
      const lines = row === undefined ? ['no cart lines'] : describeCartRow(columns, row, theme.locale);
      return {
        value: row === undefined ? null : (columns.rate[row] ?? null),
        text: [`${name} ${formatHourSpan(hour)} (${zone})`, ...lines].join('\n'),
        key: { weekday: at + 1, hour },
      };
    }),
  );
  return heatmapChart(
    {
      id: 'cart-week',
      title: `Abandonment rate, weekday × hour (${zone}, ${windowWords(result)} to buy)`,
      description: `The abandonment rate for each hour of the week.${describeTotal(result, theme.locale)}`,
      xTitle: `hour carted (${zone})`,
      xLabels: Array.from({ length: 24 }, (_, hour) => String(hour)),
      yLabels: weekdayNames,
      rows,
      barTitle: 'abandonment rate',
      unit: 'share',
      scale: 'amount',
      rowPx: 32,
      whyEmpty: nothingDecided,
    },
    theme,
  );
}

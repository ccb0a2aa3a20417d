/** The shop day by day: small panels one below the other, and the timeline on which a range is chosen. */
import type { ReportResult } from '../preload/shapes.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, fixedPanel, lineLook, toGap, tooltip, valueAxis } from './chart-parts.js';
import { dayRange, fillPeriods, type PeriodSlot } from './fill-periods.js';
import { formatDay, formatDayShort } from './format-day.js';
import { formatValue } from './format-value.js';
import { isKnown, readNumbers, readTexts, readZone, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

interface Panel {
  readonly column: string;
  readonly unit: string;
  readonly color: string;
}

function choosePanels(result: ReportResult, theme: ChartTheme): readonly Panel[] {
  const panels: readonly Panel[] = [
    { column: 'views', unit: '', color: theme.events.view },
    { column: 'carts', unit: '', color: theme.events.cart },
    { column: 'removes', unit: '', color: theme.events.remove },
    { column: 'purchases', unit: '', color: theme.events.purchase },
    { column: 'revenue', unit: 'money', color: theme.accent },
  ];
  return panels.filter(
    ({ column }) => isKnown(result, column) && (column !== 'removes' || sumKnown(readNumbers(result, column)) > 0),
  );
}

function describeDay(result: ReportResult, slot: PeriodSlot, zone: string, locale: string): string {
  const head = `${formatDay(slot.period)} (${zone})`;
  const row = slot.row;
  if (row === null) return `${head}\nno events`;
  const columns = ['events', 'views', 'carts', 'removes', 'purchases', 'revenue'].filter((name) =>
    isKnown(result, name),
  );
  const lines = columns.map((name) => {
    return `${name} ${formatValue(readNumbers(result, name)[row], name === 'revenue' ? 'money' : '', locale)}`;
  });
  const views = readNumbers(result, 'views')[row] ?? 0;
  const purchases = readNumbers(result, 'purchases')[row] ?? null;
  const conversion = views === 0 || purchases === null ? null : purchases / views;
  return [head, ...lines, `purchases ÷ views ${formatValue(conversion, 'share', locale)}`].join('\n');
}

function toMarks(result: ReportResult, slots: readonly PeriodSlot[], locale: string): readonly ChartMark[] {
  const zone = readZone(result);
  return slots.map((slot, at) => ({
    seriesIndex: null,
    dataIndex: at,
    key: dayRange(slot.period),
    text: describeDay(result, slot, zone, locale),
  }));
}

const panelPx = 84;
const gapPx = 32;

export function shopPanelsChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const zone = readZone(result);
  const slots = fillPeriods(readTexts(result, 'day'), 'day');
  const panels = choosePanels(result, theme);
  const marks = toMarks(result, slots, theme.locale);
  const labels = slots.map(({ period }) => formatDayShort(period));
  const totals = panels
    .map(({ column, unit }) => `${formatValue(sumKnown(readNumbers(result, column)), unit, theme.locale)} ${column}`)
    .join(', ');

  return finishChart({
    id: 'shop-panels',
    title: 'The shop per day',
    description: `${slots.length} days: ${totals}.`,
    heightPx: 48 + panels.length * (panelPx + gapPx),
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: panels.map((_, at) => ({ ...fixedPanel, top: 24 + at * (panelPx + gapPx), height: panelPx })),
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      tooltip: tooltip(theme, 'x'),
      xAxis: panels.map((_, at) => {
        const isLast = at === panels.length - 1;
        const axis = categoryAxis(theme, { title: isLast ? `day (${zone})` : '', labels });
        return { ...axis, gridIndex: at, ...(isLast ? {} : { axisLabel: { show: false } }) };
      }),
      yAxis: panels.map(({ column, unit }, at) => ({
        ...valueAxis(theme, { title: column, unit }),
        gridIndex: at,
        splitNumber: 2,
        nameLocation: 'end' as const,
        nameGap: 8,
        nameTextStyle: { color: theme.text, align: 'left' as const, fontWeight: 600 },
      })),
      series: panels.map(({ column, color }, at) => {
        const values = readNumbers(result, column);
        return {
          type: 'line' as const,
          name: column,
          xAxisIndex: at,
          yAxisIndex: at,
          color,
          lineStyle: { width: 1.75 },
          ...lineLook(slots.length),
          data: slots.map(({ row }) => toGap(row === null ? null : values[row])),
        };
      }),
    },
  });
}

/** Days that are looked at; null: from the first, to the last day. */
export interface ChosenDays {
  readonly from: string | null;
  readonly to: string | null;
}

export const timelineMeasures = ['events', 'views', 'carts', 'purchases', 'revenue', 'conversion'] as const;
export type TimelineMeasure = (typeof timelineMeasures)[number];

interface TimelineLook {
  readonly title: string;
  readonly axis: string;
  readonly unit: string;
  readonly color: string;
}

function lookOf(measure: TimelineMeasure, theme: ChartTheme): TimelineLook {
  const { accent, events } = theme;
  switch (measure) {
    case 'views':
      return { title: 'Views per day', axis: measure, unit: '', color: events.view };
    case 'carts':
      return { title: 'Carts per day', axis: measure, unit: '', color: events.cart };
    case 'purchases':
      return { title: 'Purchases per day', axis: measure, unit: '', color: events.purchase };
    case 'revenue':
      return { title: 'Revenue per day', axis: measure, unit: 'money', color: accent };
    case 'conversion':
      return { title: 'Purchases ÷ views per day', axis: 'purchases ÷ views', unit: 'share', color: accent };
    case 'events':
      return { title: 'Events per day', axis: measure, unit: '', color: accent };
  }
}

/** One measure per day as bars, those of the chosen days in colour. */
export function timelineChart(
  result: ReportResult,
  theme: ChartTheme,
  chosen: ChosenDays = { from: null, to: null },
  measure: TimelineMeasure = 'events',
): ReportChart {
  const isChosen = (day: string) => (chosen.from ?? day) <= day && (chosen.to === null || day < chosen.to);
  const zone = readZone(result);
  const slots = fillPeriods(readTexts(result, 'day'), 'day');
  const values = readNumbers(result, measure);
  const marks = toMarks(result, slots, theme.locale);
  const { title, axis, unit, color } = lookOf(measure, theme);
  const whole = result.summary[measure] ?? null;
  return finishChart({
    id: 'timeline',
    title,
    description: `${slots.length} days; ${axis} over all of them: ${formatValue(whole, unit, theme.locale)}.`,
    heightPx: 190,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 12, bottom: 8 },
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, { title: `day (${zone})`, labels: slots.map(({ period }) => formatDayShort(period)) }),
      yAxis: { ...valueAxis(theme, { title: axis, unit }), splitNumber: 2 },
      series: [
        {
          type: 'bar',
          name: axis,
          color,
          barMaxWidth: 48,
          barCategoryGap: '24%',
          data: slots.map(({ period, row }) => ({
            value: toGap(row === null ? null : values[row]),
            itemStyle: { color: isChosen(period) ? color : theme.other },
          })),
        },
      ],
    },
  });
}

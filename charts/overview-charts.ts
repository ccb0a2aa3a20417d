/** The small charts of the overview: largest categories and brands, and the hours of the day. */
import type { ReportResult } from '../preload/shapes.js';
import { readCategorySlots, totalCategories } from './category-slots.js';
import { finishChart, formatShareOf, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, toGap, tooltip, valueAxis } from './chart-parts.js';
import { formatHourSpan } from './format-day.js';
import { formatValue } from './format-value.js';
import { rankingChart, type RankedRow } from './ranking-chart.js';
import { isSameSlice, readNumbers, readTexts, readZone, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

const shown = 8;

/** Views by category, from the categories report by hour for the measure `views`. */
export function topCategoriesChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const totals = totalCategories(readCategorySlots(result), false);
  const all = sumKnown(totals.map(({ n }) => n));
  return rankingChart(
    {
      id: 'overview-categories',
      title: 'Views by category',
      noun: 'category',
      plural: 'categories',
      valueTitle: 'views',
      unit: 'events',
      color: theme.events.view,
      top: shown,
      values: totals.map(({ n }) => n),
      isUnknown: (row) => totals[row]?.category === null,
      describe: (row) => {
        const { category, n } = totals[row] ?? { category: null, n: 0 };
        return {
          name: category ?? 'unknown category',
          key: { category },
          lines: [`views ${formatValue(n, '', theme.locale)}`, `${formatShareOf(n, all, theme.locale)} views`],
        };
      },
    },
    theme,
  );
}

/** Less than this and the difference of two sums of prices is rounding. */
const leastRevenue = 0.005;

/**
 * Revenue by brand, from the brand report without a least number of sessions. That report has no row for the unknown
 * brand: its revenue is what is left of the shop's revenue of the same question, from the report `days`.
 */
export function topBrandsChart(result: ReportResult, theme: ChartTheme, days?: ReportResult): ReportChart {
  const revenue = readNumbers(result, 'revenue');
  const sessions = readNumbers(result, 'sessions');
  const ofKnown = sumKnown(revenue);
  const ofShop = days && isSameSlice(result, days) ? (days.summary['revenue'] ?? null) : null;
  const all = ofShop ?? ofKnown;
  const money = (value: number | null | undefined) => formatValue(value, 'money', theme.locale);
  const shareOfAll = (value: number) =>
    `${formatShareOf(value, all, theme.locale)} revenue${ofShop === null ? ' of known brands' : ''}`;
  const ofUnknown = all - ofKnown;
  const brands = readTexts(result, 'brand');
  const describe = (row: number): RankedRow =>
    row < brands.length
      ? {
          name: brands[row] ?? '',
          key: { brand: brands[row] ?? null },
          lines: [
            `revenue ${money(revenue[row])}`,
            shareOfAll(revenue[row] ?? 0),
            `sessions ${formatValue(sessions[row], '', theme.locale)}`,
          ],
        }
      : {
          name: 'unknown brand',
          key: { brand: null },
          lines: [`revenue ${money(ofUnknown)}`, shareOfAll(ofUnknown)],
        };
  return rankingChart(
    {
      id: 'overview-brands',
      title: 'Revenue by brand',
      noun: 'brand',
      plural: 'brands',
      valueTitle: 'revenue',
      unit: 'money',
      color: theme.events.purchase,
      top: shown,
      whyEmpty: 'No revenue in this range.',
      values: ofUnknown > leastRevenue ? [...revenue, ofUnknown] : revenue,
      isUnknown: (row) => row === brands.length,
      describe,
    },
    theme,
  );
}

/** Views by hour of the day, from the categories report by hour for the measure `views`. */
export function viewHoursChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const zone = readZone(result);
  const views: (number | null)[] = Array.from({ length: 24 }, () => null);
  for (const { hour, n } of readCategorySlots(result)) if (hour !== null) views[hour] = (views[hour] ?? 0) + (n ?? 0);
  const all = sumKnown(views);
  const marks = views.map((count, hour): ChartMark => {
    const lines = count === null ? ['no views'] : [`${formatShareOf(count, all, theme.locale)} views`];
    const text = [`${formatHourSpan(hour)} (${zone})`, `views ${formatValue(count, '', theme.locale)}`, ...lines].join(
      '\n',
    );
    return { seriesIndex: null, dataIndex: hour, text, key: { hour } };
  });
  const chart: ReportChart = {
    id: 'overview-hours',
    title: `Views by hour of the day (${zone})`,
    description: `${formatValue(all, '', theme.locale)} views over the hours of the day.`,
    heightPx: 240,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 8, top: 12, bottom: 8 },
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, { title: `hour (${zone})`, labels: views.map((_, hour) => String(hour)) }),
      yAxis: valueAxis(theme, { title: 'views', unit: '' }),
      series: [{ type: 'bar', name: 'views', color: theme.events.view, barCategoryGap: '24%', data: views.map(toGap) }],
    },
  };
  return finishChart(chart, { known: marks.filter((_, hour) => views[hour] !== null) });
}

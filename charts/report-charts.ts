/** The charts of a report, chosen by its id and parameters: one function for the screen and for the PDF. */
import type { ReportResult } from '../preload/shapes.js';
import { brandIntervalChart } from './brand-interval-chart.js';
import { brandQuadrantChart } from './brand-quadrant-chart.js';
import { cartRankingChart } from './cart-ranking-chart.js';
import { cartDayChart, cartHourChart, cartWeekChart } from './cart-time-charts.js';
import { candidatesChart, categoryDayChart, categoryWeekChart } from './category-charts.js';
import { readSlotBy } from './category-slots.js';
import type { ReportChart } from './chart.js';
import { describeMeasure, toMeasure } from './measure-words.js';
import { purchaseTimeChart } from './purchase-time-chart.js';
import { readParam } from './read-table.js';
import { shopPanelsChart } from './shop-days-charts.js';
import type { ChartTheme } from './theme.js';
import { visitorsChart } from './visitors-chart.js';

export type { ReportChart } from './chart.js';

/** What a screen wants to see more closely. */
export interface ChartFocus {
  /** The category of the week heatmap; absent: the largest one. */
  readonly category?: string | null;
}

function cartCharts(result: ReportResult, theme: ChartTheme): readonly ReportChart[] {
  const by = readParam(result, 'by');
  switch (by) {
    case 'hour':
      return [cartHourChart(result, theme)];
    case 'weekday_hour':
      return [cartWeekChart(result, theme)];
    case 'category':
    case 'brand':
    case 'product':
      return [cartRankingChart(result, theme, by)];
    default:
      return [cartDayChart(result, theme)];
  }
}

function categoryCharts(result: ReportResult, theme: ChartTheme, focus: ChartFocus): readonly ReportChart[] {
  const slotChart =
    readSlotBy(result) === 'weekday_hour'
      ? categoryWeekChart(result, theme, focus.category)
      : categoryDayChart(result, theme);
  const measure = toMeasure(readParam(result, 'measure'));
  const hasBound = describeMeasure(measure).hasLift && measure !== 'revenue';
  return hasBound ? [slotChart, candidatesChart(result, theme)] : [slotChart];
}

/** Few brands are a sentence, and once is enough. */
function brandCharts(result: ReportResult, theme: ChartTheme): readonly ReportChart[] {
  const [quadrants, intervals] = [brandQuadrantChart(result, theme), brandIntervalChart(result, theme)];
  return intervals.option === null ? [quadrants] : [quadrants, intervals];
}

/** Pure: the same result and theme give the same options. An unknown report has no charts. */
export function reportCharts(result: ReportResult, theme: ChartTheme, focus: ChartFocus = {}): readonly ReportChart[] {
  switch (result.report) {
    case 'unique-visitors':
      return [visitorsChart(result, theme)];
    case 'cart-abandonment':
      return cartCharts(result, theme);
    case 'time-to-purchase':
      return [purchaseTimeChart(result, theme)];
    case 'top-categories':
      return categoryCharts(result, theme, focus);
    case 'brand-opportunities':
      return brandCharts(result, theme);
    case 'shop-days':
      return [shopPanelsChart(result, theme)];
    default:
      return [];
  }
}

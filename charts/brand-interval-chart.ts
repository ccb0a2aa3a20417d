/** The ranked brands with their conversion index and its 95 % interval. */
import type { ReportResult } from '../preload/shapes.js';
import { describeBrand, hasStakes, readBrandRows } from './brand-rows.js';
import type { ReportChart } from './chart.js';
import { formatValue } from './format-value.js';
import { intervalChart } from './interval-chart.js';
import type { ChartTheme } from './theme.js';

const rankedBrands = 25;

export function brandIntervalChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const all = readBrandRows(result);
  const shown = all.slice(0, rankedBrands);
  const count = (value: number) => formatValue(value, '', theme.locale);
  const isByStake = hasStakes(all);
  const ranked = shown.filter((row) => row.isCertain && (!isByStake || row.stake !== null)).length;
  return intervalChart(
    {
      id: 'brand-intervals',
      title: 'Conversion index of the ranked brands, with its 95 % interval',
      description: `The first ${shown.length} of ${count(all.length)} brands; ${ranked} of them have ${isByStake ? 'something at stake and ' : ''}an interval that excludes 100.`,
      axisTitle: 'conversion index',
      unit: 'index',
      middle: 100,
      middleWords: 'as expected',
      rows: shown.map((row) => ({
        name: row.brand,
        low: row.low,
        value: row.index,
        high: row.high,
        color: theme.segments[row.segment],
        lines: describeBrand(row, theme.locale),
        key: { brand: row.brand },
      })),
      tableNote:
        all.length > shown.length
          ? `The first ${shown.length} of ${count(all.length)} brands, in the order of the table.`
          : undefined,
    },
    theme,
  );
}

/** Rows with a value and the interval around it, against a middle that means “as usual”. */
import type { CustomSeriesOption } from 'echarts';
import { finishChart, type ChartMark, type MarkKey, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip, valueAxis } from './chart-parts.js';
import { formatShort } from './format-value.js';
import type { ChartTheme } from './theme.js';

export interface IntervalRow {
  readonly name: string;
  readonly low: number;
  readonly value: number;
  readonly high: number;
  readonly color: string;
  readonly lines: readonly string[];
  readonly key: MarkKey;
}

export interface Intervals {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly axisTitle: string;
  readonly unit: string;
  readonly middle: number;
  readonly middleWords: string;
  readonly rows: readonly IntervalRow[];
  readonly tableNote?: string;
}

const rowPx = 22;

/** Ends of an axis on round numbers around all values. */
export function roundRange(values: readonly number[]): {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
} {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const rough = Math.max(high - low, 1e-6) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10) * power;
  const round = (value: number) => Number((value * interval).toPrecision(12));
  return { min: round(Math.floor(low / interval)), max: round(Math.ceil(high / interval)), interval };
}

function drawIntervals(rows: readonly IntervalRow[]): CustomSeriesOption['renderItem'] {
  return (params, api) => {
    const row = rows[params.dataIndex];
    if (row === undefined) return null;
    const at = (value: number) => api.coord([value, params.dataIndex]);
    const [low, value, high] = [at(row.low), at(row.value), at(row.high)];
    return {
      type: 'group',
      children: [
        {
          type: 'line',
          shape: { x1: low[0] ?? 0, y1: low[1] ?? 0, x2: high[0] ?? 0, y2: high[1] ?? 0 },
          style: { stroke: row.color, lineWidth: 6, opacity: 0.35, lineCap: 'round' },
        },
        { type: 'circle', shape: { cx: value[0] ?? 0, cy: value[1] ?? 0, r: 4 }, style: { fill: row.color } },
      ],
    };
  };
}

export function intervalChart(intervals: Intervals, theme: ChartTheme): ReportChart {
  const { rows, unit, middle } = intervals;
  const marks = rows.map((row, at): ChartMark => ({
    seriesIndex: null,
    dataIndex: at,
    key: row.key,
    text: [row.name, ...row.lines].join('\n'),
  }));
  const chart: ReportChart = {
    id: intervals.id,
    title: intervals.title,
    description: intervals.description,
    heightPx: 72 + rowPx * rows.length,
    tableNote: intervals.tableNote,
    marks: marks.map((mark) => [mark]),
    pick: 'y',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 24, top: 20, bottom: 8 },
      tooltip: tooltip(theme, 'y'),
      xAxis: {
        ...valueAxis(theme, { title: intervals.axisTitle, unit }),
        ...roundRange([middle, ...rows.flatMap(({ low, high }) => [low, high])]),
      },
      yAxis: {
        ...categoryAxis(theme, { title: '', labels: rows.map(({ name }) => name) }),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: theme.text, width: 280, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          type: 'custom',
          name: intervals.title,
          renderItem: drawIntervals(rows),
          encode: { x: [0, 1, 2], y: 3 },
          data: rows.map((row, at) => [row.low, row.value, row.high, at]),
          clip: true,
          markLine: {
            silent: true,
            symbol: 'none',
            precision: 20,
            animation: false,
            lineStyle: { color: theme.mutedText, type: 'solid', width: 1 },
            label: {
              color: theme.mutedText,
              position: 'start', // the upper end: the axis is turned round
              formatter: `${intervals.middleWords}: ${formatShort(middle, '', theme.locale)}`,
            },
            data: [{ xAxis: middle }],
          },
        },
      ],
    },
  };
  return finishChart(chart, { whyEmpty: intervals.description });
}

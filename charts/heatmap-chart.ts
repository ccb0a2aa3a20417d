/** A heatmap with a labelled colour bar; a cell without a value is drawn as missing, never as 0. */
import type { VisualMapComponentOption } from 'echarts';
import { finishChart, type ChartMark, type MarkKey, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip } from './chart-parts.js';
import { formatTick } from './format-value.js';
import { findExtent } from './read-table.js';
import type { ChartTheme } from './theme.js';

export interface HeatCell {
  /** Null: not known. */
  readonly value: number | null;
  readonly text: string;
  readonly key: MarkKey;
}

export interface Heatmap {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly xTitle: string;
  readonly xLabels: readonly string[];
  readonly yLabels: readonly string[];
  /** `rows[y][x]`, complete. */
  readonly rows: readonly (readonly HeatCell[])[];
  /** What the colours say, with the unit. */
  readonly barTitle: string;
  readonly unit: string;
  /** `amount`: one hue from little to much; `lift`: two hues around 1, equal ratios equally far from it. */
  readonly scale: 'amount' | 'lift';
  readonly rowPx: number;
  readonly tableNote?: string;
}

/** Lifts beyond 4 and ¼ have the colour of 4 and ¼. */
const maxDoublings = 2;

function toDoublings(lift: number): number {
  return lift <= 0 ? -maxDoublings : Math.max(-maxDoublings, Math.min(maxDoublings, Math.log2(lift)));
}

function colourBar(map: Heatmap, theme: ChartTheme, colours: readonly (number | null)[]): VisualMapComponentOption {
  const [low, high] = findExtent(colours) ?? [0, 1];
  const isLift = map.scale === 'lift';
  const reach = Math.max(Math.abs(low), Math.abs(high), 0.2);
  const min = isLift ? -reach : low;
  const max = isLift ? reach : high > low ? high : low + 1;
  const words = (value: number) => {
    if (!isLift) return formatTick(Number(value.toPrecision(3)), map.unit, theme.locale);
    return `×${formatTick(Number((2 ** value).toPrecision(2)), '', theme.locale)}`;
  };
  return {
    type: 'continuous',
    seriesIndex: 0,
    dimension: 2,
    min,
    max,
    calculable: false,
    orient: 'horizontal',
    left: 0,
    top: 0,
    padding: 0,
    itemWidth: 10,
    itemHeight: 120,
    textGap: 8,
    text: [isLift ? `${words(max)}   (middle: as usual)` : words(max), `${map.barTitle}   ${words(min)}`],
    textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: theme.fontSizePx },
    inRange: { color: [...(isLift ? theme.diverging : theme.sequential)] },
  };
}

export function heatmapChart(map: Heatmap, theme: ChartTheme): ReportChart {
  const width = map.xLabels.length;
  const cells = map.rows.flat();
  const colours = cells.map(({ value }) => (value === null || map.scale === 'amount' ? value : toDoublings(value)));
  const marks = map.rows.map((row, y) =>
    row.map(({ value, text, key }, x): ChartMark => {
      return { seriesIndex: value === null ? 1 : 0, dataIndex: y * width + x, text, key };
    }),
  );
  const place = (at: number) => [at % width, Math.floor(at / width)] as const;
  const known = cells.filter(({ value }) => value !== null).length;
  const chart: ReportChart = {
    id: map.id,
    title: map.title,
    description: map.description,
    heightPx: 32 + 52 + map.rowPx * map.yLabels.length,
    tableNote: map.tableNote,
    marks,
    pick: 'item',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 8, top: 32, bottom: 8 },
      tooltip: tooltip(theme, 'item', marks),
      visualMap: [
        colourBar(map, theme, colours),
        {
          type: 'continuous',
          show: false,
          seriesIndex: 1,
          min: 0,
          max: 1,
          inRange: { color: [theme.missing, theme.missing] },
        },
      ],
      xAxis: {
        ...categoryAxis(theme, { title: map.xTitle, labels: map.xLabels }),
        axisLine: { show: false },
      },
      yAxis: {
        ...categoryAxis(theme, { title: '', labels: map.yLabels }),
        inverse: true,
        axisLine: { show: false },
        axisLabel: { color: theme.text, width: 200, overflow: 'truncate', interval: 0 },
      },
      series: [
        {
          type: 'heatmap',
          name: map.barTitle,
          data: colours.map((colour, at) => [...place(at), colour ?? '-']),
          itemStyle: { borderColor: theme.surface, borderWidth: 1, borderRadius: 2 },
          emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 2 } },
        },
        {
          type: 'heatmap',
          name: 'no value',
          data: colours.map((colour, at) => [...place(at), colour === null ? 0 : '-']),
          itemStyle: { borderColor: theme.surface, borderWidth: 1, borderRadius: 2 },
          label: { show: true, formatter: '–', color: theme.mutedText },
          emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 2 } },
        },
      ],
    },
  };
  return known >= 3
    ? chart
    : finishChart({ ...chart, marks: marks.map((row) => row.filter((m) => m.seriesIndex === 0)) });
}

/** A heatmap with a labelled colour bar; a cell without a value is drawn as missing, never as 0. */
import type { VisualMapComponentOption } from 'echarts';
import { finishChart, type ChartMark, type MarkKey, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, tooltip } from './chart-parts.js';
import { formatTick } from './format-value.js';
import type { ChartTheme } from './theme.js';

export interface HeatCell {
  /** Null: not known. */
  readonly value: number | null;
  /** Of a lift: too little to tell from 1, so it is drawn as 1 and has no part in the scale. */
  readonly isNeutral?: boolean;
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
  /** Said in place of a chart without any known cell. */
  readonly whyEmpty?: string;
}

/** With fewer known cells than this every one of them is within the scale. */
const fewCells = 40;
/** Of many cells, so many of a hundred at each end may lie beyond the scale: cells of little data are extreme. */
const beyondPercent = 2;

interface ColourScale {
  /** The number that is drawn as a colour. */
  readonly toColour: (value: number) => number;
  readonly min: number;
  readonly max: number;
  readonly minText: string;
  readonly maxText: string;
}

/** Bounds that hold all but the most extreme cells. */
function robustExtent(values: readonly number[]): readonly [number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const skipped = sorted.length < fewCells ? 0 : Math.floor((sorted.length * beyondPercent) / 100);
  return [sorted[skipped] ?? 0, sorted[sorted.length - 1 - skipped] ?? 1];
}

function clampTo(min: number, max: number): (value: number) => number {
  return (value) => Math.max(min, Math.min(max, value));
}

/** From little to much; ends beyond which there are cells are written ≤ and ≥. */
function amountScale(values: readonly number[], unit: string, locale: string): ColourScale {
  const [low, high] = robustExtent(values);
  const [min, max] = [low, high > low ? high : low + 1];
  const words = (value: number) => formatTick(Number(value.toPrecision(3)), unit, locale);
  return {
    toColour: clampTo(min, max),
    min,
    max,
    minText: `${values.some((value) => value < min) ? '≤ ' : ''}${words(min)}`,
    maxText: `${values.some((value) => value > max) ? '≥ ' : ''}${words(max)}`,
  };
}

/** In doublings around 1: twice and half as much are equally far from the middle. */
function liftScale(lifts: readonly number[], locale: string): ColourScale {
  const toDoublings = (lift: number) => (lift > 0 ? Math.log2(lift) : -Infinity);
  const distances = lifts.map((lift) => Math.abs(toDoublings(lift))).filter(Number.isFinite);
  const reach = Math.max(0.2, robustExtent(distances)[1]);
  const words = (doublings: number) => `×${formatTick(Number((2 ** doublings).toPrecision(2)), '', locale)}`;
  const clamp = clampTo(-reach, reach);
  return {
    toColour: (lift) => clamp(toDoublings(lift)),
    min: -reach,
    max: reach,
    minText: `${lifts.some((lift) => toDoublings(lift) < -reach) ? '≤ ' : ''}${words(-reach)}`,
    maxText: `${lifts.some((lift) => toDoublings(lift) > reach) ? '≥ ' : ''}${words(reach)} (middle: as usual)`,
  };
}

function colourBar(map: Heatmap, theme: ChartTheme, scale: ColourScale): VisualMapComponentOption {
  return {
    type: 'continuous',
    seriesIndex: 0,
    dimension: 2,
    min: scale.min,
    max: scale.max,
    calculable: false,
    orient: 'horizontal',
    left: 0,
    top: 0,
    padding: 0,
    itemWidth: 10,
    itemHeight: 120,
    textGap: 8,
    text: [scale.maxText, `${map.barTitle}   ${scale.minText}`],
    textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: theme.fontSizePx },
    inRange: { color: [...(map.scale === 'lift' ? theme.diverging : theme.sequential)] },
  };
}

export function heatmapChart(map: Heatmap, theme: ChartTheme): ReportChart {
  const width = map.xLabels.length;
  const cells = map.rows.flat();
  const values = cells.flatMap(({ value, isNeutral }) => (isNeutral ? [] : (value ?? [])));
  const scale = map.scale === 'lift' ? liftScale(values, theme.locale) : amountScale(values, map.unit, theme.locale);
  const colours = cells.map(({ value, isNeutral }) => (value === null ? null : scale.toColour(isNeutral ? 1 : value)));
  const marks = map.rows.map((row, y) =>
    row.map(({ value, text, key }, x): ChartMark => {
      return { seriesIndex: value === null ? 1 : 0, dataIndex: y * width + x, text, key };
    }),
  );
  const place = (at: number) => [at % width, Math.floor(at / width)] as const;
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
      tooltip: tooltip(theme, 'item'),
      visualMap: [
        colourBar(map, theme, scale),
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
  const known = marks.flat().filter(({ seriesIndex }) => seriesIndex === 0);
  return finishChart(chart, { known, whyEmpty: map.whyEmpty });
}

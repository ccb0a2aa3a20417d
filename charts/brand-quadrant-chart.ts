/** Brands by interest and conversion: four quadrants around the median interest and the index of 100. */
import type { ScatterSeriesOption } from 'echarts';
import type { ReportResult } from '../preload/shapes.js';
import { describeBrand, hasStakes, readBrandRows, type BrandRow } from './brand-rows.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, tooltip, valueAxis } from './chart-parts.js';
import { formatTick, formatValue } from './format-value.js';
import { placeLabels, type LabelSide } from './place-labels.js';
import { segmentAdvice, segmentNames, segments, type Segment } from './segment-words.js';
import type { ChartTheme } from './theme.js';

const labelledByStake = 12;
const labelledBySessions = 8;
/** Width and height of the plot in a narrow window. */
const narrowPlotPx: readonly [number, number] = [640, 390];

/** Those that matter: most at stake, certain or not, and then the most visited; without stakes the most visited alone. */
function chooseLabelled(rows: readonly BrandRow[]): ReadonlySet<BrandRow> {
  const stakes = rows.filter((row) => row.stake !== null);
  stakes.sort((a, b) => (b.stake ?? 0) - (a.stake ?? 0));
  const visited = [...rows].sort((a, b) => b.sessions - a.sessions);
  const others = stakes.length === 0 ? labelledByStake + labelledBySessions : labelledBySessions;
  return new Set([...stakes.slice(0, labelledByStake), ...visited.slice(0, others)]);
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function findBounds(rows: readonly BrandRow[], median: number | null): Bounds {
  const shares = rows.map((row) => row.interest).filter((share) => share > 0);
  if (median !== null && median > 0) shares.push(median);
  const left = Math.min(...shares) * 0.7;
  const right = Math.max(...shares) * 1.4;
  const highest = Math.max(150, ...rows.map((row) => row.index));
  return { left, right, top: Math.ceil((highest * 1.05) / 50) * 50 };
}

/** 1, 2 and 5 of each power of ten between the bounds; over three decades the powers alone. */
export function logTicks(left: number, right: number): readonly number[] {
  const steps = right / left > 1000 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(left)); power <= Math.ceil(Math.log10(right)); power += 1)
    for (const step of steps) ticks.push(Number(`${step}e${power}`));
  return ticks.filter((tick) => tick >= left && tick <= right);
}

/** The four areas with their names in the corners, so that colours need no legend. */
function quadrantAreas(theme: ChartTheme, median: number, { left, right, top }: Bounds) {
  const areas: readonly (readonly [
    Segment,
    number,
    number,
    number,
    number,
    'insideTopLeft' | 'insideTopRight' | 'insideBottomLeft' | 'insideBottomRight',
  ])[] = [
    ['under_exposed', left, 100, median, top, 'insideTopLeft'],
    ['star', median, 100, right, top, 'insideTopRight'],
    ['niche', left, 0, median, 100, 'insideBottomLeft'],
    ['leaky', median, 0, right, 100, 'insideBottomRight'],
  ];
  return {
    silent: true,
    animation: false,
    data: areas.map(([segment, x1, y1, x2, y2, position]): [object, object] => [
      {
        xAxis: x1,
        yAxis: y1,
        itemStyle: { color: theme.segments[segment], opacity: 0.05 },
        label: {
          show: true,
          position,
          color: theme.text,
          fontWeight: 600,
          formatter: `${segmentNames[segment]}: ${segmentAdvice[segment]}`,
        },
      },
      { xAxis: x2, yAxis: y2 },
    ]),
  };
}

export function brandQuadrantChart(result: ReportResult, theme: ChartTheme): ReportChart {
  const rows = readBrandRows(result).filter((row) => row.interest > 0);
  const median = result.summary['median_interest_share'] ?? null;
  const bounds = findBounds(rows, median);
  const isByStake = hasStakes(rows);
  const toSize = (row: BrandRow) => (isByStake ? row.stake : row.sessions);
  const largest = Math.max(1, ...rows.map((row) => toSize(row) ?? 0));
  const sizeOf = (row: BrandRow) => 6 + 38 * Math.sqrt(Math.max(0, toSize(row) ?? 0) / largest);
  const groups = segments.map((segment) => ({
    segment,
    // Large bubbles first, so that small ones lie above them.
    members: rows.filter((row) => row.segment === segment).sort((a, b) => sizeOf(b) - sizeOf(a)),
  }));
  const marks = groups.map(({ members }, seriesIndex) =>
    members.map((row, dataIndex): ChartMark => ({
      seriesIndex,
      dataIndex,
      key: { brand: row.brand },
      text: [row.brand, ...describeBrand(row, theme.locale)].join('\n'),
    })),
  );
  const counts = groups
    .map(({ segment, members }) => `${formatValue(members.length, '', theme.locale)} ${segmentNames[segment]}`)
    .join(', ');

  return finishChart({
    id: 'brand-quadrants',
    title: `Interest and conversion of each brand; the larger, ${isByStake ? 'the more is at stake' : 'the more sessions'}`,
    description: `${formatValue(rows.length, '', theme.locale)} brands by share of interest and conversion index: ${counts}.`,
    heightPx: 460,
    tableNote: `Hollow: the 95 % interval of the index includes 100.${isByStake ? ' Small dots: stars and niches, which have no stake.' : ''}`,
    marks,
    pick: 'item',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 12, bottom: 8 },
      tooltip: tooltip(theme, 'item'),
      xAxis: {
        ...valueAxis(theme, { title: 'share of interest in its categories (log scale)', unit: 'share' }),
        type: 'log',
        min: bounds.left,
        max: bounds.right,
        splitLine: { show: false },
        axisLabel: {
          color: theme.mutedText,
          hideOverlap: true,
          customValues: logTicks(bounds.left, bounds.right),
          formatter: (value: number) => formatTick(Number(value.toPrecision(2)), 'share', theme.locale),
        },
      } as object,
      yAxis: {
        ...valueAxis(theme, { title: 'conversion index (100: as its categories let expect)', unit: '' }),
        max: bounds.top,
      },
      series: [
        ...groups.map(({ segment, members }, at) => ({
          type: 'scatter' as const,
          name: segmentNames[segment],
          color: theme.segments[segment],
          data: members.map((row) => ({
            value: [row.interest, row.index],
            symbolSize: sizeOf(row),
            itemStyle: row.isCertain
              ? { color: `${theme.segments[segment]}cc`, borderColor: theme.surface, borderWidth: 1 }
              : { color: `${theme.segments[segment]}1f`, borderColor: theme.segments[segment], borderWidth: 1 },
          })),
          emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 2 } },
          markArea: at === 0 && median !== null ? quadrantAreas(theme, median, bounds) : undefined,
          markLine: at === 0 ? quadrantLines(theme, median) : undefined,
        })),
        nameSeries(placeNames(rows, sizeOf, bounds, median), sizeOf, theme),
      ],
    },
  });
}

interface PlacedName {
  readonly row: BrandRow;
  readonly side: LabelSide;
}

/** Where the names go, reckoned on a narrow plot: on a wider one there is only more room. */
function placeNames(
  rows: readonly BrandRow[],
  sizeOf: (row: BrandRow) => number,
  { left, right, top }: Bounds,
  median: number | null,
): readonly PlacedName[] {
  const [width, height] = narrowPlotPx;
  const toX = (interest: number) => (width * Math.log(interest / left)) / Math.log(right / left);
  const toY = (index: number) => height * (1 - index / top);
  const toBubble = (row: BrandRow) => ({ x: toX(row.interest), y: toY(row.index), radius: sizeOf(row) / 2 });
  const labelled = [...chooseLabelled(rows)];
  const corner = { top: 0, bottom: 20 };
  const lines = [{ left: 0, right: width, top: toY(100) - 1, bottom: toY(100) + 1 }];
  if (median !== null) lines.push({ left: toX(median) - 1, right: toX(median) + 1, top: 0, bottom: height });
  const sides = placeLabels(
    labelled.map((row) => ({ ...toBubble(row), name: row.brand })),
    {
      plot: { left: 0, top: 0, right: width, bottom: height },
      bubbles: rows.map(toBubble),
      // The names of the quadrants stand in the corners.
      taken: [corner, { top: height - 20, bottom: height }].map((box) => ({ ...box, left: 0, right: width })),
      avoided: lines,
    },
  );
  return labelled.flatMap((row, at) => {
    const side = sides[at] ?? null;
    return side === null ? [] : [{ row, side }];
  });
}

/** Names in a series of their own, so that they lie above all bubbles. */
function nameSeries(
  names: readonly PlacedName[],
  sizeOf: (row: BrandRow) => number,
  theme: ChartTheme,
): ScatterSeriesOption {
  return {
    type: 'scatter',
    name: 'names',
    silent: true,
    z: 4,
    symbolSize: 0,
    tooltip: { show: false },
    labelLayout: { hideOverlap: true },
    data: names.map(({ row, side }) => ({
      value: [row.interest, row.index],
      label: {
        show: true,
        position: side,
        distance: sizeOf(row) / 2 + 4,
        formatter: () => row.brand,
        color: theme.text,
        fontSize: 11,
        textBorderColor: theme.surface,
        textBorderWidth: 2,
      },
    })),
  };
}

function quadrantLines(theme: ChartTheme, median: number | null) {
  return {
    silent: true,
    symbol: 'none',
    precision: 20, // shares are far below the two decimals that markLine rounds to
    animation: false,
    lineStyle: { color: theme.axis, type: 'solid' as const, width: 1 },
    label: { color: theme.mutedText, fontSize: 11 },
    data: [
      { yAxis: 100, label: { position: 'insideEndTop' as const, formatter: 'index 100' } },
      ...(median === null
        ? []
        : [
            {
              xAxis: median,
              label: {
                position: 'insideStartTop' as const, // at the foot, where few brands are
                rotate: 90,
                formatter: `median ${formatValue(median, 'share', theme.locale)}`,
              },
            },
          ]),
    ],
  };
}

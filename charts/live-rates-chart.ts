/** Events per second by type as they are played: views above, what is rarer on a scale of its own below. */
import type { Table } from '../preload/shapes.js';
import type { ChartMark, ReportChart } from './chart.js';
import { baseOption, categoryAxis, fixedPanel, tooltip, valueAxis } from './chart-parts.js';
import { formatMoment, formatMomentShort } from './format-moment.js';
import { formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

/** Events by type in a bucket of event time, as counts. */
export interface LivePoint {
  readonly atMs: number;
  readonly seconds: number;
  /** How much of the bucket has been played. */
  readonly playedSeconds: number;
  readonly view: number;
  readonly cart: number;
  readonly remove_from_cart: number;
  readonly purchase: number;
  readonly sales: number;
  readonly revenue: number;
}

type LiveType = 'view' | 'cart' | 'remove_from_cart' | 'purchase';

const types: readonly {
  readonly type: LiveType;
  readonly name: string;
  readonly colour: 'view' | 'cart' | 'remove' | 'purchase';
}[] = [
  { type: 'view', name: 'views', colour: 'view' },
  { type: 'cart', name: 'carts', colour: 'cart' },
  { type: 'remove_from_cart', name: 'removes', colour: 'remove' },
  { type: 'purchase', name: 'purchases', colour: 'purchase' },
];

function rateOf(point: LivePoint, type: LiveType): number {
  return point.playedSeconds > 0 ? point[type] / point.playedSeconds : 0;
}

/** Written when it is looked at: there are hundreds of marks, ten times a second. */
class LiveMark implements ChartMark {
  readonly seriesIndex = null;
  readonly key = {};

  constructor(
    readonly dataIndex: number,
    private readonly point: LivePoint,
    private readonly tz: string,
    private readonly locale: string,
  ) {}

  get text(): string {
    const { atMs, seconds } = this.point;
    const rates = types.map(({ type, name }) => `${name}/s ${formatValue(rateOf(this.point, type), '', this.locale)}`);
    return [`${formatMoment(atMs, this.tz)} (${this.tz}), ${seconds} s`, ...rates].join('\n');
  }
}

/** The same numbers as rows. */
export function liveRatesTable(points: readonly LivePoint[]): Table {
  return {
    rowCount: points.length,
    columns: [
      {
        name: 'at',
        title: 'From',
        type: 'time',
        unit: '',
        values: points.map(({ atMs }) => new Date(atMs).toISOString()),
      },
      {
        name: 'seconds',
        title: 'Seconds',
        type: 'integer',
        unit: '',
        values: Float64Array.from(points, ({ playedSeconds }) => playedSeconds),
      },
      ...types.map(
        ({ type, name }) =>
          ({
            name: type,
            title: `${name}/s`,
            type: 'number',
            unit: '',
            values: Float64Array.from(points, (point) => rateOf(point, type)),
          }) as const,
      ),
    ],
  };
}

/** `points` in order of time. At most `slots` are drawn; where there are fewer, the rest of the axis is empty. */
export function liveRatesChart(points: readonly LivePoint[], theme: ChartTheme, tz: string): ReportChart {
  const last = points[points.length - 1];
  const finest = points.reduce((least, { seconds }) => Math.min(least, seconds), Infinity);
  const labels = points.map(({ atMs }) => formatMomentShort(atMs, tz, finest));
  const panels = [
    { top: 24, height: 96, title: 'views/s', types: types.slice(0, 1) },
    { top: 156, height: 96, title: 'carts, removes, purchases/s', types: types.slice(1) },
  ];
  const said = types.map(
    ({ type, name }) => `${formatValue(last ? rateOf(last, type) : null, '', theme.locale)} ${name}`,
  );
  return {
    id: 'live-rates',
    title: 'Events per second by type',
    description: last
      ? `At ${formatMoment(last.atMs, tz)}, a second: ${said.join(', ')}.`
      : 'Nothing has been played yet.',
    heightPx: 278,
    marks: [points.map((point, at) => new LiveMark(at, point, tz, theme.locale))],
    pick: 'x',
    option: {
      ...baseOption(theme),
      animation: false,
      grid: panels.map(({ top, height }) => ({ ...fixedPanel, left: 52, right: 32, top, height })),
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      tooltip: tooltip(theme, 'x'),
      xAxis: panels.map((_, at) => ({
        ...categoryAxis(theme, { title: '', labels }),
        gridIndex: at,
        ...(at === 0 ? { axisLabel: { show: false } } : {}),
      })),
      yAxis: panels.map(({ title }, at) => ({
        ...valueAxis(theme, { title, unit: '' }),
        gridIndex: at,
        splitNumber: 2,
        nameLocation: 'end' as const,
        nameGap: 8,
        nameTextStyle: { color: theme.mutedText, align: 'left' as const },
      })),
      series: panels.flatMap((panel, at) =>
        panel.types.map(({ type, name, colour }) => ({
          type: 'line' as const,
          name,
          xAxisIndex: at,
          yAxisIndex: at,
          color: theme.events[colour],
          lineStyle: { width: 1.5 },
          ...(at === 0 ? { areaStyle: { opacity: 0.18 } } : {}),
          showSymbol: false,
          silent: true,
          data: points.map((point) => rateOf(point, type)),
        })),
      ),
    },
  };
}

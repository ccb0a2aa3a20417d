/** What one user, session or product did over time, by type of event. */
import type { EntityPage } from '../preload/shapes.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, legend, tooltip, valueAxis } from './chart-parts.js';
import { describeSpan, formatMoment, formatMomentShort } from './format-moment.js';
import { formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

const parts = [
  { column: 'view', name: 'views', colour: 'view' },
  { column: 'cart', name: 'carts', colour: 'cart' },
  { column: 'remove_from_cart', name: 'removes', colour: 'remove' },
  { column: 'purchase', name: 'purchases', colour: 'purchase' },
] as const;

type Timeline = Pick<EntityPage, 'timeline' | 'timelineSeconds'>;

const mostBars = 2000;

/** Bars stand where their time is: those without events are there too, unless they would be too many to draw. */
function fillTimes(given: readonly number[], stepMs: number): readonly number[] {
  const [first, last] = [given[0], given[given.length - 1]];
  if (first === undefined || last === undefined || stepMs <= 0) return given;
  const count = Math.round((last - first) / stepMs) + 1;
  const isOnGrid = given.every((ms) => (ms - first) % stepMs === 0);
  return count > mostBars || !isOnGrid ? given : Array.from({ length: count }, (_, at) => first + at * stepMs);
}

export function entityTimelineChart(
  { timeline, timelineSeconds }: Timeline,
  theme: ChartTheme,
  tz: string,
): ReportChart {
  const read = (name: string) => [...(timeline.columns.find((column) => column.name === name)?.values ?? [])];
  const given = read('at').map((at) => Date.parse(String(at)));
  const times = fillTimes(given, 1000 * timelineSeconds);
  const placeOf = new Map(given.map((ms, row) => [ms, row]));
  const counts = parts.map(({ column }) => {
    const values = read(column).map(Number);
    return times.map((ms) => values[placeOf.get(ms) ?? -1] ?? 0);
  });
  const marks = times.map((at, row): ChartMark => {
    const lines = parts.map(({ name }, part) => `${name} ${formatValue(counts[part]?.[row], '', theme.locale)}`);
    return {
      seriesIndex: null,
      dataIndex: row,
      key: {},
      text: [`from ${formatMoment(at, tz)} (${tz})`, ...lines].join('\n'),
    };
  });
  const all = counts.flat().reduce((sum, count) => sum + (Number.isNaN(count) ? 0 : count), 0);
  const chart: ReportChart = {
    id: 'entity-timeline',
    title: 'Events over time, by type',
    description: `${formatValue(all, '', theme.locale)} events by type.`,
    heightPx: 200,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 28, bottom: 4 },
      legend: legend(
        theme,
        parts.map(({ name }) => name),
      ),
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, { title: '', labels: times.map((at) => formatMomentShort(at, tz, timelineSeconds)) }),
      yAxis: {
        ...valueAxis(theme, { title: `events ${describeSpan(timelineSeconds)}`, unit: '' }),
        splitNumber: 3,
        minInterval: 1,
      },
      series: parts.map(({ name, colour }, part) => ({
        type: 'bar' as const,
        name,
        stack: 'events',
        color: theme.events[colour],
        barMaxWidth: 24,
        barCategoryGap: '8%',
        data: counts[part] ?? [],
      })),
    },
  };
  return finishChart(chart, {
    known: marks.filter((_, row) => counts.some((values) => (values[row] ?? 0) > 0)),
    whyEmpty: 'It has no events.',
  });
}

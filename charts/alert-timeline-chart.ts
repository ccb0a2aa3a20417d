/** Alerts over time by severity, as stacked bars. */
import type { AlertPage, Table } from '../preload/shapes.js';
import { severityColors, severityOrder, severityWords } from './alert-words.js';
import { finishChart, type ChartMark, type ReportChart } from './chart.js';
import { baseOption, categoryAxis, legend, tooltip, valueAxis } from './chart-parts.js';
import { describeSpan, formatMoment, formatMomentShort } from './format-moment.js';
import { formatValue } from './format-value.js';
import type { ChartTheme } from './theme.js';

type Timeline = Pick<AlertPage, 'timeline' | 'timelineSeconds'>;

export interface AlertBucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
}

const mostBuckets = 400;

/** Every bucket from the first to the last that has alerts, the empty ones between them too. */
export function fillBuckets({ timeline, timelineSeconds }: Timeline): readonly AlertBucket[] {
  const times = timeline.map(({ at }) => Date.parse(at));
  if (times.length === 0 || timelineSeconds <= 0) return [];
  const stepMs = 1000 * timelineSeconds;
  const first = times.reduce((least, ms) => Math.min(least, ms));
  const last = times.reduce((most, ms) => Math.max(most, ms));
  const count = Math.min(mostBuckets, Math.round((last - first) / stepMs) + 1);
  const buckets = Array.from({ length: count }, (_, at) => ({
    fromMs: first + at * stepMs,
    toMs: first + (at + 1) * stepMs,
    ...{ high: 0, medium: 0, low: 0 },
  }));
  timeline.forEach(({ severity, alerts }, at) => {
    const bucket = buckets[Math.round(((times[at] ?? first) - first) / stepMs)];
    if (bucket) bucket[severity] += alerts;
  });
  return buckets;
}

/** The same numbers as rows: from (included) and to, and alerts by severity. */
export function alertTimelineTable(page: Timeline): Table {
  const buckets = fillBuckets(page);
  const time = (name: string, title: string, read: (bucket: AlertBucket) => number) =>
    ({ name, title, type: 'time', unit: '', values: buckets.map((one) => new Date(read(one)).toISOString()) }) as const;
  return {
    rowCount: buckets.length,
    columns: [
      time('from', 'From', ({ fromMs }) => fromMs),
      time('to', 'To', ({ toMs }) => toMs),
      ...severityOrder.map(
        (severity) =>
          ({
            name: severity,
            title: severityWords[severity],
            type: 'integer',
            unit: 'alerts',
            values: Float64Array.from(buckets, (bucket) => bucket[severity]),
          }) as const,
      ),
    ],
  };
}

/** A mark's key is its time, from and to, as ISO 8601. */
export function alertTimelineChart(page: Timeline, theme: ChartTheme, tz: string): ReportChart {
  const buckets = fillBuckets(page);
  const colors = severityColors(theme);
  const marks = buckets.map((bucket, at): ChartMark => {
    const counts = severityOrder
      .filter((severity) => bucket[severity] > 0)
      .map((severity) => `${severityWords[severity].toLowerCase()} ${formatValue(bucket[severity], '', theme.locale)}`);
    const span = `${formatMoment(bucket.fromMs, tz)} to ${formatMoment(bucket.toMs, tz)} (${tz})`;
    return {
      seriesIndex: null,
      dataIndex: at,
      key: { from: new Date(bucket.fromMs).toISOString(), to: new Date(bucket.toMs).toISOString() },
      text: [span, ...(counts.length > 0 ? counts : ['no alerts'])].join('\n'),
    };
  });
  const all = buckets.reduce((sum, { high, medium, low }) => sum + high + medium + low, 0);
  const chart: ReportChart = {
    id: 'alert-timeline',
    title: 'Alerts by when they were detected',
    description: `${formatValue(all, '', theme.locale)} alerts by when they were detected.`,
    heightPx: 150,
    marks: [marks],
    pick: 'x',
    option: {
      ...baseOption(theme),
      grid: { left: 8, right: 16, top: 24, bottom: 4 },
      legend: legend(
        theme,
        severityOrder.map((severity) => severityWords[severity]),
      ),
      tooltip: tooltip(theme, 'x'),
      xAxis: categoryAxis(theme, {
        title: '',
        labels: buckets.map(({ fromMs }) => formatMomentShort(fromMs, tz, page.timelineSeconds)),
      }),
      yAxis: {
        ...valueAxis(theme, { title: `alerts ${describeSpan(page.timelineSeconds)}`, unit: '' }),
        splitNumber: 2,
        minInterval: 1,
      },
      series: severityOrder.map((severity) => ({
        type: 'bar' as const,
        name: severityWords[severity],
        stack: 'alerts',
        color: colors[severity],
        barMaxWidth: 24,
        barCategoryGap: '12%',
        data: buckets.map((bucket) => bucket[severity]),
      })),
    },
  };
  return finishChart(chart, {
    known: marks.filter((_, at) => (buckets[at]?.high ?? 0) + (buckets[at]?.medium ?? 0) + (buckets[at]?.low ?? 0) > 0),
    whyEmpty: 'No alerts in this range.',
  });
}

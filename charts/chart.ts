/** What a chart is to those who draw it: an ECharts option with its words and its marks. */
import type { EChartsOption } from 'echarts';
import { formatValue } from './format-value.js';

/** What a mark stands for; whoever draws it decides which filter a click sets. Null is the unknown category or brand. */
export interface MarkKey {
  /** The days of a period, half-open. */
  readonly from?: string;
  readonly to?: string;
  readonly category?: string | null;
  readonly brand?: string | null;
  readonly product?: string | null;
  readonly weekday?: number;
  readonly hour?: number;
}

/** One thing that can be pointed at. */
export interface ChartMark {
  /** Null where all series share the data index (a period of stacked bars). */
  readonly seriesIndex: number | null;
  readonly dataIndex: number;
  /** The tooltip: lines of plain text, the first one says what it is. */
  readonly text: string;
  readonly key: MarkKey;
}

export interface ReportChart {
  readonly id: string;
  readonly title: string;
  /** One sentence: read by a screen reader, and shown in place of a chart of under three points. */
  readonly description: string;
  /** Null where the description says it all. */
  readonly option: EChartsOption | null;
  readonly heightPx: number;
  /** What one has to know to read the chart: what is pale, what is left out. */
  readonly tableNote?: string;
  /** Rows of marks, for arrow keys: left and right within a row, up and down between rows. */
  readonly marks: readonly (readonly ChartMark[])[];
  /** `x`: a mark fills a column of the plot, `y`: a row of it; `item`: only its own shape. */
  readonly pick: 'x' | 'y' | 'item';
}

/** The mark under a series' data item; undefined where there is none. */
export function findMark(
  marks: ReportChart['marks'],
  seriesIndex: number | undefined,
  dataIndex: number,
): ChartMark | undefined {
  for (const row of marks) {
    const found = row.find(
      (mark) => mark.dataIndex === dataIndex && (mark.seriesIndex === null || mark.seriesIndex === seriesIndex),
    );
    if (found) return found;
  }
  return undefined;
}

/** `12.3% of 1,234`: a share never stands without its n. */
export function formatShareOf(part: number | null, whole: number, locale: string): string {
  const share = part === null || whole === 0 ? null : part / whole;
  return `${formatValue(share, 'share', locale)} of ${formatValue(whole, '', locale)}`;
}

/** Fewer marks than this are said in words. */
export const fewPoints = 3;

interface Finish {
  /** The marks that have a value; all where absent. */
  readonly known?: readonly ChartMark[];
  /** Said where there are none. */
  readonly whyEmpty?: string;
}

/** A chart as it is, or as a sentence where it has under three points: the marks in words, or why there are none. */
export function finishChart(chart: ReportChart, { known = chart.marks.flat(), whyEmpty }: Finish = {}): ReportChart {
  if (known.length >= fewPoints) return chart;
  const words = known.map(({ text }) => text.replace('\n', ': ').replaceAll('\n', ', '));
  const description = words.length === 0 ? (whyEmpty ?? 'Nothing in this range.') : `${words.join('; ')}.`;
  return { ...chart, option: null, description };
}

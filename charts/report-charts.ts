/** The charts of a report, chosen by its id and parameters: one function for the screen and for the PDF. */
import type { EChartsOption } from 'echarts';
import type { ReportResult } from '../preload/shapes.js';
import type { ChartTheme } from './theme.js';

export interface ReportChart {
  readonly id: string;
  readonly title: string;
  /** One sentence: read by a screen reader, and shown in place of a chart of under three points. */
  readonly description: string;
  /** Null where the description says it all. */
  readonly option: EChartsOption | null;
  readonly heightPx: number;
  /** What the table behind the chart holds that the chart does not. */
  readonly tableNote?: string;
}

/** Pure: the same result and theme give the same options. An unknown report has no charts. */
export function reportCharts(result: ReportResult, theme: ChartTheme): readonly ReportChart[] {
  void theme;
  return [{ id: result.report, title: result.title, description: `${result.title}.`, option: null, heightPx: 320 }];
}

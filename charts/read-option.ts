/** For tests: what an option draws, without ECharts' unions. */
import type { ReportChart } from './chart.js';

export interface DrawnSeries {
  readonly type: string;
  readonly name: string;
  readonly stack?: string;
  readonly data: readonly unknown[];
}

/** The series of a chart. Throws where the chart is a sentence. */
export function readSeries({ option, id }: ReportChart): readonly DrawnSeries[] {
  if (option === null) throw new Error(`${id} is a sentence, not a chart`);
  return [option.series].flat() as unknown as readonly DrawnSeries[];
}

/** An axis of a chart as a plain record. */
export function readAxis(
  { option, id }: ReportChart,
  axis: 'xAxis' | 'yAxis',
  at = 0,
): Readonly<Record<string, unknown>> {
  if (option === null) throw new Error(`${id} is a sentence, not a chart`);
  return [option[axis]].flat()[at] as unknown as Readonly<Record<string, unknown>>;
}

/** The numbers of data that are numbers or items with a value. */
export function readValues({ data }: DrawnSeries): readonly unknown[] {
  return data.map((item) => (typeof item === 'object' && item !== null && 'value' in item ? item.value : item));
}

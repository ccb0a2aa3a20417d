/** Between the pixels of a drawn chart and its marks. */
import { findMark, type ChartMark, type ReportChart } from '../../charts/chart.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What this file needs of a drawn chart. */
export interface Drawn {
  containPixel(finder: string, point: number[]): boolean;
  convertFromPixel(finder: object, value: number): unknown;
  convertToPixel(finder: object, value: number): unknown;
  convertToPixel(finder: object, value: number[]): unknown;
  dispatchAction(action: { readonly type: string; readonly [name: string]: unknown }): void;
  getWidth(): number;
  getHeight(): number;
}

/** The mark whose column (`x`) or row (`y`) of the plot holds this point. */
export function markUnder(drawn: Drawn, { pick, marks }: ReportChart, { x, y }: Point): ChartMark | undefined {
  if (pick === 'item' || !drawn.containPixel('grid', [x, y])) return undefined;
  const axis = pick === 'x' ? { xAxisIndex: 0 } : { yAxisIndex: 0 };
  const index = drawn.convertFromPixel(axis, pick === 'x' ? x : y);
  return typeof index === 'number' ? findMark(marks, undefined, Math.round(index)) : undefined;
}

/** Where a mark is: the middle of its column, row or shape. */
function placeMark(drawn: Drawn, { pick, option }: ReportChart, { seriesIndex, dataIndex }: ChartMark): Point {
  const middle = { x: drawn.getWidth() / 2, y: drawn.getHeight() / 2 };
  if (pick === 'x') return { ...middle, x: Number(drawn.convertToPixel({ xAxisIndex: 0 }, dataIndex)) };
  if (pick === 'y') return { ...middle, y: Number(drawn.convertToPixel({ yAxisIndex: 0 }, dataIndex)) };
  const series = [option?.series].flat()[seriesIndex ?? 0];
  const data: unknown = series && 'data' in series && Array.isArray(series.data) ? series.data[dataIndex] : undefined;
  const value: unknown = typeof data === 'object' && data !== null && 'value' in data ? data.value : data;
  if (!Array.isArray(value)) return middle;
  const pixel = drawn.convertToPixel({ seriesIndex: seriesIndex ?? 0 }, [Number(value[0]), Number(value[1])]);
  return Array.isArray(pixel) ? { x: Number(pixel[0]), y: Number(pixel[1]) } : middle;
}

/** Marks a mark as the pointer would, and says where it is. */
export function pointAt(drawn: Drawn, chart: ReportChart, mark: ChartMark): Point {
  const point = placeMark(drawn, chart, mark);
  drawn.dispatchAction({ type: 'downplay' });
  if (chart.pick === 'item')
    drawn.dispatchAction({ type: 'highlight', seriesIndex: mark.seriesIndex ?? 0, dataIndex: mark.dataIndex });
  else drawn.dispatchAction({ type: 'showTip', ...point });
  return point;
}

export function pointAway(drawn: Drawn): void {
  drawn.dispatchAction({ type: 'hideTip' });
  drawn.dispatchAction({ type: 'downplay' });
}

/** Arrow keys over the marks of a chart. */
import type { ChartMark, ReportChart } from '../../charts/chart.js';

export interface MarkAt {
  readonly row: number;
  readonly column: number;
}

export function markAt(marks: ReportChart['marks'], at: MarkAt): ChartMark | undefined {
  return marks[at.row]?.[at.column];
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(last, value));
}

/** Where a key leads; null for keys that move nothing. The first arrow of all goes to the first mark. */
export function moveMark(marks: ReportChart['marks'], from: MarkAt | null, key: string): MarkAt | null {
  const filled = marks.flatMap((row, index) => (row.length > 0 ? [index] : []));
  const [first] = filled;
  if (first === undefined || !isMove(key)) return null;
  if (from === null) return { row: first, column: 0 };
  const place = filled.indexOf(from.row);
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  const row = filled[clamp(place + step, filled.length - 1)] ?? first;
  const last = (marks[row]?.length ?? 1) - 1;
  if (key === 'Home') return { row, column: 0 };
  if (key === 'End') return { row, column: last };
  const sideways = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return { row, column: clamp(from.column + sideways, last) };
}

function isMove(key: string): boolean {
  return key === 'Home' || key === 'End' || key.startsWith('Arrow');
}

/** Numbers and tables as Markdown. */
import type { Interval } from '../scoring/bootstrap.js';

const none = '–';

export function share(value: number, digits = 2): string {
  return Number.isNaN(value) ? none : value.toFixed(digits);
}

export function percent(value: number): string {
  return Number.isNaN(value) ? none : `${(value * 100).toPrecision(2)} %`;
}

export function within(value: number, { from, to }: Interval, digits = 2): string {
  return Number.isNaN(value) ? none : `${value.toFixed(digits)} [${from.toFixed(digits)}–${to.toFixed(digits)}]`;
}

/** Seconds, from two minutes on minutes, from two hours on hours. */
export function duration(seconds: number): string {
  if (Number.isNaN(seconds)) return none;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

export function count(value: number): string {
  return Number.isNaN(value) ? none : Math.round(value).toLocaleString('en');
}

/** The first column is text, the others stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = `| ${head.map((_, at) => (at === 0 ? '---' : '--:')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

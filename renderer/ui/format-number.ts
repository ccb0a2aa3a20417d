/** Numbers in the person's own locale. What is not known is “–”. */
import * as charts from '../../charts/format-value.js';
import type { ColumnMeta } from '../../preload/shapes.js';

export const notKnown = '–';

export const locale = charts.chooseLocale(globalThis.navigator?.language);

/** The exact figure, as far as people read it: money two decimals, shares one decimal and %, counts whole. */
export function formatNumber(value: number | null | undefined, unit = ''): string {
  return charts.formatValue(value, unit, locale);
}

/** For headlines: three significant digits, `42.4M`; shares and durations in full. */
export function formatHeadline(value: number | null | undefined, unit = ''): string {
  return charts.formatShort(value, unit, locale);
}

/** `+12.3%`, `−4.0%`, of shares `−0.4 pts`; – where there is nothing to compare with. */
export function formatChange(now: number | null | undefined, before: number | null | undefined, unit = ''): string {
  return charts.formatChange(now ?? null, before ?? null, unit, locale);
}

/** A count with its noun: `1 row`, `42,448,764 rows`. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(count)} ${count === 1 ? noun : plural}`;
}

/** A count with a noun that stands in the plural: `1 row` of `rows`, `3 categories`. */
export function formatUnits(count: number, plural: string): string {
  const noun = count === 1 ? plural.replace(/ies$/, 'y').replace(/s$/, '') : plural;
  return `${formatNumber(count)} ${noun}`.trim();
}

/** Decimal units as disks and file managers count them: `5.67 GB`. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return notKnown;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let size = bytes;
  let at = 0;
  while (size >= 999.5 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${size.toLocaleString(locale, { maximumSignificantDigits: 3 })} ${units[at]}`;
}

/** How long something took or will take: `28 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return notKnown;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toLocaleString(locale, { maximumFractionDigits: 1 })} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** One cell of a table of results, exact: ids and days as they are, times without the letters. */
export function formatCell(value: number | string | null | undefined, column: ColumnMeta): string {
  if (typeof value === 'number') return formatNumber(value, column.unit);
  if (value === null || value === undefined) return notKnown;
  if (column.type === 'time') return value.replace('T', ' ').replace(/(\.0+)?Z$/, '');
  return value;
}

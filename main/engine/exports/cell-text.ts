/** A cell, a parameter and a range as people read them: the same on paper and in a terminal. */
import { describeColumn, evenFormat, hasOwnDigits } from '../../../charts/describe-column.js';
import {
  addDays,
  formatDayShort,
  formatHour,
  formatPeriod,
  weekdayNames,
  type Grain,
} from '../../../charts/format-day.js';
import { formatValue } from '../../../charts/format-value.js';
import type { Column, ColumnMeta, ReportParameter, ReportResult } from '../../../preload/shapes.js';

type Params = ReportResult['params'];

function numberWriter(unit: string, values: Float64Array): (value: number) => string {
  if (unit === 'weekday') return (value) => weekdayNames[value - 1] ?? String(value);
  if (unit === 'hour') return formatHour;
  if (hasOwnDigits(unit)) return (value) => formatValue(value, unit);
  const format = evenFormat(values);
  return (value) => format.format(value);
}

function textOf(column: ColumnMeta, value: string | null, params: Params): string {
  if (value === null) return column.type === 'text' ? 'unknown' : '–';
  if (column.type === 'date') return formatPeriod(value, (params['grain'] ?? 'day') as Grain);
  if (column.type === 'time') return value.replace('T', ' ').replace(/(?:\.0+)?Z$/, ' UTC');
  return column.name === 'segment' ? value.replaceAll('_', '-') : value;
}

/** Returns the cell of a row as text. Unknown names are “unknown”, unknown numbers “–”. */
export function cellReader(column: Column, params: Params): (row: number) => string {
  const { values } = column;
  if (values instanceof Float64Array) {
    const write = numberWriter(describeColumn<ColumnMeta>(column, params).unit, values);
    return (row) => {
      const value = values[row] ?? NaN;
      return Number.isFinite(value) ? write(value) : '–';
    };
  }
  return (row) => textOf(column, values[row] ?? null, params);
}

/** `1 Oct 2019 – 31 Oct 2019`, both days inside; `to` of the parameters is the day after. */
export function rangeText({ from, to }: Params): string {
  if (typeof from !== 'string' || typeof to !== 'string') return 'all days';
  const last = addDays(to, -1);
  const withYear = (day: string) => `${formatDayShort(day)} ${day.slice(0, 4)}`;
  if (last <= from) return withYear(from);
  return `${from.slice(0, 4) === last.slice(0, 4) ? formatDayShort(from) : withYear(from)} – ${withYear(last)}`;
}

/** What is scanned is counted in decimal units, as it is charged for: `12.3 MB`. */
function scanText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const unit = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** unit).toPrecision(3))} ${units[unit]}`;
}

/** `$1.25`; of small sums the first two digits: `$0.000052`. */
export function costText(usd: number): string {
  if (usd === 0) return '$0';
  return `$${usd >= 0.1 ? usd.toFixed(2) : usd.toFixed(1 - Math.floor(Math.log10(usd)))}`;
}

/** Who answered, and what it took elsewhere: `Athena engine version 3 · 12.3 MB scanned · $0.000062`. */
export function engineText({ engine, remote }: Pick<ReportResult, 'engine' | 'remote'>): string {
  const { bytesScanned = null, costUsd = null, reused = false } = remote ?? {};
  return [
    engine,
    reused ? 'an earlier answer, used again' : [],
    bytesScanned === null ? [] : `${scanText(bytesScanned)} scanned`,
    costUsd === null ? [] : costText(costUsd),
  ]
    .flat()
    .join(' · ');
}

function filterText(value: Params[string] | undefined): string {
  if (value === null || value === undefined) return 'all';
  return value === '' ? 'unknown only' : String(value);
}

/** The filters that all reports share, and the report's own parameters: title and value. */
export function parameterTexts(
  params: Params,
  own: readonly Pick<ReportParameter, 'name' | 'title'>[],
): readonly (readonly [title: string, value: string])[] {
  const shared = [
    ['Category', filterText(params['category'])],
    ['Brand', filterText(params['brand'])],
    ['Flagged users', params['exclude_flagged'] === true ? 'left out' : 'included'],
  ] as const;
  const theirs = own.flatMap(({ name, title }) => {
    const value = params[name] ?? params[name.replaceAll('-', '_')];
    return value === undefined || value === null ? [] : [[title, String(value).replaceAll('_', ' × ')] as const];
  });
  return [...shared, ...theirs];
}

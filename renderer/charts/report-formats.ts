/** How the key columns of reports are written in tables: weekdays and segments as words, hours as spans, units of the measure. */
import { describeColumn, evenFormat, hasOwnDigits } from '../../charts/describe-column.js';
import { formatDay, formatHourSpan, formatPeriod, weekdayNames } from '../../charts/format-day.js';
import { readParam } from '../../charts/read-table.js';
import { segmentNames, toSegment } from '../../charts/segment-words.js';
import type { Column, ColumnMeta, ReportResult, Table } from '../../preload/shapes.js';
import { formatNumber, locale, notKnown } from '../ui/format-number.js';
import type { CellFormat, CellFormats } from '../ui/table-columns.js';

function formatWeekday(value: number | string | null): string {
  return weekdayNames[Number(value) - 1] ?? notKnown;
}

function formatHourCell(value: number | string | null): string {
  return typeof value === 'number' && Number.isFinite(value) ? formatHourSpan(value) : notKnown;
}

function formatSegment(value: number | string | null): string {
  const segment = toSegment(value === null ? null : String(value));
  return segment === null ? notKnown : segmentNames[segment];
}

/** All numbers of a column with equally many decimals. */
function asMeasure(column: Column, params: ReportResult['params']): CellFormat {
  const { unit } = describeColumn<ColumnMeta>(column, params);
  if (hasOwnDigits(unit) || !(column.values instanceof Float64Array))
    return (value) => formatNumber(typeof value === 'number' ? value : null, unit);
  const format = evenFormat(column.values, locale);
  return (value) => (typeof value === 'number' && Number.isFinite(value) ? format.format(value) : notKnown);
}

/** A table of a result with the titles that the question gives its columns: `n` of views is Views. */
export function describeTable(table: Table, params: ReportResult['params']): Table {
  return { ...table, columns: table.columns.map((column) => describeColumn<Column>(column, params)) };
}

function formatDayCell(value: number | string | null): string {
  return value === null ? notKnown : formatDay(String(value));
}

const plainFormats: CellFormats = {
  day: formatDayCell,
  weekday: formatWeekday,
  hour: formatHourCell,
  segment: formatSegment,
};

/** Formats for the table of a result. */
export function reportFormats(result: ReportResult): CellFormats {
  if (result.report === 'unique-visitors') {
    const grain = readParam(result, 'grain');
    const toGrain = grain === 'week' || grain === 'month' ? grain : 'day';
    return { period: (value) => (value === null ? notKnown : formatPeriod(String(value), toGrain)) };
  }
  const ofMeasure = result.table.columns.filter(({ unit }) => unit === 'measure');
  return {
    ...plainFormats,
    ...Object.fromEntries(ofMeasure.map((column) => [column.name, asMeasure(column, result.params)])),
  };
}

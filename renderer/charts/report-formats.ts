/** How the key columns of reports are written in tables: weekdays and segments as words, hours as spans, units of the measure. */
import { formatDay, formatHourSpan, formatPeriod, weekdayNames } from '../../charts/format-day.js';
import { describeMeasure, toMeasure } from '../../charts/measure-words.js';
import { readParam } from '../../charts/read-table.js';
import { segmentNames, toSegment } from '../../charts/segment-words.js';
import type { ReportResult } from '../../preload/shapes.js';
import { formatNumber, notKnown } from '../ui/format-number.js';
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

function asUnit(unit: string): CellFormat {
  return (value) => formatNumber(typeof value === 'number' ? value : null, unit);
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
  if (result.report !== 'top-categories') return plainFormats;
  const { unit } = describeMeasure(toMeasure(readParam(result, 'measure')));
  return { ...plainFormats, n: asUnit(unit), rate: asUnit(unit) };
}

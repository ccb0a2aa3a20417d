/** Ranges of local days, half-open, and the days that a dataset has. */
import { addDays, countDays } from '../../charts/format-day.js';
import type { DatasetInfo } from '../../preload/shapes.js';

export interface DayRange {
  /** First local day. */
  readonly from: string;
  /** The day after the last one. */
  readonly to: string;
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment (ISO 8601) in a zone. */
export function localDay(time: string, tz: string): string {
  const format =
    dayFormats.get(tz) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit', day: '2-digit' });
  dayFormats.set(tz, format);
  return format.format(new Date(time));
}

/** From the first to the last local day that has events; null for an empty dataset. */
export function dataRange({ from, to }: Pick<DatasetInfo, 'from' | 'to'>, tz: string): DayRange | null {
  if (from === null || to === null) return null;
  return { from: localDay(from, tz), to: addDays(localDay(to, tz), 1) };
}

/** The range that the filters choose: what they leave open is the data's own. */
export function chosenRange(whole: DayRange, chosen: { from: string | null; to: string | null }): DayRange {
  return { from: chosen.from ?? whole.from, to: chosen.to ?? whole.to };
}

/** The range of the same length just before; null where the data do not reach back that far. */
export function rangeBefore(range: DayRange, whole: DayRange): DayRange | null {
  const from = addDays(range.from, -countDays(range.from, range.to));
  return from < whole.from ? null : { from, to: range.from };
}

export interface RangePreset extends DayRange {
  readonly label: string;
}

const monthFormat = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

function nextMonth(day: string): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10);
}

/** What is worth one click for this dataset: all of it, its last days, each of its months (at most twelve). */
export function rangePresets(whole: DayRange): readonly RangePreset[] {
  const presets: RangePreset[] = [{ label: 'All of the data', ...whole }];
  for (const days of [1, 7, 28]) {
    if (countDays(whole.from, whole.to) <= days) continue;
    const label = days === 1 ? 'Last day' : `Last ${days} days`;
    presets.push({ label, from: addDays(whole.to, -days), to: whole.to });
  }
  const months: RangePreset[] = [];
  for (let first = `${whole.from.slice(0, 7)}-01`; first < whole.to; first = nextMonth(first)) {
    const after = nextMonth(first);
    months.push({
      label: monthFormat.format(new Date(first)),
      from: first < whole.from ? whole.from : first,
      to: after > whole.to ? whole.to : after,
    });
  }
  return months.length > 1 ? [...presets, ...months.slice(-12)] : presets;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** As people say it: `1 – 31 Oct 2019`. */
export function formatRange({ from, to }: DayRange): string {
  return dayFormat.formatRange(new Date(from), new Date(addDays(to, -1)));
}

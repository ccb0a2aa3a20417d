/** The periods of a time axis without holes: a period that has no row is there, with no value. */
import { addDays, countDays, nextPeriod, type Grain } from './format-day.js';

/** Beyond this the axis shows only the periods that have rows. */
const maxPeriods = 2000;

export interface PeriodSlot {
  readonly period: string;
  /** Index of the row; null where the period has none. */
  readonly row: number | null;
}

/** Every period from the first to the last row's; rows without a period are left out. */
export function fillPeriods(periods: readonly (string | null)[], grain: Grain): readonly PeriodSlot[] {
  const rows = new Map<string, number>();
  periods.forEach((period, row) => period !== null && rows.set(period, row));
  const sorted = [...rows.keys()].sort();
  const first = sorted[0];
  const last = sorted[sorted.length - 1];
  if (first === undefined || last === undefined) return [];
  const slots: PeriodSlot[] = [];
  for (let period = first; period <= last; period = nextPeriod(period, grain)) {
    slots.push({ period, row: rows.get(period) ?? null });
    if (slots.length > maxPeriods) return sorted.map((known) => ({ period: known, row: rows.get(known) ?? null }));
  }
  return slots;
}

export interface PeriodSpan {
  readonly from: string;
  readonly to: string;
  /** Days of the period, and how many of them the range holds. */
  readonly days: number;
  readonly daysInRange: number;
}

/** The part of a period that lies in the half-open range; an empty bound is no bound. */
export function clipPeriod(period: string, grain: Grain, rangeFrom: string, rangeTo: string): PeriodSpan {
  const end = nextPeriod(period, grain);
  const from = rangeFrom !== '' && rangeFrom > period ? rangeFrom : period;
  const to = rangeTo !== '' && rangeTo < end ? rangeTo : end;
  return { from, to, days: countDays(period, end), daysInRange: Math.max(0, countDays(from, to)) };
}

/** One day as a range. */
export function dayRange(day: string): { readonly from: string; readonly to: string } {
  return { from: day, to: addDays(day, 1) };
}

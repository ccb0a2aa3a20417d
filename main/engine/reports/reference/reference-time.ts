/** Local time by the platform's own zone tables (Intl), not by the database's. */

export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly hour: number;
  /** "Weeks begin on Monday (ISO, 1..7)." */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(tz: string): Intl.DateTimeFormat {
  const known = formats.get(tz);
  if (known) return known;
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-US', { ...options, calendar: 'gregory', timeZone: tz });
  formats.set(tz, made);
  return made;
}

/** Seconds since 1970 of a UTC text `YYYY-MM-DD HH:MM:SS`. */
export function toSeconds(eventTime: string): number {
  return Date.parse(`${eventTime.replace(' ', 'T')}Z`) / 1000;
}

/** A UTC text `YYYY-MM-DD HH:MM:SS` on the clocks of `tz`. */
export function localTime(eventTime: string, tz: string): LocalTime {
  const parts = new Map<string, string>();
  for (const { type, value } of formatOf(tz).formatToParts(toSeconds(eventTime) * 1000)) parts.set(type, value);
  const day = `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
  return { day, hour: Number(parts.get('hour')), weekday: weekdayOf(day) };
}

export function weekdayOf(day: string): number {
  const fromSunday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return fromSunday === 0 ? 7 : fromSunday;
}

export type Grain = 'day' | 'week' | 'month';

/** "`period` of a week is its Monday, of a month its first day." */
export function periodOf(day: string, grain: Grain): string {
  if (grain === 'month') return `${day.slice(0, 7)}-01`;
  if (grain === 'day') return day;
  const monday = Date.parse(`${day}T00:00:00Z`) - (weekdayOf(day) - 1) * 86_400_000;
  return new Date(monday).toISOString().slice(0, 10);
}

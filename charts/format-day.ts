/** Days and periods in words. A day is `YYYY-MM-DD` and never meets the machine's zone. */

export const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export type Grain = 'day' | 'week' | 'month';

const dayMs = 86_400_000;

function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** The day `count` days later (earlier where negative). */
export function addDays(day: string, count: number): string {
  return new Date(toDate(day).getTime() + count * dayMs).toISOString().slice(0, 10);
}

/** Days from `from` to `to`, half-open: 31 for all of October. */
export function countDays(from: string, to: string): number {
  return Math.round((toDate(to).getTime() - toDate(from).getTime()) / dayMs);
}

/** `1 Oct`. */
export function formatDayShort(day: string): string {
  const date = toDate(day);
  return `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`;
}

/** `Tue 1 Oct 2019`. */
export function formatDay(day: string): string {
  const date = toDate(day);
  return `${weekdayNames[(date.getUTCDay() + 6) % 7]} ${formatDayShort(day)} ${date.getUTCFullYear()}`;
}

/** A period's label on an axis: `1 Oct`, `30 Sep` (the week's Monday), `Oct 2019`. */
export function formatPeriodShort(period: string, grain: Grain): string {
  if (grain !== 'month') return formatDayShort(period);
  const date = toDate(period);
  return `${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** A period in full: `Tue 1 Oct 2019`, `week of Mon 30 Sep 2019`, `Oct 2019`. */
export function formatPeriod(period: string, grain: Grain): string {
  if (grain === 'month') return formatPeriodShort(period, grain);
  return grain === 'week' ? `week of ${formatDay(period)}` : formatDay(period);
}

/** The first day of the period after. */
export function nextPeriod(period: string, grain: Grain): string {
  if (grain !== 'month') return addDays(period, grain === 'week' ? 7 : 1);
  const date = toDate(period);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
}

/** The hour as on a clock: `07:00`. */
export function formatHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** `07:00–08:00`. */
export function formatHourSpan(hour: number): string {
  return `${formatHour(hour)}–${formatHour((hour + 1) % 24)}`;
}

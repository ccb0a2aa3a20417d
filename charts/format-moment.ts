/** Moments in a zone, as clocks and calendars there show them. */
import { formatDayShort } from './format-day.js';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(tz: string): Intl.DateTimeFormat {
  const found =
    formats.get(tz) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: tz,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  formats.set(tz, found);
  return found;
}

/** `2019-10-01 07:04:05`. Takes ISO 8601 or milliseconds since 1970. */
export function formatMoment(time: string | number, tz: string): string {
  return formatIn(tz).format(typeof time === 'number' ? time : Date.parse(time));
}

/** For an axis whose buckets are so long: `07:04:05`, `07:04`, `1 Oct 07:00`, `1 Oct`. */
export function formatMomentShort(time: string | number, tz: string, bucketSeconds: number): string {
  const text = formatMoment(time, tz);
  if (bucketSeconds < 60) return text.slice(11);
  if (bucketSeconds < 600) return text.slice(11, 16);
  const day = formatDayShort(text.slice(0, 10));
  return bucketSeconds < 86_400 ? `${day} ${text.slice(11, 16)}` : day;
}

/** When a local day begins, as ISO 8601 in UTC. Where a clock change skips midnight, the first moment after it. */
export function dayStart(day: string, tz: string): string {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  let moment = wanted;
  for (let turn = 0; turn < 3; turn += 1)
    moment += wanted - Date.parse(`${formatMoment(moment, tz).replace(' ', 'T')}Z`);
  return new Date(moment).toISOString();
}

const spans = [
  { seconds: 86_400, name: 'day' },
  { seconds: 3600, name: 'hour' },
  { seconds: 60, name: 'minute' },
  { seconds: 1, name: 'second' },
] as const;

/** What a bar of so many seconds counts: `a day`, `in 6 hours`. */
export function describeSpan(seconds: number): string {
  const unit = spans.find((span) => seconds >= span.seconds && seconds % span.seconds === 0);
  if (!unit) return '';
  const count = seconds / unit.seconds;
  return count === 1 ? `${unit.name === 'hour' ? 'an' : 'a'} ${unit.name}` : `in ${count} ${unit.name}s`;
}

/** The time that is played: the days of the bar, or the whole data. */
import { dayStart } from '../../charts/format-moment.js';
import type { DatasetInfo } from '../../preload/shapes.js';
import type { Filters } from './place.js';

export interface LiveSpan {
  /** ISO 8601; null: from the first event, to the last. */
  readonly from: string | null;
  readonly to: string | null;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Null for a dataset without events. */
export function liveSpan(
  dataset: Pick<DatasetInfo, 'from' | 'to'>,
  filters: Pick<Filters, 'from' | 'to' | 'tz'>,
): LiveSpan | null {
  if (dataset.from === null || dataset.to === null) return null;
  const from = filters.from === null ? null : dayStart(filters.from, filters.tz);
  const to = filters.to === null ? null : dayStart(filters.to, filters.tz);
  return { from, to, fromMs: Date.parse(from ?? dataset.from), toMs: Date.parse(to ?? dataset.to) };
}

/** A place on the strip, 0 to 1, as a whole second of event time. */
export function momentAt({ fromMs, toMs }: LiveSpan, place: number): string {
  const ms = fromMs + Math.min(1, Math.max(0, place)) * (toMs - fromMs);
  return new Date(Math.floor(ms / 1000) * 1000).toISOString();
}

/** Where a moment is on the strip, 0 to 1. */
export function placeOfMoment({ fromMs, toMs }: LiveSpan, moment: string | number): number {
  const ms = typeof moment === 'number' ? moment : Date.parse(moment);
  return toMs > fromMs ? Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs))) : 0;
}

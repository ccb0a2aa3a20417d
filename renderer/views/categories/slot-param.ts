/** The chosen slot as it stands in the URL: `3-18` is Wednesday 18:00, `all-18` any day's 18:00. */
import type { CategorySlot } from '../../../charts/category-slots.js';

export type Slot = Pick<CategorySlot, 'weekday' | 'hour'>;

export function formatSlotParam({ weekday, hour }: Slot): string {
  return `${weekday ?? 'all'}-${hour ?? 'all'}`;
}

/** Null for a text that names no slot. */
export function parseSlotParam(text: string): Slot | null {
  const [, day, time] = /^(all|[1-7])-(1?\d|2[0-3])$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return null;
  return { weekday: day === 'all' ? null : Number(day), hour: Number(time) };
}

/** The rows of the categories report by slot (an hour, a weekday, or both) and by category. */
import type { ReportResult } from '../preload/shapes.js';
import { formatHourSpan, weekdayNames } from './format-day.js';
import { readNumbers, readParam, readTexts } from './read-table.js';

export type SlotBy = 'weekday_hour' | 'hour' | 'weekday';

export interface CategorySlot {
  readonly row: number;
  /** 1 = Monday; null where `by` does not name it. */
  readonly weekday: number | null;
  readonly hour: number | null;
  /** Null is the unknown category. */
  readonly category: string | null;
  readonly n: number | null;
  readonly rate: number | null;
  readonly lift: number | null;
  readonly liftLow: number | null;
}

export function readSlotBy(result: ReportResult): SlotBy {
  const by = readParam(result, 'by');
  return by === 'hour' || by === 'weekday' ? by : 'weekday_hour';
}

export function readCategorySlots(result: ReportResult): readonly CategorySlot[] {
  const by = readSlotBy(result);
  const weekday = by === 'hour' ? [] : readNumbers(result, 'weekday');
  const hour = by === 'weekday' ? [] : readNumbers(result, 'hour');
  const n = readNumbers(result, 'n');
  const rate = readNumbers(result, 'rate');
  const lift = readNumbers(result, 'lift');
  const liftLow = readNumbers(result, 'lift_low');
  return readTexts(result, 'category').map((category, row) => ({
    row,
    weekday: weekday[row] ?? null,
    hour: hour[row] ?? null,
    category,
    n: n[row] ?? null,
    rate: rate[row] ?? null,
    lift: lift[row] ?? null,
    liftLow: liftLow[row] ?? null,
  }));
}

/** `Mon 18:00–19:00`, `18:00–19:00` or `Mon`. */
export function nameSlot({ weekday, hour }: Pick<CategorySlot, 'weekday' | 'hour'>): string {
  const day = weekday === null ? '' : (weekdayNames[weekday - 1] ?? '');
  return [day, hour === null ? '' : formatHourSpan(hour)].filter(Boolean).join(' ');
}

/** As {@link nameSlot}, the hour by its beginning alone: `Mon 18:00`. */
export function nameSlotShort(slot: Pick<CategorySlot, 'weekday' | 'hour'>): string {
  return nameSlot(slot).replace(/–.*$/, '');
}

export interface CategoryTotal {
  readonly category: string | null;
  readonly n: number;
  readonly slots: number;
}

/**
 * Each category's n over all slots, largest first, the unknown one last. A ratio has no sum: for conversion the order
 * is by the number of slots with views, and `n` is the mean.
 */
export function totalCategories(slots: readonly CategorySlot[], isRatio: boolean): readonly CategoryTotal[] {
  const sums = new Map<string | null, { n: number; slots: number }>();
  for (const { category, n } of slots) {
    const sum = sums.get(category) ?? { n: 0, slots: 0 };
    sums.set(category, { n: sum.n + (n ?? 0), slots: sum.slots + (n === null ? 0 : 1) });
  }
  return [...sums]
    .map(([category, { n, slots: count }]) => ({ category, slots: count, n: isRatio && count > 0 ? n / count : n }))
    .sort((a, b) => {
      if (a.category === null || b.category === null) return Number(a.category === null) - Number(b.category === null);
      return isRatio ? b.slots - a.slots || b.n - a.n : b.n - a.n;
    });
}

/** Fewer events than this and a lift is not a candidate for a discount. */
export const candidateMinEvents = 30;

/** Slots where a category is surely more wanted than usual (n ≥ 30, lower 95 % bound above 1), highest lift first. */
export function findDiscountCandidates(slots: readonly CategorySlot[]): readonly CategorySlot[] {
  return slots
    .filter(({ n, liftLow }) => (n ?? 0) >= candidateMinEvents && (liftLow ?? 0) > 1)
    .sort((a, b) => (b.lift ?? 0) - (a.lift ?? 0) || a.row - b.row);
}

/**
 * Whether a lift says more than chance: of at least 30 events, with a 95 % interval on one side of 1. The upper end
 * mirrors the lower one in logarithms. A lift without a bound (of revenue) is taken as it is.
 */
export function isTellingLift({ n, lift, liftLow }: Pick<CategorySlot, 'n' | 'lift' | 'liftLow'>): boolean {
  if (lift === null || liftLow === null) return true;
  return (n ?? 0) >= candidateMinEvents && (liftLow > 1 || lift ** 2 < liftLow);
}

export interface SlotTop {
  readonly weekday: number | null;
  readonly hour: number | null;
  /** The slot's `k` largest known categories. */
  readonly top: readonly CategorySlot[];
}

/** For every slot its `k` categories with most n; the unknown one is never ranked. */
export function rankSlots(slots: readonly CategorySlot[], k: number): readonly SlotTop[] {
  const groups = new Map<string, CategorySlot[]>();
  for (const slot of slots) {
    if (slot.category === null || slot.n === null) continue;
    const key = `${slot.weekday} ${slot.hour}`;
    const group = groups.get(key);
    if (group) group.push(slot);
    else groups.set(key, [slot]);
  }
  return [...groups.values()].flatMap((group) => {
    const top = group.sort((a, b) => (b.n ?? 0) - (a.n ?? 0) || a.row - b.row).slice(0, k);
    const [first] = top;
    return first ? [{ weekday: first.weekday, hour: first.hour, top }] : [];
  });
}

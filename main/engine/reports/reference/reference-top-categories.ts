import {
  compareTexts,
  cutCategory,
  divide,
  groupBy,
  isOfFlaggedUser,
  liesInRange,
  listDays,
  passesFilters,
  resolveRange,
  type LocalRange,
  type Question,
  type ReferenceResult,
  type ShopEvent,
} from './reference-events.js';
import { sumUnits, toMoney } from './reference-money.js';
import { localTime, weekdayOf } from './reference-time.js';

type Measure = 'views' | 'carts' | 'purchases' | 'revenue' | 'conversion';

export interface TopCategoriesQuestion extends Question {
  readonly measure?: Measure;
  readonly depth?: 1 | 2 | 3;
  readonly by?: 'weekday_hour' | 'hour' | 'weekday';
}

interface Row {
  readonly weekday: number | null;
  readonly hour: number | null;
  readonly category: string | null;
  readonly n: number | null;
  readonly rate: number | null;
  readonly lift: number | null;
  readonly lift_low: number | null;
}

const counted: Readonly<Record<Measure, readonly string[]>> = {
  views: ['view'],
  carts: ['cart'],
  purchases: ['purchase'],
  revenue: ['purchase'],
  conversion: ['view', 'purchase'],
};

/** DEFINITIONS.md 3, "Top categories by hour and weekday". */
export function referenceTopCategories(events: readonly ShopEvent[], question: TopCategoriesQuestion): ReferenceResult {
  const measure = question.measure ?? 'views';
  const depth = question.depth ?? 1;
  const by = question.by ?? 'weekday_hour';
  const range = resolveRange(events, question);

  const slotOf = (event: ShopEvent) => {
    const { weekday, hour } = localTime(event.eventTime, range?.tz ?? 'UTC');
    return { weekday: by === 'hour' ? null : weekday, hour: by === 'weekday' ? null : hour };
  };
  const slotKeyOf = (event: ShopEvent) => JSON.stringify(slotOf(event));
  const categoryOf = (event: ShopEvent) => cutCategory(event.categoryCode, depth);

  // "Only keys with at least one event have a row": one that the measure counts.
  const chosen = events.filter(
    (event) =>
      liesInRange(event.eventTime, range) &&
      passesFilters(event, question) &&
      !isOfFlaggedUser(event, question) &&
      counted[measure].includes(event.eventType),
  );
  const ofSlots = groupBy(chosen, slotKeyOf);
  const ofCategories = groupBy(chosen, (event) => JSON.stringify(categoryOf(event)));

  const rows = [...ofSlots.values()].flatMap((ofSlot) =>
    [...groupBy(ofSlot, (event) => JSON.stringify(categoryOf(event)))].flatMap(([key, ofKey]): Row[] => {
      const first = ofKey[0];
      if (first === undefined) return [];
      const slot = slotOf(first);
      const category = categoryOf(first);
      const n = amount(ofKey, measure);
      if (measure === 'conversion') return [{ ...slot, category, n, rate: n, lift: null, lift_low: null }];

      const days = countDays(range, slot.weekday);
      const rate = n === null ? null : divide(n, days);
      if (category === null) return [{ ...slot, category, n, rate, lift: null, lift_low: null }];

      const ofSlotSum = amount(ofSlot, measure);
      const ofCategorySum = amount(ofCategories.get(key) ?? [], measure);
      const total = amount(chosen, measure);
      const lift = liftOf(n, ofSlotSum, ofCategorySum, total);
      const low = measure === 'revenue' ? null : lowerBound(lift, n, ofSlotSum, ofCategorySum, total);
      return [{ ...slot, category, n, rate, lift, lift_low: low }];
    }),
  );
  rows.sort(compareRows);

  const total = amount(chosen, measure);
  const unknown = amount(
    chosen.filter((event) => categoryOf(event) === null),
    measure,
  );
  const isRatio = measure === 'conversion';
  return {
    summary: {
      n: total,
      slots: ofSlots.size,
      unknown_share: isRatio || unknown === null || total === null ? null : divide(unknown, total),
    },
    rows: rows.map(({ weekday, hour, ...rest }) => ({
      ...(by === 'hour' ? {} : { weekday }),
      ...(by === 'weekday' ? {} : { hour }),
      ...rest,
    })),
  };
}

/** "`n` counts events (revenue: Σ price of purchases; …; conversion: purchases ÷ views …, null without views)." */
function amount(events: readonly ShopEvent[], measure: Measure): number | null {
  const count = (type: string) => events.filter((event) => event.eventType === type).length;
  if (measure === 'conversion') return divide(count('purchase'), count('view'));
  if (measure === 'revenue') return toMoney(sumUnits(events.map((event) => event.price)));
  return events.length;
}

/** "How often that weekday (by hour: any day) occurs in the range", days without events included. */
function countDays(range: LocalRange | null, weekday: number | null): number {
  return listDays(range).filter((day) => weekday === null || weekdayOf(day) === weekday).length;
}

/** "lift(c | slot) = [n(c,slot)/n(slot)] / [n(c)/n]", the sums over known and unknown categories. */
function liftOf(n: number | null, slot: number | null, category: number | null, total: number | null): number | null {
  if (n === null || slot === null || category === null || total === null) return null;
  const shareInSlot = divide(n, slot);
  const shareOverall = divide(category, total);
  return shareInSlot === null || shareOverall === null ? null : divide(shareInSlot, shareOverall);
}

/** "exp(ln lift − 1.96·√(1/n(c,slot) − 1/n(slot) + 1/n(c) − 1/n)), 0 as the radicand's floor." */
function lowerBound(
  lift: number | null,
  n: number | null,
  slot: number | null,
  category: number | null,
  total: number | null,
): number | null {
  if (lift === null || n === null || slot === null || category === null || total === null) return null;
  const radicand = 1 / n - 1 / slot + 1 / category - 1 / total;
  return Math.exp(Math.log(lift) - 1.96 * Math.sqrt(Math.max(radicand, 0)));
}

/** "Order: weekday, hour, n descending, category; unknown last in its slot." A null n comes after every number. */
function compareRows(a: Row, b: Row): number {
  return (
    (a.weekday ?? 0) - (b.weekday ?? 0) ||
    (a.hour ?? 0) - (b.hour ?? 0) ||
    Number(a.category === null) - Number(b.category === null) ||
    Number(a.n === null) - Number(b.n === null) ||
    (b.n ?? 0) - (a.n ?? 0) ||
    compareTexts(a.category, b.category)
  );
}

import { listCartLines, type CartLine } from './reference-cart-lines.js';
import {
  compareIds,
  compareTexts,
  divide,
  foldBrand,
  groupBy,
  liesInRange,
  quantile,
  resolveRange,
  sessionOf,
  type Cell,
  type Question,
  type ReferenceResult,
  type ShopEvent,
} from './reference-events.js';
import { sumUnits, toMoney } from './reference-money.js';
import { localTime, toSeconds } from './reference-time.js';

export interface CartAbandonmentQuestion extends Question {
  readonly by?: 'day' | 'hour' | 'weekday_hour' | 'category' | 'brand' | 'product';
  readonly windowHours?: number;
}

/** DEFINITIONS.md 2, "Carted but not bought". `events` in order (event_time, file, row). */
export function referenceCartAbandonment(
  events: readonly ShopEvent[],
  question: CartAbandonmentQuestion,
): ReferenceResult {
  const range = resolveRange(events, question);
  const allLines = listCartLines(events, question, question.windowHours ?? 24);
  const lines = allLines.filter((line) => liesInRange(line.firstCart.eventTime, range));

  const by = question.by ?? 'day';
  const keyed = lines.map((line) => ({ line, key: keyOf(line, by, range?.tz ?? 'UTC') }));
  const groups = [...groupBy(keyed, ({ key }) => JSON.stringify(key)).values()].flatMap((members) => {
    const key = members[0]?.key;
    return key === undefined ? [] : [{ key, lines: members.map(({ line }) => line) }];
  });
  groups.sort((a, b) => compareKeys(a.key, b.key));

  // "Minutes to purchase: over bought lines"; an undecided line is not one, be it bought already.
  const minutes = lines.flatMap((line) =>
    line.group === 'bought' && line.minutesToPurchase !== null ? [line.minutesToPurchase] : [],
  );

  return {
    summary: {
      ...countLines(lines),
      session_abandonment_rate: sessionAbandonmentRate(events, allLines, question),
      median_minutes_to_purchase: quantile(minutes, 0.5),
      p90_minutes_to_purchase: quantile(minutes, 0.9),
    },
    rows: groups.map((group) => ({ ...group.key, ...countLines(group.lines) })),
  };
}

/** "A line belongs to the range, hour, weekday, category (the whole category_code), brand by its first cart event." */
function keyOf(
  { firstCart }: CartLine,
  by: NonNullable<CartAbandonmentQuestion['by']>,
  tz: string,
): Record<string, Cell> {
  const { day, hour, weekday } = localTime(firstCart.eventTime, tz);
  switch (by) {
    case 'day':
      return { day };
    case 'hour':
      return { hour };
    case 'weekday_hour':
      return { weekday, hour };
    case 'category':
      return { category: firstCart.categoryCode === '' ? null : firstCart.categoryCode };
    case 'brand':
      return { brand: foldBrand(firstCart.brand) };
    case 'product':
      return { product_id: firstCart.productId };
  }
}

/** "Rows by the key ascending": text by code point, numbers and ids as numbers, unknown last. */
function compareKeys(a: Record<string, Cell>, b: Record<string, Cell>): number {
  for (const name of Object.keys(a)) {
    const [left, right] = [a[name] ?? null, b[name] ?? null];
    let order: number;
    if (typeof left === 'number' && typeof right === 'number') order = left - right;
    else if (name === 'product_id') order = compareIds(String(left), String(right));
    else order = compareTexts(left === null ? null : String(left), right === null ? null : String(right));
    if (order !== 0) return order;
  }
  return 0;
}

function countLines(lines: readonly CartLine[]) {
  const of = (group: CartLine['group']) => lines.filter((line) => line.group === group);
  const [bought, abandoned] = [of('bought').length, of('abandoned').length];
  return {
    cart_lines: lines.length,
    bought,
    removed: of('removed').length,
    undecided: of('undecided').length,
    undecided_bought: of('undecided').filter((line) => line.isBought).length,
    abandoned,
    abandonment_rate: divide(abandoned, abandoned + bought), // "null where nothing is decided"
    value_left: toMoney(sumUnits(of('abandoned').map((line) => line.firstCart.price))),
  };
}

/**
 * "1 − (sessions with a cart and a purchase of anything at or after its first cart ÷ sessions with a cart), for
 * sessions whose first cart lies in the range." The filters choose lines; the sessions are those of the chosen lines,
 * the first cart is the first among them, and the purchase is matched unfiltered.
 */
function sessionAbandonmentRate(
  events: readonly ShopEvent[],
  allLines: readonly CartLine[],
  question: Question,
): number | null {
  const range = resolveRange(events, question);
  let sessions = 0;
  let withPurchase = 0;
  for (const [session, lines] of groupBy(allLines, (line) => sessionOf(line.firstCart))) {
    const firstCart = lines.map((line) => line.firstCart.eventTime).sort()[0];
    if (firstCart === undefined || !liesInRange(firstCart, range)) continue;
    sessions += 1;
    const buys = events.some(
      (event) =>
        event.eventType === 'purchase' &&
        sessionOf(event) === session &&
        toSeconds(event.eventTime) >= toSeconds(firstCart),
    );
    if (buys) withPurchase += 1;
  }
  return sessions === 0 ? null : 1 - withPurchase / sessions;
}

/** DEFINITIONS.md 2: the cart lines and their groups. */
import { groupBy, isOfFlaggedUser, passesFilters, type Question, type ShopEvent } from './reference-events.js';
import { toSeconds } from './reference-time.js';

export type LineGroup = 'undecided' | 'bought' | 'removed' | 'abandoned';

export interface CartLine {
  /** "`carted_at` the first": it also gives the line its range, hour, weekday, category, brand and price. */
  readonly firstCart: ShopEvent;
  readonly group: LineGroup;
  readonly isBought: boolean;
  /** To the first purchase at or after `carted_at`, within the window; null where there is none. */
  readonly minutesToPurchase: number | null;
}

/** "Cart line = (user, session, product)". The user is part of it, so a null session is that user's own. */
function lineOf(event: ShopEvent): string {
  return JSON.stringify([event.userId, event.userSession, event.productId]);
}

/** The lines that the filters choose, of the whole data: the range is applied by the report. */
export function listCartLines(
  events: readonly ShopEvent[],
  question: Question,
  windowHours: number,
): readonly CartLine[] {
  // "The data's end is the last event of the loaded data", flagged users' too.
  const dataEnd = events.reduce((end, event) => Math.max(end, toSeconds(event.eventTime)), -Infinity);
  const purchases = groupBy(
    events.filter((event) => event.eventType === 'purchase'),
    (event) => JSON.stringify([event.userId, event.productId]),
  );
  const ofLines = groupBy(events, lineOf);

  return [...ofLines.values()].flatMap((ofLine): CartLine[] => {
    const carts = ofLine.filter((event) => event.eventType === 'cart');
    const firstCart = carts[0];
    if (firstCart === undefined) return [];
    // "They choose lines by their first cart event while purchases and removes are matched unfiltered."
    if (!passesFilters(firstCart, question) || isOfFlaggedUser(firstCart, question)) return [];

    const cartedAt = toSeconds(firstCart.eventTime);
    const windowEnd = cartedAt + windowHours * 3600;

    // "A purchase of that product by that user at or after `carted_at` and within the window W (…; the edge
    // included), in any session. One purchase closes every open line of that user and product."
    const closing = (purchases.get(JSON.stringify([firstCart.userId, firstCart.productId])) ?? [])
      .map((event) => toSeconds(event.eventTime))
      .filter((boughtAt) => boughtAt >= cartedAt && boughtAt <= windowEnd);
    const isBought = closing.length > 0;

    // "The last remove is at or after the last cart (same user, session, product)", compared by event_time alone.
    const timesOf = (type: string) =>
      ofLine.filter((event) => event.eventType === type).map((event) => toSeconds(event.eventTime));
    const isRemoved = Math.max(...timesOf('remove_from_cart'), -Infinity) >= Math.max(...timesOf('cart'));

    // "Each line is in exactly one group, tried in this order."
    let group: LineGroup = 'abandoned';
    if (windowEnd > dataEnd) group = 'undecided';
    else if (isBought) group = 'bought';
    else if (isRemoved) group = 'removed';

    return [
      { firstCart, group, isBought, minutesToPurchase: isBought ? (Math.min(...closing) - cartedAt) / 60 : null },
    ];
  });
}

import {
  compareTexts,
  divide,
  groupBy,
  isOfFlaggedUser,
  liesInRange,
  passesFilters,
  resolveRange,
  type Question,
  type ReferenceResult,
  type ShopEvent,
} from './reference-events.js';
import { sumUnits, toMoney } from './reference-money.js';
import { localTime } from './reference-time.js';

/** The shop day by day: "events of each kind and the price of what was purchased, by local day". */
export function referenceShopDays(events: readonly ShopEvent[], question: Question): ReferenceResult {
  const range = resolveRange(events, question);
  const chosen = events.filter(
    (event) =>
      liesInRange(event.eventTime, range) && passesFilters(event, question) && !isOfFlaggedUser(event, question),
  );
  const days = groupBy(chosen, (event) => localTime(event.eventTime, range?.tz ?? 'UTC').day);
  const rows = [...days].map(([day, ofDay]) => ({ day, ...countEvents(ofDay) }));
  rows.sort((a, b) => compareTexts(a.day, b.day));
  return { summary: countEvents(chosen), rows };
}

function countEvents(events: readonly ShopEvent[]) {
  const of = (type: string) => events.filter((event) => event.eventType === type);
  const [views, purchases] = [of('view').length, of('purchase').length];
  return {
    events: events.length,
    views,
    carts: of('cart').length,
    removes: of('remove_from_cart').length,
    purchases,
    revenue: toMoney(sumUnits(of('purchase').map((event) => event.price))),
    conversion: divide(purchases, views),
  };
}

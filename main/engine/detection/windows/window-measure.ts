/** What a window rule asks of events: which count, and which of their values are told apart. */
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import { typeNames, type Events } from '../events.js';

/** Bits of the event types that a rule's filter lets through. */
export function typesOf(rule: WindowRule): number {
  let mask = 0;
  for (const name of rule.filter.types ?? typeNames) mask |= 1 << typeNames.indexOf(name);
  return mask;
}

/** Whether a price passes the filter; an unknown price only passes a filter that does not ask for one. */
export function createPriceTest({ filter: { minPrice, maxPrice } }: WindowRule): ((price: number) => boolean) | null {
  if (minPrice === undefined && maxPrice === undefined) return null;
  const [low, high] = [minPrice ?? -Infinity, maxPrice ?? Infinity];
  return (price) => price >= low && price <= high;
}

/** The value whose distinct ones are counted; null where it is not known. */
export function createPick(rule: WindowRule): (events: Events, at: number) => bigint | number | null {
  const known = (code: number) => (code < 0 ? null : code);
  switch (rule.of) {
    case 'brand':
      return (events, at) => known(events.brand[at] as number);
    case 'category':
      return (events, at) => known(events.category[at] as number);
    case 'user':
      return (events, at) => events.user[at] as bigint;
    case 'session':
      return (events, at) => events.session[at] as bigint;
    default:
      return (events, at) => events.product[at] as bigint;
  }
}

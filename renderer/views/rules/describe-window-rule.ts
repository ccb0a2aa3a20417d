import type { WindowRule } from '../../../preload/rules/window-rule.js';

const keyWords = {
  user: 'a user',
  session: 'a session',
  product: 'a product',
  global: 'the whole shop',
  user_and_type: 'a user, each type of event by itself',
} as const;

const measureWords = {
  price: 'the sum of prices',
  product: 'distinct products',
  category: 'distinct categories',
  brand: 'distinct brands',
  session: 'distinct sessions',
  user: 'distinct users',
} as const;

function describeFilter({ types, minPrice, maxPrice }: WindowRule['filter']): string {
  const parts: string[] = [];
  if (types) parts.push(`of ${types.map((type) => type.replaceAll('_', ' ')).join(', ')}`);
  if (minPrice !== undefined) parts.push(`priced ${minPrice} or more`);
  if (maxPrice !== undefined) parts.push(`priced ${maxPrice} or less`);
  return parts.length === 0 ? 'all events' : `events ${parts.join(', ')}`;
}

/** The rule in a sentence: what is measured, of whom, in which time, against what. */
export function describeWindowRule({ measure, of, key, filter, window, threshold }: WindowRule): string {
  const what = measure === 'count' || of === null ? 'the number' : measureWords[of];
  const when =
    window.kind === 'sliding' ? `any ${window.seconds} s` : `each window of ${window.seconds} s by the clock`;
  return `Fires when, of ${keyWords[key]}, ${what} of ${describeFilter(filter)} in ${when} is ${threshold.direction} ${threshold.value}.`
    .replace('of all events', 'of all its events')
    .replace('of events of', 'of events of type');
}

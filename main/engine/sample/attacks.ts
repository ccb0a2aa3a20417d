/** A few attacks, for the detectors to find. Their rows are ordinary events; small files have none. */
import type { Catalog } from './catalog.js';
import { burstBuyer, cart, flooder, hoarder, purchase, scraper, view } from './visits.js';

interface Attack {
  readonly script: number;
  /** Minute of the month in which it begins, and for how many minutes new visits join. */
  readonly minute: number;
  readonly minutes: number;
  readonly visitsPerMinute: number;
  /** Events of each visit. */
  readonly events: number;
  /** What the first event does; the others follow the script. */
  readonly action: number;
  product(catalog: Catalog): number;
}

export const attacksFromRows = 50_000;

function minuteOf(day: number, hour: number, minute: number): number {
  return ((day - 1) * 24 + hour) * 60 + minute;
}

export const attacks: readonly Attack[] = [
  {
    // reads the prices of a category product by product, in the order of their ids
    script: scraper,
    minute: minuteOf(9, 3, 12),
    minutes: 1,
    visitsPerMinute: 1,
    events: 600,
    action: view,
    product: () => 0,
  },
  {
    // new users crowd one product and buy nothing
    script: flooder,
    minute: minuteOf(17, 15, 30),
    minutes: 10,
    visitsPerMinute: 15,
    events: 4,
    action: view,
    product: (catalog) => Math.floor(catalog.productCount / 3),
  },
  {
    // fills a cart and never buys
    script: hoarder,
    minute: minuteOf(22, 16, 5),
    minutes: 1,
    visitsPerMinute: 1,
    events: 90,
    action: cart,
    product: (catalog) => Math.floor(catalog.productCount / 2),
  },
  {
    // many purchases within minutes, without a look at the goods
    script: burstBuyer,
    minute: minuteOf(25, 1, 40),
    minutes: 1,
    visitsPerMinute: 1,
    events: 16,
    action: purchase,
    product: (catalog) => Math.floor(catalog.productCount / 4),
  },
];

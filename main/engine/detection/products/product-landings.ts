/**
 * Visitors nobody has seen in the last hour, who come straight to one product, one after the other: a flood by many users
 * that is too slow to stand out in ten minutes. Visitors of a usual product come from other products as well. A
 * cumulative sum of how much likelier a flood makes what comes:
 *
 *     S ← max(0, S − r₁·Δt + a landing: ln(1 + r₁/r₀) + ln(0.97/q), a visitor from another product: −ln((1 − q)/0.03)),
 *
 * r₀ is the rate of landings that the product has had, r₁ three times that, and q once and a half the share of landings
 * among all who come to a product. A sale brings more visitors as well: so there is a second sum, of where they come from
 * alone.
 */
import type { SlotColumn, SlotTable } from '../keys/slot-table.js';

/** Landings a second: no product is taken to have fewer, no flood is slower. */
const leastRate = 0.0005;
const leastFlood = 0.003;
const timesRate = 3;
const mostRateNats = 1.8;
const floodShare = 0.97;
const timesShare = 1.5;
const [leastShare, mostShare] = [0.3, 0.8];
/** The first guess of the share of landings, and how many visitors it weighs. */
const priorShare = 1 / 3;
const priorArrivals = 2000;

/**
 * Of S its time (ms), r₁, what a landing adds; landings, and carts and purchases, since it left 0, and when it did (ms); the second sum; the
 * product's events before. */
const timeAt = 0;
const floodAt = 1;
const addsAt = 2;
const landingsAt = 3;
const buysAt = 4;
const startedAt = 5;
const originAt = 6;
const eventsAt = 7;
const width = 8;

export class ProductLandings {
  /** S, in a product's record. */
  private readonly level: number;
  private readonly more: SlotColumn<Float64Array>;
  private arrivals = priorArrivals;
  private landings = priorArrivals * priorShare;
  private landingNats = 0;
  private otherNats = 0;

  /** `most`: where S fires; it is kept there, so that it falls as soon as landings become rare again. */
  constructor(
    private readonly products: SlotTable,
    private readonly most: number,
  ) {
    this.level = products.field();
    this.more = products.column('f64', { width, isCleared: false });
    this.estimate();
  }

  /** False where nothing is going on: then nothing needs to be told but a landing. */
  isOpen(slot: number): boolean {
    return this.products.record.values[slot * this.products.stride + this.level] !== 0;
  }

  landingsOf(slot: number): number {
    return this.more.values[slot * width + landingsAt] as number;
  }

  startOf(slot: number): number {
    return this.more.values[slot * width + startedAt] as number;
  }

  /** The second sum. */
  originOf(slot: number): number {
    return this.more.values[slot * width + originAt] as number;
  }

  /** Events of the product before S left 0. */
  eventsBefore(slot: number): number {
    return this.more.values[slot * width + eventsAt] as number;
  }

  buysOf(slot: number): number {
    return this.more.values[slot * width + buysAt] as number;
  }

  /** The shop has had so many more visitors that came to a product, and so many that began with it. */
  learn(arrivals: number, landings: number): void {
    this.arrivals += arrivals;
    this.landings += landings;
    if (this.arrivals > 1e6) {
      this.arrivals /= 2;
      this.landings /= 2;
    }
    this.estimate();
  }

  /** Brings S of the slot to the time (ms), and says it. */
  pass(slot: number, now: number): number {
    if (!this.isOpen(slot)) return 0;
    const { values } = this.more;
    const place = slot * width;
    const seconds = (now - (values[place + timeAt] as number)) / 1000;
    values[place + timeAt] = now;
    return this.lower(slot, seconds * (values[place + floodAt] as number));
  }

  /** S leaves 0 with the next landing; `rate`: landings a second as usual; `before`: events of the product so far. */
  start(slot: number, now: number, rate: number, before: number): void {
    const { values } = this.more;
    const place = slot * width;
    const usual = Math.max(leastRate, rate);
    const flood = Math.max(leastFlood, timesRate * usual);
    values[place + timeAt] = now;
    values[place + floodAt] = flood;
    values[place + addsAt] = Math.min(mostRateNats, Math.log(1 + flood / usual)) + this.landingNats;
    values[place + landingsAt] = 0;
    values[place + buysAt] = 0;
    values[place + startedAt] = now;
    values[place + originAt] = 0;
    values[place + eventsAt] = before;
  }

  /** A visitor lands on the product, of which S has been brought to the time; returns S. */
  land(slot: number): number {
    const { values } = this.more;
    const place = slot * width;
    (values[place + landingsAt] as number)++;
    (values[place + originAt] as number) += this.landingNats;
    return this.lower(slot, -(values[place + addsAt] as number));
  }

  /** A visitor comes from another product. */
  come(slot: number): void {
    const origin = slot * width + originAt;
    this.more.values[origin] = Math.max(0, this.originOf(slot) - this.otherNats);
    this.lower(slot, this.otherNats);
  }

  /** Somebody carts or buys it. */
  buy(slot: number): void {
    (this.more.values[slot * width + buysAt] as number)++;
  }

  private lower(slot: number, by: number): number {
    const { values } = this.products.record;
    const at = slot * this.products.stride + this.level;
    return (values[at] = Math.min(this.most, Math.max(0, (values[at] as number) - by)));
  }

  private estimate(): void {
    const q = Math.min(mostShare, Math.max(leastShare, (timesShare * this.landings) / this.arrivals));
    this.landingNats = Math.log(floodShare / q);
    this.otherNats = Math.log((1 - q) / (1 - floodShare));
  }
}

/** One product in the carts of many users who do not buy it, against how often the shop's carts are bought. */
import { Beginnings } from './beginnings.js';
import type { DetectorContext } from './detector.js';
import { cart, purchase, type Events } from './events.js';
import { typeBit, type Signal } from './signal.js';

const windowMs = 600_000;
/** Carts younger than this may still be bought. */
const decideMs = 180_000;
const mostCarts = 2000;
/** Chance of so few purchases in a shop as usual, at which it fires and is high. */
const mediumChance = 1e-4;
const highChance = 1e-8;
/** Purchases per cart that the first events of a shop are taken to have, and how many carts that weighs. */
const priorShare = 0.5;
const priorCarts = 50;
const types = typeBit(cart) | typeBit(purchase);

interface Carts {
  /** Times, and users, of the carts in the window, oldest first. */
  times: number[];
  users: number[];
  purchases: number[];
  lastSignal: number;
}

export class ProductCarts {
  private readonly carts = new Map<number, Carts>();
  private readonly beginnings: Beginnings;
  private shopCarts = priorCarts;
  private shopPurchases = priorCarts * priorShare;

  constructor(
    private readonly context: DetectorContext,
    private readonly fewest: number,
  ) {
    this.beginnings = new Beginnings(context.tables, 'product');
    context.tables.products.onEvict((slot) => this.carts.delete(slot));
  }

  take(events: Events, at: number): void {
    const kind = events.type[at];
    if (kind !== cart && kind !== purchase) return;
    const product = events.productSlot[at] as number;
    const now = events.time[at] as number;
    if (kind === cart) this.shopCarts++;
    else this.shopPurchases++;
    if (this.shopCarts > 20_000) {
      this.shopCarts /= 2;
      this.shopPurchases /= 2;
    }
    let own = this.carts.get(product);
    if (own !== undefined) prune(own, now);
    if (own === undefined || (own.times.length === 0 && own.purchases.length === 0)) {
      own = { times: [], users: [], purchases: [], lastSignal: -Infinity };
      this.carts.set(product, own);
      this.beginnings.begin(product, events, at);
    }
    this.beginnings.add(product);
    if (kind === purchase) own.purchases.push(now);
    else {
      own.times.push(now);
      own.users.push(events.userSlot[at] as number);
      if (own.times.length >= this.fewest) this.judge(product, own, events, at, now);
    }
  }

  private judge(product: number, own: Carts, events: Events, at: number, now: number): void {
    const users = new Set(own.users).size;
    if (users * 2 < this.fewest) return;
    let old = 0;
    while (old < own.times.length && now - (own.times[old] as number) >= decideMs) old++;
    const expected = old * Math.min(1, this.shopPurchases / this.shopCarts);
    const chance = poissonBelow(own.purchases.length, expected);
    const isFar = own.times.length * this.shopPurchases > 10 * this.shopCarts * (own.purchases.length + 0.5);
    if (!isFar || chance > mediumChance) return;
    this.context.emit({
      ...this.beginnings.upTo(product, events, at),
      severity: chance <= highChance && own.times.length >= 2 * this.fewest ? 'high' : 'medium',
      types,
      value: own.times.length,
      threshold: this.fewest,
      facts: { users, purchases: own.purchases.length, expected },
    });
  }

  explain({ value, facts = {} }: Signal): string {
    const { users = 0, purchases = 0, expected = 0 } = facts;
    return `${value} carts of one product by ${users} users within 10 minutes and ${purchases} ${
      purchases === 1 ? 'purchase' : 'purchases'
    } of it, where the shop's carts would have brought about ${Math.round(expected)}.`;
  }
}

function prune(own: Carts, now: number): void {
  let gone = 0;
  while (
    gone < own.times.length &&
    (now - (own.times[gone] as number) >= windowMs || own.times.length - gone > mostCarts)
  )
    gone++;
  if (gone > 0) {
    own.times.splice(0, gone);
    own.users.splice(0, gone);
  }
  while (own.purchases.length > 0 && now - (own.purchases[0] as number) >= windowMs) own.purchases.shift();
}

/** P(X ≤ count) of a Poisson variable. */
export function poissonBelow(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let at = 1; at <= count; at++) {
    term *= mean / at;
    sum += term;
  }
  return Math.min(1, sum);
}

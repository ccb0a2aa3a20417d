/** One product in the carts of many users who do not buy it, against how often the shop's carts are bought. */
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import { CartRush, type Rush } from './cart-rush.js';
import type { DetectorContext } from '../detector.js';
import { cart, purchase, view, type Events } from '../events.js';
import { typeBit, type Signal } from '../signal.js';
import { poissonBelow } from '../poisson.js';
import type { ViewedBefore } from '../keys/viewed-before.js';

const windowMs = 600_000;
/** Carts younger than this may still be bought. */
const decideMs = 180_000;
const mostCarts = 2000;
/** Chance of so few purchases in a shop as usual, at which it fires and is high; and where it is a rush anyway. */
const mediumChance = 1e-4;
const highChance = 1e-8;
const rushChance = 0.01;
const timesFewer = 5;
/** A visitor of a rush has looked at so many products at most. */
const fewViews = 3;
/** Where the shop's carts have a view before, so large a share of visitors without one is a program's. */
const nearlyAll = 0.8;
const mostUnseen = 0.2;
/** Purchases per cart that the first events of a shop are taken to have, and how many carts that weighs. */
const priorShare = 0.5;
const priorCarts = 50;
const types = typeBit(cart) | typeBit(purchase);

interface Carts {
  /** Times, and users, of the carts in the window, oldest first. */
  times: number[];
  users: number[];
  purchases: number[];
  readonly rush: Rush;
  /** What stood in a signal at the last cart of a rush. */
  last: ReturnType<Beginnings['upTo']> | null;
}

export interface CartLimits {
  /** Carts in the window. */
  readonly fewest: number;
  /** Nats at which it is a rush. */
  readonly rush: number;
}

export class ProductCarts {
  private readonly carts = new Map<number, Carts>();
  private readonly beginnings: Beginnings;
  private readonly rushes = new CartRush();
  /** Products whose rush may still turn out to be bought. */
  private readonly undecided = new Set<number>();
  /** Field of a product's record. */
  private readonly views: number;
  private shopCarts = priorCarts;
  private shopUnseen = 0;
  private shopPurchases = priorCarts * priorShare;
  private viewsOfMinute = 0;
  private cartsOfMinute = 0;

  constructor(
    private readonly context: DetectorContext,
    private readonly viewed: ViewedBefore,
    private readonly limits: CartLimits,
  ) {
    const { products } = context.tables;
    this.beginnings = new Beginnings(context.tables, 'product');
    this.views = products.field();
    products.onEvict((slot) => {
      this.carts.delete(slot);
      this.undecided.delete(slot);
    });
  }

  /** Takes an event; `isUnseen`: its user never looked at the product. */
  take(events: Events, at: number, isUnseen: boolean): void {
    const kind = events.type[at];
    const product = events.productSlot[at] as number;
    if (kind === view) {
      const { record, stride } = this.context.tables.products;
      (record.values[product * stride + this.views] as number)++;
      this.viewsOfMinute++;
      return;
    }
    if (kind !== cart && kind !== purchase) return;
    const now = events.time[at] as number;
    this.count(kind, isUnseen);
    const { record, stride } = this.context.tables.products;
    const views = record.values[product * stride + this.views] as number;
    let own = this.carts.get(product);
    if (own !== undefined) {
      prune(own, now);
      this.rushes.pass(own.rush, views, now);
    }
    if (own === undefined || (own.times.length === 0 && own.purchases.length === 0 && own.rush.level === 0)) {
      own = { times: [], users: [], purchases: [], rush: this.rushes.open(views, now), last: null };
      this.carts.set(product, own);
      this.context.tables.products.note(product);
      this.beginnings.begin(product, events, at);
    }
    this.beginnings.add(product);
    if (kind === purchase) {
      own.purchases.push(now);
      this.rushes.addPurchase(own.rush);
      return;
    }
    const user = events.userSlot[at] as number;
    own.times.push(now);
    own.users.push(user);
    if (this.viewed.countAt(at) <= fewViews) this.rushes.addCart(own.rush, user, isUnseen);
    if (own.rush.level >= this.limits.rush) {
      own.last = this.beginnings.upTo(product, events, at);
      this.undecided.add(product);
      this.judgeRush(own, own.last, now);
    }
    if (own.times.length >= this.limits.fewest) this.judge(product, own, events, at, now);
  }

  /** Carts of a rush that nobody has bought by now are told of again. */
  onMinute(time: number): void {
    this.rushes.learn(this.viewsOfMinute, this.cartsOfMinute);
    this.viewsOfMinute = this.cartsOfMinute = 0;
    for (const product of this.undecided) {
      const own = this.carts.get(product);
      if (own === undefined || own.last === null || time - own.last.time > windowMs) this.undecided.delete(product);
      else if (own.rush.level > 0 && this.severityOf(own, time) !== 'low') this.judgeRush(own, own.last, time);
    }
  }

  private count(kind: number, isUnseen: boolean): void {
    if (kind === cart) {
      this.cartsOfMinute++;
      this.shopCarts++;
      if (isUnseen) this.shopUnseen++;
    } else this.shopPurchases++;
    if (this.shopCarts <= 20_000) return;
    this.shopCarts /= 2;
    this.shopUnseen /= 2;
    this.shopPurchases /= 2;
  }

  private judge(product: number, own: Carts, events: Events, at: number, now: number): void {
    const users = new Set(own.users).size;
    if (users * 2 < this.limits.fewest) return;
    const old = own.times.length - youngOf(own, now);
    const expected = old * this.bought();
    const chance = poissonBelow(own.purchases.length, expected);
    const isFar = own.times.length * this.shopPurchases > 10 * this.shopCarts * (own.purchases.length + 0.5);
    if (!isFar || chance > mediumChance) return;
    this.context.emit({
      ...this.beginnings.upTo(product, events, at),
      severity: chance <= highChance && own.times.length >= 2 * this.limits.fewest ? 'high' : 'medium',
      types,
      value: own.times.length,
      threshold: this.limits.fewest,
      facts: { isRush: 0, users, purchases: own.purchases.length, expected },
    });
  }

  private judgeRush(own: Carts, evidence: ReturnType<Beginnings['upTo']>, now: number): void {
    const { users, unseen, purchases } = own.rush;
    this.context.emit({
      ...evidence,
      time: now,
      severity: this.severityOf(own, now),
      types,
      value: users.size,
      threshold: Math.ceil(this.limits.rush / this.rushes.most),
      facts: { isRush: 1, users: users.size, unseen, purchases },
    });
  }

  private severityOf(own: Carts, now: number): Severity {
    const { users, unseen, purchases, level } = own.rush;
    const isBlind = unseen >= nearlyAll * users.size && this.shopUnseen <= mostUnseen * this.shopCarts;
    if (isBlind && level >= 2 * this.limits.rush) return 'medium';
    const expected = Math.max(0, users.size - youngOf(own, now)) * this.bought();
    const isFar = (purchases + 0.5) * timesFewer <= expected;
    return isFar && poissonBelow(purchases, expected) <= rushChance ? 'medium' : 'low';
  }

  private bought(): number {
    return Math.min(1, this.shopPurchases / this.shopCarts);
  }

  explain({ value, facts = {} }: Signal): string {
    const { isRush = 0, users = 0, unseen = 0, purchases = 0, expected = 0 } = facts;
    const bought = `${purchases} ${purchases === 1 ? 'purchase' : 'purchases'}`;
    if (isRush === 1)
      return `${users} users who looked at hardly anything else carted one product, which has few views besides, ${unseen} of them without a look at it; ${bought} of it so far.`;
    return `${value} carts of one product by ${users} users within 10 minutes and ${bought} of it, where the shop's carts would have brought about ${Math.round(expected)}.`;
  }
}

/** Carts that may still be bought. */
function youngOf({ times }: Carts, now: number): number {
  let old = times.length;
  while (old > 0 && now - (times[old - 1] as number) < decideMs) old--;
  return times.length - old;
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

/** What a visit does next: the habits of shoppers, and the scripts of the injected attacks. */
import type { Comebacks } from './comebacks.js';
import type { Demand } from './demand.js';
import { exp, normalQuantile } from './portable-math.js';
import type { Random } from './random.js';
import {
  burstBuyer,
  cart,
  comesBack,
  flooder,
  hoarder,
  purchase,
  remove,
  scraper,
  shopper,
  view,
  type Visits,
} from './visits.js';

/** Chances per view, or per cart event. They give 96 % views, 2.2 % carts, 1.75 % purchases, most of those without a cart. */
export interface Habits {
  readonly cartAfterView: number;
  readonly purchaseAfterView: number;
  readonly purchaseAfterCart: number;
  readonly cartAgain: number;
  readonly removeAfterCart: number;
  readonly comeBackAfterCart: number;
  readonly purchaseAgain: number;
  readonly sameProductAgain: number;
  readonly sameCategoryAgain: number;
}

export const kaggleHabits: Habits = {
  cartAfterView: 0.0213,
  purchaseAfterView: 0.0089,
  purchaseAfterCart: 0.22,
  cartAgain: 0.05,
  removeAfterCart: 0,
  comeBackAfterCart: 0.06,
  purchaseAgain: 0.14,
  sameProductAgain: 0.32,
  sameCategoryAgain: 0.5,
};

const tableSize = 4096;

/** Quantiles of a log-normal, in whole numbers, to draw from. */
function logNormalTable(median: number, sigma: number, round: (x: number) => number, most: number): Int32Array {
  return Int32Array.from({ length: tableSize }, (_, i) =>
    Math.min(most, round(median * exp(sigma * normalQuantile((i + 0.5) / tableSize)))),
  );
}

const secondsBetweenViews = logNormalTable(34, 1.15, Math.floor, 1700);
const secondsToCart = logNormalTable(40, 0.9, Math.floor, 1700);
const secondsToPurchase = logNormalTable(260, 1.4, Math.floor, 14_400);
const secondsToComeBack = logNormalTable(26 * 3600, 0.7, Math.floor, 8 * 86_400);
const eventsPerVisit = logNormalTable(1.78, 1.285, Math.ceil, 400);

function draw(table: Int32Array, random: Random): number {
  return table[random.next() >>> 20] as number;
}

export class Behaviour {
  constructor(
    private readonly visits: Visits,
    private readonly demand: Demand,
    private readonly comebacks: Comebacks,
    private readonly random: Random,
    private readonly habits: Habits,
  ) {}

  drawEvents(): number {
    return draw(eventsPerVisit, this.random);
  }

  /**
   * Sets what the visit does after its event in this `second`. Returns the seconds until then, −1 where the visit is over.
   * A cart or a purchase may prolong the visit.
   */
  advance(visit: number, second: number, productCount: number): number {
    const { budget, script } = this.visits;
    const left = (budget[visit] as number) - 1;
    budget[visit] = left;
    const of = script[visit] as number;
    if (of === shopper || of === comesBack) return this.shop(visit, second, left, of);
    return left === 0 ? -1 : this.attack(visit, of, productCount);
  }

  private shop(visit: number, second: number, left: number, of: number): number {
    const { budget, action, product, user } = this.visits;
    const { random, habits } = this;
    const goods = product[visit] as number;
    const done = action[visit] as number;
    const then = (what: number, gap: number) => {
      if (left < 1) budget[visit] = 1;
      action[visit] = what;
      return gap;
    };
    if (done === view) {
      if (of === comesBack) {
        this.visits.script[visit] = shopper;
        return then(purchase, draw(secondsToCart, random));
      }
      const sells = this.demand.conversion(goods);
      const luck = random.fraction() - sells * habits.cartAfterView;
      if (luck < 0) return then(cart, draw(secondsToCart, random));
      if (luck < sells * habits.purchaseAfterView) return then(purchase, draw(secondsToPurchase, random));
    } else if (done === cart) {
      let luck = random.fraction() - habits.purchaseAfterCart;
      if (luck < 0) return then(purchase, draw(secondsToPurchase, random));
      if ((luck -= habits.cartAgain) < 0) return then(cart, draw(secondsToCart, random));
      if ((luck -= habits.removeAfterCart) < 0) return then(remove, draw(secondsToPurchase, random));
      if (luck < habits.comeBackAfterCart) {
        const later = second + draw(secondsToComeBack, random);
        this.comebacks.add(Math.floor(later / 60), user[visit] as number, goods);
      }
    } else if (done === purchase && random.chance(habits.purchaseAgain)) {
      return then(purchase, draw(secondsToCart, random));
    }
    if (left < 1) return -1;
    const luck = random.fraction() - habits.sameProductAgain;
    if (luck >= 0)
      product[visit] =
        luck < habits.sameCategoryAgain ? this.demand.pickLike(random, goods) : this.demand.pickProduct(random);
    return then(view, draw(secondsBetweenViews, random));
  }

  private attack(visit: number, of: number, productCount: number): number {
    const { product } = this.visits;
    const { random } = this;
    if (of === scraper) {
      product[visit] = ((product[visit] as number) + 1) % productCount;
      return 1 + random.below(3);
    }
    if (of === flooder) return 5 + random.below(40);
    if (of === hoarder) {
      product[visit] = this.demand.pickProduct(random);
      return 8 + random.below(20);
    }
    return of === burstBuyer ? 6 + random.below(14) : -1;
  }
}

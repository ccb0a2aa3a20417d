/**
 * One product that goes straight into the carts of one visitor after the other. People look at a product many times for
 * each time that they cart it; who hoards has a view of it, or none. A cumulative sum of how much likelier that is:
 *
 *     L ← max(0, L − leak·Δt − v·ln((1 − p)/(1 − q)) + ln(q/p)),   v views of the product since its last cart,
 *
 * p is four times the shop's share of carts among views and carts, and q lies halfway between p and all. Each visitor
 * counts once, and only who has looked at hardly anything else; a purchase takes out 3.
 */

/** A second: what happened hours ago is forgotten. */
const leak = 0.001;
const timesShop = 4;
const leastShare = 0.1;
const mostShare = 0.6;
const purchaseTakes = 3;
/** Views by which the first share of carts is a guess of 3 in 100. */
const priorEvents = 2000;
const priorShare = 0.03;
const mostUsers = 4096;

export interface Rush {
  /** L, in nats. */
  level: number;
  /** When it was worked out last (ms), and how many views the product had had by then. */
  time: number;
  views: number;
  /** Visitors, since the sum left 0, and how many of them never looked at the product; purchases. */
  readonly users: Set<number>;
  unseen: number;
  purchases: number;
}

export class CartRush {
  private events = priorEvents;
  private carts = priorEvents * priorShare;
  private viewsAdd = 0;
  private cartAdds = 0;

  constructor() {
    this.estimate();
  }

  /** What a visitor without a look adds. */
  get most(): number {
    return this.cartAdds;
  }

  open(views: number, time: number): Rush {
    return { level: 0, time, views, users: new Set(), unseen: 0, purchases: 0 };
  }

  /** So many views and carts of the shop more. */
  learn(views: number, carts: number): void {
    this.events += views + carts;
    this.carts += carts;
    if (this.events > 1e6) {
      this.events /= 2;
      this.carts /= 2;
    }
    this.estimate();
  }

  /** Time has passed, and the product has had so many views in all. */
  pass(rush: Rush, views: number, time: number): void {
    const taken = (leak * (time - rush.time)) / 1000 + this.viewsAdd * (views - rush.views);
    rush.time = time;
    rush.views = views;
    lower(rush, taken);
  }

  addCart(rush: Rush, user: number, isUnseen: boolean): void {
    if (rush.users.has(user) || rush.users.size >= mostUsers) return;
    rush.users.add(user);
    if (isUnseen) rush.unseen++;
    rush.level += this.cartAdds;
  }

  addPurchase(rush: Rush): void {
    if (rush.level <= 0) return;
    rush.purchases++;
    lower(rush, purchaseTakes);
  }

  private estimate(): void {
    const p = Math.min(mostShare, Math.max(leastShare, (timesShop * this.carts) / this.events));
    const q = (1 + p) / 2;
    this.cartAdds = Math.log(q / p);
    this.viewsAdd = Math.log((1 - p) / (1 - q));
  }
}

function lower(rush: Rush, by: number): void {
  rush.level -= by;
  if (rush.level > 0) return;
  rush.level = 0;
  rush.unseen = 0;
  rush.purchases = 0;
  rush.users.clear();
}

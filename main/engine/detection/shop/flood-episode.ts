/** A rise of the whole shop's traffic while it lasts: how much more there is than expected, and what kind of more. */
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Tables } from '../keys/keys.js';
import type { ShopMark } from './shop-total.js';
import { SlotNumbers } from '../keys/slot-numbers.js';
import type { TrafficBaseline } from './traffic-baseline.js';

/** People look around for so long before they use a cart. */
const browseSeconds = 30;
/** Log-likelihood ratios (nats) at which it is said to be one or the other. */
const saleNats = 2;
const mediumNats = 3;
const highNats = 8;
const highSeconds = 60;
/** One user, or one product, with so much of the excess is the matter of other rules. */
const shareOfOne = 0.6;

export class FloodEpisode {
  mark: ShopMark = { time: 0, row: 0, events: 0, spent: 0 };
  startSecond = 0;
  seconds = 0;
  count = 0;
  expected = 0;
  buys = 0;
  expectedBuys = 0;
  /** How much likelier than a sale it was before it began (nats): a ramp has been there for a while. */
  prior = 0;
  /** Distinct users since it began. */
  users = 0;
  private arrivals = 0;
  private quick = 0;
  private buyShare = 0;
  private topUser = 0;
  private topProduct = 0;
  private number = 0;
  /** Number of the episode in which a key was counted last, and its events in it. */
  private readonly ofUsers: SlotNumbers;
  private readonly ofProducts: SlotNumbers;

  constructor({ users, products }: Tables) {
    this.ofUsers = new SlotNumbers(users, 2);
    this.ofProducts = new SlotNumbers(products, 2);
  }

  get extra(): number {
    return this.count - this.expected;
  }

  begin(mark: ShopMark, second: number): void {
    this.mark = mark;
    this.startSecond = second;
    this.number++;
    this.seconds = this.count = this.expected = this.buys = this.expectedBuys = this.prior = 0;
    this.users = this.arrivals = this.quick = this.topUser = this.topProduct = 0;
  }

  addSecond(count: number, buys: number, arrivals: number, quick: number, baseline: TrafficBaseline): void {
    this.seconds++;
    this.count += count;
    this.buys += buys;
    this.arrivals += arrivals - baseline.arrivals;
    this.quick += quick - baseline.quick;
    this.expected += baseline.rate;
    this.expectedBuys += baseline.buys;
    this.buyShare = baseline.buys / baseline.rate;
  }

  /** An event of the episode; those of its first seconds are not seen here. */
  see(user: number, product: number, isView: boolean): void {
    const events = countIn(this.ofUsers, user, this.number);
    if (events === 1) this.users++;
    this.topUser = Math.max(this.topUser, events);
    if (!isView) return;
    this.topProduct = Math.max(this.topProduct, countIn(this.ofProducts, product, this.number));
  }

  isOfOne(): boolean {
    return Math.max(this.topUser, this.topProduct) >= shareOfOne * this.extra;
  }

  /** Carts and purchases that the excess would have brought by now, were it people who look for so long first. */
  saleBuys(lookSeconds: number): number {
    const looked = Math.max(0, 1 - lookSeconds / Math.max(1, this.seconds));
    return Math.max(0, this.extra) * looked * this.buyShare;
  }

  /** ln p(carts and purchases | sale) − ln p(… | flood), both Poisson. */
  private saleOverFlood(lookSeconds: number): number {
    const more = this.saleBuys(lookSeconds);
    if (this.expectedBuys <= 0) return -this.prior;
    return this.buys * Math.log(1 + more / this.expectedBuys) - more - this.prior;
  }

  isSale(): boolean {
    return this.saleOverFlood(0) >= saleNats;
  }

  severity(): Severity {
    const { extra } = this;
    const isStrange = this.arrivals >= 0.5 * extra || this.quick >= 0.3 * extra;
    const nats = -this.saleOverFlood(browseSeconds);
    if (nats >= highNats && isStrange && this.seconds >= highSeconds) return 'high';
    if (this.quick >= 0.5 * extra && extra >= 100) return 'medium';
    return nats >= (isStrange ? mediumNats : 2 * mediumNats) ? 'medium' : 'low';
  }
}

/** Counts an event of a key in the episode: returns how many it has had in it. */
function countIn(numbers: SlotNumbers, slot: number, episode: number): number {
  const { values } = numbers;
  const base = numbers.baseOf(slot);
  const count = values[base] === episode ? (values[base + 1] as number) + 1 : 1;
  values[base] = episode;
  values[base + 1] = count;
  return count;
}

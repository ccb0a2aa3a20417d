/** One product bought by many users who never looked at it: cards are being tried on something cheap. */
import { Beginnings } from '../keys/beginnings.js';
import type { DetectorContext } from '../detector.js';
import { purchase, type Events } from '../events.js';
import { typeBit, type Signal } from '../signal.js';

const windowMs = 600_000;
/** At the start of the data nobody has been seen looking. */
const warmUpMs = 1_800_000;
const mostPurchases = 500;

interface Purchases {
  times: number[];
  users: number[];
  unseen: boolean[];
  low: boolean[];
}

export class ProductPurchases {
  private readonly bought = new Map<number, Purchases>();
  private readonly beginnings: Beginnings;
  private firstTime = Infinity;

  constructor(
    private readonly context: DetectorContext,
    private readonly fewestUsers: number,
  ) {
    this.beginnings = new Beginnings(context.tables, 'product');
    context.tables.products.onEvict((slot) => this.bought.delete(slot));
  }

  /** Takes a purchase. */
  take(events: Events, at: number, isUnseen: boolean, isLow: boolean): void {
    const product = events.productSlot[at] as number;
    const now = events.time[at] as number;
    this.firstTime = Math.min(this.firstTime, now);
    let own = this.bought.get(product);
    if (own !== undefined) prune(own, now);
    if (own === undefined || own.times.length === 0) {
      own = { times: [], users: [], unseen: [], low: [] };
      this.bought.set(product, own);
      this.context.tables.products.note(product);
      this.beginnings.begin(product, events, at);
    }
    this.beginnings.add(product);
    own.times.push(now);
    own.users.push(events.userSlot[at] as number);
    own.unseen.push(isUnseen);
    own.low.push(isLow);
    if (own.times.length < this.fewestUsers || now - this.firstTime < warmUpMs) return;
    const unseen = own.unseen.filter(Boolean).length;
    const users = new Set(own.users.filter((_, place) => own.unseen[place])).size;
    if (users < this.fewestUsers || unseen < 0.6 * own.times.length) return;
    const low = own.low.filter(Boolean).length;
    this.context.emit({
      ...this.beginnings.upTo(product, events, at),
      severity: users >= 2 * this.fewestUsers ? 'high' : 'medium',
      types: typeBit(purchase),
      value: users,
      threshold: this.fewestUsers,
      facts: { purchases: own.times.length, unseen, low },
    });
  }

  explain({ value, threshold, facts = {} }: Signal): string {
    const { purchases = 0, low = 0 } = facts;
    const cheap = low > 0 ? `, ${low} of them at a price among the cheapest tenth of the category` : '';
    return `${value} users bought one product within 10 minutes without a look at it (${purchases} purchases${cheap}); from ${threshold} users on it fires.`;
  }
}

function prune(own: Purchases, now: number): void {
  let gone = 0;
  const { times } = own;
  while (gone < times.length && (now - (times[gone] as number) >= windowMs || times.length - gone > mostPurchases))
    gone++;
  if (gone === 0) return;
  for (const list of [own.times, own.users, own.unseen, own.low]) list.splice(0, gone);
}

/**
 * Whether the product of an event is among the last 32 different ones of its session, and of its user. Several detectors
 * ask; it is worked out once per event.
 */
import { alone, type Events } from '../events.js';
import type { Tables } from './keys.js';
import { productNumbers, RecentProducts } from './recent-products.js';

/** Bits of the answers. While a user has one session alone both are the same. */
export const seenInSession = 1;
export const seenByUser = 2;
const ofTables = new WeakMap<Tables, SeenProducts>();

export class SeenProducts {
  private readonly inSession: RecentProducts;
  private readonly inUser: RecentProducts;
  private events: Events | null = null;
  private flags = new Uint8Array(0);
  private done = 0;

  private constructor({ sessions, roamers }: Tables) {
    this.inSession = new RecentProducts(sessions);
    this.inUser = new RecentProducts(roamers);
  }

  static of(tables: Tables): SeenProducts {
    const known = ofTables.get(tables) ?? new SeenProducts(tables);
    ofTables.set(tables, known);
    return known;
  }

  /** Bits by place in the batch; filled in up to `to`. All who ask must ask for every event, in order. */
  look(events: Events, from: number, to: number): Uint8Array {
    if (this.events !== events) {
      this.events = events;
      if (this.flags.length < events.length) this.flags = new Uint8Array(events.length);
      this.done = from;
    }
    const { inSession, inUser, flags } = this;
    const products = productNumbers(events.product);
    const { sessionSlot, roamerSlot, movedFrom } = events;
    for (let at = this.done; at < to; at++) {
      const session = sessionSlot[at] as number;
      const product = products[at * 2] as number;
      const isSeen = inSession.see(session, product);
      const moved = movedFrom[at] as number;
      if (moved === alone) {
        flags[at] = isSeen ? seenInSession | seenByUser : 0;
        continue;
      }
      const user = roamerSlot[at] as number;
      if (moved >= 0) inUser.copy(user, inSession, moved);
      flags[at] = (isSeen ? seenInSession : 0) | (inUser.see(user, product) ? seenByUser : 0);
    }
    this.done = to;
    return flags;
  }
}

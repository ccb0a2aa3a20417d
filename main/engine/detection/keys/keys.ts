/** Gives the keys of a batch their slots. */
import { purchase, type EventBatch, type Events } from '../events.js';
import { SessionKeys } from './session-keys.js';
import { halves, SlotTable } from './slot-table.js';

/** A user or session not seen for so long (event time) gives up its state, unless a rule needs it longer. */
const leastIdleMs = 1_800_000;
/** Products are counted over an hour. */
const leastIdleProductMs = 3_600_000;
/** How often idle keys are looked for. */
const sweepMs = 600_000;
/** Keys of one kind that may be alive: an hour of the real shop has some 58,000 events. */
const defaultCap = 1 << 18;

export interface Tables {
  readonly users: SlotTable;
  readonly sessions: SlotTable;
  readonly products: SlotTable;
  /** Users that have had several sessions while they were alive: most have one, whose state is theirs. */
  readonly roamers: SlotTable;
}

function makeColumns(length: number) {
  return {
    userSlot: new Int32Array(length),
    sessionSlot: new Int32Array(length),
    productSlot: new Int32Array(length),
    roamerSlot: new Int32Array(length),
    sessionGap: new Float64Array(length),
    userGap: new Float64Array(length),
    movedFrom: new Int32Array(length),
    again: new Uint8Array(length),
    weight: new Float64Array(length),
    userSpent: new Float64Array(length),
    sessionSpent: new Float64Array(length),
    productSpent: new Float64Array(length),
  };
}

export class Keys {
  readonly tables: Tables;
  /** Fields of the records: Σ price of the purchases so far. */
  private readonly spentOfUser: number;
  private readonly spentOfProduct: number;
  private readonly ofSessions: SessionKeys | null;
  private readonly all: SlotTable[];
  private readonly idleMs: number;
  private readonly idleProductMs: number;
  private sweptAt = -Infinity;
  /** Shared by all batches: what is filled in is read before the next events are resolved. */
  private columns = makeColumns(0);

  /**
   * `neededMs`: so long after its last event a key may still matter to a rule or to an alert that is open. Where no rule
   * looks at sessions, what `Events` has of them is not filled in.
   */
  constructor(cap = defaultCap, neededMs = 0, withSessions = true) {
    this.idleMs = Math.max(leastIdleMs, neededMs);
    this.idleProductMs = Math.max(leastIdleProductMs, neededMs);
    const users = new SlotTable(cap);
    const sessions = new SlotTable(cap);
    const products = new SlotTable(cap);
    const roamers = new SlotTable(cap);
    this.tables = { users, sessions, products, roamers };
    this.all = [users, sessions, products, roamers];
    this.spentOfUser = users.field();
    this.spentOfProduct = products.field();
    this.ofSessions = withSessions ? new SessionKeys(this.tables) : null;
  }

  /** Whether the session only stands for events without one. */
  isOwn(session: number): boolean {
    return this.ofSessions?.isOwn(session) ?? false;
  }

  /** A table of its own that a detector keeps is counted with these. */
  adopt(table: SlotTable): void {
    this.all.push(table);
  }

  /** Keys that are alive, users who have had several sessions twice. */
  get size(): number {
    return this.all.reduce((sum, { size }) => sum + size, 0);
  }

  get evicted(): number {
    return this.all.reduce((sum, { evicted }) => sum + evicted, 0);
  }

  get bytes(): number {
    return this.all.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The batch with room for what {@link resolve} fills in, which holds only until the next events are resolved. */
  open(batch: EventBatch): Events {
    if (this.columns.userSlot.length < batch.length) this.columns = makeColumns(batch.length);
    return { ...batch, ...this.columns };
  }

  /** Makes room: to be called between events, at the time (ms) of the next one. */
  sweep(time: number): void {
    const { users, sessions, products } = this.tables;
    if (time - this.sweptAt >= sweepMs) {
      // At whole multiples, so that it does not depend on where a batch ends.
      this.sweptAt = Math.floor(time / sweepMs) * sweepMs;
      // Sessions first: their listeners may ask for the user.
      for (const table of [sessions, users]) table.evictBefore(this.sweptAt - this.idleMs);
      products.evictBefore(this.sweptAt - this.idleProductMs);
    }
    for (const table of [sessions, users, products]) if (table.isFull) table.evictOldest();
  }

  /** Resolves events from `from` to at most `to`; returns where it stopped: before `to` where a table has no room for more. */
  resolve(events: Events, from: number, to: number): number {
    const { users, sessions, products } = this.tables;
    // Each event may bring a key of each kind.
    const end = Math.min(to, from + Math.max(1, Math.min(users.room, sessions.room, products.room)));
    this.resolveUsersAndProducts(events, from, end);
    this.ofSessions?.resolve(events, from, end);
    return end;
  }

  private resolveUsersAndProducts(events: Events, from: number, to: number): void {
    const { users, products } = this.tables;
    const { spentOfUser, spentOfProduct } = this;
    const { time, type, price, userSlot, productSlot, userGap, userSpent, productSpent } = events;
    const userKeys = halves(events.user);
    const productKeys = halves(events.product);
    for (let at = from; at < to; at++) {
      const now = time[at] as number;
      const userLow = userKeys[at * 2] as number;
      const userHigh = userKeys[at * 2 + 1] as number;
      let user = users.find(userLow, userHigh);
      if (user < 0) {
        user = users.add(userLow, userHigh, now);
        userGap[at] = -1;
      } else {
        userGap[at] = (now - users.lastTime(user)) / 1000;
        users.touch(user, now);
      }
      userSlot[at] = user;

      const productLow = productKeys[at * 2] as number;
      const productHigh = productKeys[at * 2 + 1] as number;
      let product = products.find(productLow, productHigh);
      if (product < 0) product = products.add(productLow, productHigh, now);
      else products.touch(product, now);
      productSlot[at] = product;

      const ofUser = user * users.stride + spentOfUser;
      const ofProduct = product * products.stride + spentOfProduct;
      const paid = price[at] as number;
      if (type[at] === purchase && !Number.isNaN(paid)) {
        (users.record.values[ofUser] as number) += paid;
        (products.record.values[ofProduct] as number) += paid;
      }
      userSpent[at] = users.record.values[ofUser] as number;
      productSpent[at] = products.record.values[ofProduct] as number;
    }
  }
}

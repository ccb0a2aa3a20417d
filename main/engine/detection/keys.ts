/** Gives the keys of a batch their slots, and works out what all detectors need of the event before. */
import { alone, cart, purchase, view, type EventBatch, type Events } from './events.js';
import { SlotTable, type SlotColumn } from './slot-table.js';

/** A key not seen for so long (event time) gives up its state. */
const idleMs = 1_800_000;
/** How often idle keys are looked for. */
const sweepMs = 600_000;
/** Keys of one kind that may be alive: an hour of the real shop has some 58,000 events. */
const defaultCap = 1 << 18;
const repeatedCartMs = 60_000;
const none = -1;
const several = -2;

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
  /** Of a session: its user's slot, and whether it only stands for “no session”. */
  readonly userOf: SlotColumn<Int32Array>;
  readonly isOwn: SlotColumn<Uint8Array>;
  /** Slots, or {@link none} or {@link several}: of a user its session, of a session its user. */
  private readonly onlySession: SlotColumn<Int32Array>;
  private readonly onlyUser: SlotColumn<Int32Array>;
  private readonly roamerOf: SlotColumn<Int32Array>;
  private readonly lastProduct: SlotColumn<Int32Array>;
  private readonly lastCart: SlotColumn<Float64Array>;
  private readonly lastCartProduct: SlotColumn<Int32Array>;
  private readonly spent: Readonly<Record<'users' | 'sessions' | 'products', SlotColumn<Float64Array>>>;
  private sweptAt = -Infinity;
  /** Shared by all batches: what is filled in is read before the next events are resolved. */
  private columns = makeColumns(0);

  constructor(cap = defaultCap) {
    const users = new SlotTable(cap);
    const sessions = new SlotTable(cap);
    const products = new SlotTable(cap);
    const roamers = new SlotTable(cap);
    this.tables = { users, sessions, products, roamers };
    this.spent = {
      users: users.column('f64'),
      sessions: sessions.column('f64'),
      products: products.column('f64'),
    };
    this.roamerOf = users.column('i32', { initial: none });
    users.onEvict((slot) => {
      const roamer = this.roamerOf.values[slot] as number;
      if (roamer !== none) roamers.evict(roamer);
    });
    this.userOf = sessions.column('i32');
    this.isOwn = sessions.column('u8');
    this.onlySession = users.column('i32', { initial: none });
    this.onlyUser = sessions.column('i32', { initial: none });
    this.lastProduct = sessions.column('i32', { initial: -1 });
    this.lastCart = sessions.column('f64', { initial: -Infinity });
    this.lastCartProduct = sessions.column('i32', { initial: -1 });
  }

  get size(): number {
    const { users, sessions, products } = this.tables;
    return users.size + sessions.size + products.size;
  }

  get evicted(): number {
    const { users, sessions, products } = this.tables;
    return users.evicted + sessions.evicted + products.evicted;
  }

  get bytes(): number {
    const { users, sessions, products, roamers } = this.tables;
    return users.bytes + sessions.bytes + products.bytes + roamers.bytes;
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
      for (const table of [sessions, users, products]) table.evictBefore(this.sweptAt - idleMs);
    }
    for (const table of [sessions, users, products]) if (table.isFull) table.evictOldest();
  }

  /** What `movedFrom` says of an event of this user in this session. */
  private move(user: number, session: number): number {
    const sessionOf = this.onlySession.values;
    const userOf = this.onlyUser.values;
    const known = sessionOf[user] as number;
    if (known === several) {
      if (userOf[session] !== user) userOf[session] = several;
      return -1;
    }
    if (userOf[session] === none) userOf[session] = user;
    else if (userOf[session] !== user) userOf[session] = several;
    const isAlone = userOf[session] === user && (known === none || known === session);
    sessionOf[user] = isAlone ? session : several;
    if (isAlone) return alone;
    return known >= 0 && known !== session && userOf[known] === user ? known : -1;
  }

  /** Resolves events from `from` to at most `to`; returns where it stopped: before `to` where a table is full. */
  resolve(events: Events, from: number, to: number): number {
    const { users, sessions, products, roamers } = this.tables;
    const { time, type, price } = events;
    const userHalves = halves(events.user);
    const sessionHalves = halves(events.session);
    const productHalves = halves(events.product);
    for (let at = from; at < to; at++) {
      if ((users.isFull || sessions.isFull || products.isFull) && at > from) return at;
      const now = time[at] as number;
      const low = at * 2;

      const userLow = userHalves[low] as number;
      const userHigh = userHalves[low + 1] as number;
      let user = users.find(userLow, userHigh);
      if (user < 0) {
        user = users.add(userLow, userHigh, now);
        events.userGap[at] = -1;
      } else {
        events.userGap[at] = (now - (users.lastTime.values[user] as number)) / 1000;
        users.lastTime.values[user] = now;
      }
      events.userSlot[at] = user;

      const productLow = productHalves[low] as number;
      const productHigh = productHalves[low + 1] as number;
      let product = products.find(productLow, productHigh);
      if (product < 0) product = products.add(productLow, productHigh, now);
      else products.lastTime.values[product] = now;
      events.productSlot[at] = product;

      const sessionLow = sessionHalves[low] as number;
      const sessionHigh = sessionHalves[low + 1] as number;
      let session = sessions.find(sessionLow, sessionHigh);
      if (session < 0) {
        session = sessions.add(sessionLow, sessionHigh, now);
        // Sessions are 0 … 2⁶¹ − 1; beyond lie those that stand for a user's events without one.
        this.isOwn.values[session] = sessionHigh < 0 || sessionHigh >= 0x20000000 ? 1 : 0;
        events.sessionGap[at] = -1;
      } else {
        events.sessionGap[at] = (now - (sessions.lastTime.values[session] as number)) / 1000;
        sessions.lastTime.values[session] = now;
      }
      events.sessionSlot[at] = session;
      this.userOf.values[session] = user;
      const moved = this.move(user, session);
      events.movedFrom[at] = moved;
      if (moved !== alone) {
        let roamer = this.roamerOf.values[user] as number;
        if (roamer === none) {
          roamer = roamers.add(userLow, userHigh, now);
          this.roamerOf.values[user] = roamer;
        }
        events.roamerSlot[at] = roamer;
      }

      const kind = type[at];
      if (kind === purchase) {
        const paid = price[at] as number;
        if (!Number.isNaN(paid)) {
          (this.spent.users.values[user] as number) += paid;
          (this.spent.sessions.values[session] as number) += paid;
          (this.spent.products.values[product] as number) += paid;
        }
      }
      events.userSpent[at] = this.spent.users.values[user] as number;
      events.sessionSpent[at] = this.spent.sessions.values[session] as number;
      events.productSpent[at] = this.spent.products.values[product] as number;
      const again = this.lastProduct.values[session] === product ? 1 : 0;
      this.lastProduct.values[session] = product;
      events.again[at] = again;
      let weight = 1;
      if (kind === view && again === 1) weight = 0.25;
      if (kind === cart) {
        const isRepeated =
          this.lastCartProduct.values[session] === product &&
          now - (this.lastCart.values[session] as number) < repeatedCartMs;
        if (isRepeated) weight = 0;
        else {
          this.lastCart.values[session] = now;
          this.lastCartProduct.values[session] = product;
        }
      }
      events.weight[at] = weight;
    }
    return to;
  }
}

/** 64-bit numbers as pairs of 32-bit halves, low one first: as every machine that this runs on has them. */
function halves(numbers: BigInt64Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}

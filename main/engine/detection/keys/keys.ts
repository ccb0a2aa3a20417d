/** Gives the keys of a batch their slots, and works out what all detectors need of the event before. */
import { alone, cart, purchase, view, type EventBatch, type Events } from '../events.js';
import { SlotTable } from './slot-table.js';

/** A user or session not seen for so long (event time) gives up its state, unless a rule needs it longer. */
const leastIdleMs = 1_800_000;
/** Products are counted over an hour. */
const leastIdleProductMs = 3_600_000;
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
  /** Sessions of which rules keep something. */
  readonly promoted: SlotTable;
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
  /** Fields of the records: Σ price of the purchases so far, of each table … */
  private readonly spent: Readonly<Record<'users' | 'sessions' | 'products', number>>;
  /** … of a user its slot among the roamers, and the slot of its session, of a session that of its user; or {@link none} or {@link several} … */
  private readonly roamerOf: number;
  private readonly onlySession: number;
  private readonly onlyUser: number;
  /** … of a session whether it only stands for “no session”, and what came last in it. */
  private readonly ownMark: number;
  private readonly lastProduct: number;
  private readonly lastCart: number;
  private readonly lastCartProduct: number;
  private readonly all: SlotTable[];
  private readonly idleMs: number;
  private readonly idleProductMs: number;
  private sweptAt = -Infinity;
  /** Shared by all batches: what is filled in is read before the next events are resolved. */
  private columns = makeColumns(0);

  /** `neededMs`: so long after its last event a key may still matter to a rule or to an alert that is open. */
  constructor(cap = defaultCap, neededMs = 0) {
    this.idleMs = Math.max(leastIdleMs, neededMs);
    this.idleProductMs = Math.max(leastIdleProductMs, neededMs);
    const users = new SlotTable(cap);
    const sessions = new SlotTable(cap);
    const products = new SlotTable(cap);
    const roamers = new SlotTable(cap);
    this.tables = { users, sessions, products, roamers, promoted: new SlotTable(cap) };
    this.all = [users, sessions, products, roamers];
    this.spent = { users: users.field(), sessions: sessions.field(), products: products.field() };
    this.roamerOf = users.field(none);
    this.onlySession = users.field(none);
    this.onlyUser = sessions.field(none);
    this.ownMark = sessions.field();
    this.lastProduct = sessions.field(none);
    this.lastCart = sessions.field(-Infinity);
    this.lastCartProduct = sessions.field(none);
    users.onEvict((slot) => {
      const roamer = users.record.values[slot * users.stride + this.roamerOf] as number;
      if (roamer !== none) roamers.evict(roamer);
    });
  }

  /** Whether the session only stands for events without one. */
  isOwn(session: number): boolean {
    const { record, stride } = this.tables.sessions;
    return record.values[session * stride + this.ownMark] === 1;
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

  /** What `movedFrom` says of an event of this user in this session. */
  private move(user: number, session: number): number {
    const { users, sessions } = this.tables;
    const ofUsers = users.record.values;
    const ofSessions = sessions.record.values;
    const itsSession = user * users.stride + this.onlySession;
    const itsUser = session * sessions.stride + this.onlyUser;
    const known = ofUsers[itsSession] as number;
    if (known === several) {
      if (ofSessions[itsUser] !== user) ofSessions[itsUser] = several;
      return -1;
    }
    if (ofSessions[itsUser] === none) ofSessions[itsUser] = user;
    else if (ofSessions[itsUser] !== user) ofSessions[itsUser] = several;
    const isAlone = ofSessions[itsUser] === user && (known === none || known === session);
    ofUsers[itsSession] = isAlone ? session : several;
    if (isAlone) return alone;
    const isMove = known >= 0 && known !== session && sessions.isAlive(known);
    return isMove && ofSessions[known * sessions.stride + this.onlyUser] === user ? known : -1;
  }

  /** Resolves events from `from` to at most `to`; returns where it stopped: before `to` where a table is full. */
  resolve(events: Events, from: number, to: number): number {
    const { users, sessions, products, roamers } = this.tables;
    const { time, type, price, userSlot, productSlot, sessionSlot, userGap, sessionGap, movedFrom, roamerSlot } =
      events;
    const { userSpent, sessionSpent, productSpent, again, weight } = events;
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
        userGap[at] = -1;
      } else {
        userGap[at] = (now - users.lastTime(user)) / 1000;
        users.touch(user, now);
      }
      userSlot[at] = user;

      const productLow = productHalves[low] as number;
      const productHigh = productHalves[low + 1] as number;
      let product = products.find(productLow, productHigh);
      if (product < 0) product = products.add(productLow, productHigh, now);
      else products.touch(product, now);
      productSlot[at] = product;

      const sessionLow = sessionHalves[low] as number;
      const sessionHigh = sessionHalves[low + 1] as number;
      let session = sessions.find(sessionLow, sessionHigh);
      if (session < 0) {
        session = sessions.add(sessionLow, sessionHigh, now);
        // Sessions are 0 … 2⁶¹ − 1; beyond lie those that stand for a user's events without one.
        const isOwn = sessionHigh < 0 || sessionHigh >= 0x20000000;
        sessions.record.values[session * sessions.stride + this.ownMark] = isOwn ? 1 : 0;
        sessionGap[at] = -1;
      } else {
        sessionGap[at] = (now - sessions.lastTime(session)) / 1000;
        sessions.touch(session, now);
      }
      sessionSlot[at] = session;

      const moved = this.move(user, session);
      movedFrom[at] = moved;
      const ofUser = user * users.stride;
      const ofSession = session * sessions.stride;
      const ofProduct = product * products.stride;
      const userRecord = users.record.values;
      const sessionRecord = sessions.record.values;
      const productRecord = products.record.values;
      if (moved !== alone) {
        let roamer = userRecord[ofUser + this.roamerOf] as number;
        if (roamer === none) {
          roamer = roamers.add(userLow, userHigh, now);
          userRecord[ofUser + this.roamerOf] = roamer;
          users.note(user);
        }
        roamerSlot[at] = roamer;
      }

      const kind = type[at];
      const { spent } = this;
      const paid = price[at] as number;
      if (kind === purchase && !Number.isNaN(paid)) {
        (userRecord[ofUser + spent.users] as number) += paid;
        (sessionRecord[ofSession + spent.sessions] as number) += paid;
        (productRecord[ofProduct + spent.products] as number) += paid;
      }
      userSpent[at] = userRecord[ofUser + spent.users] as number;
      sessionSpent[at] = sessionRecord[ofSession + spent.sessions] as number;
      productSpent[at] = productRecord[ofProduct + spent.products] as number;

      const isAgain = sessionRecord[ofSession + this.lastProduct] === product;
      sessionRecord[ofSession + this.lastProduct] = product;
      again[at] = isAgain ? 1 : 0;
      let counts = kind === view && isAgain ? 0.25 : 1;
      if (kind === cart) {
        const isRepeated =
          sessionRecord[ofSession + this.lastCartProduct] === product &&
          now - (sessionRecord[ofSession + this.lastCart] as number) < repeatedCartMs;
        if (isRepeated) counts = 0;
        else {
          sessionRecord[ofSession + this.lastCart] = now;
          sessionRecord[ofSession + this.lastCartProduct] = product;
        }
      }
      weight[at] = counts;
    }
    return to;
  }
}

/** 64-bit numbers as pairs of 32-bit halves, low one first: as every machine that this runs on has them. */
function halves(numbers: BigInt64Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}

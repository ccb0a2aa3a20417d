/** Gives the sessions of a batch their slots, says whose they are, and works out what rules need of the event before. */
import { alone, cart, purchase, view, type Events } from '../events.js';
import type { Tables } from './keys.js';
import { halves } from './slot-table.js';

const repeatedCartMs = 60_000;
const none = -1;
const several = -2;

export class SessionKeys {
  /** Fields of the records: of a user its slot among the roamers, and the slot of its session, of a session that of its user; or {@link none} or {@link several} … */
  private readonly roamerOf: number;
  private readonly onlySession: number;
  private readonly onlyUser: number;
  /** … of a session Σ price of its purchases so far, whether it only stands for “no session”, and what came last in it. */
  private readonly spent: number;
  private readonly ownMark: number;
  private readonly lastProduct: number;
  private readonly lastCart: number;
  private readonly lastCartProduct: number;

  constructor(private readonly tables: Tables) {
    const { users, sessions, roamers } = tables;
    this.roamerOf = users.field(none);
    this.onlySession = users.field(none);
    this.spent = sessions.field();
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

  /** Resolves events from `from` to before `to`, whose users and products have been resolved; there must be room for them. */
  resolve(events: Events, from: number, to: number): void {
    const { sessions } = this.tables;
    const { time, type, price, userSlot, productSlot, sessionSlot, sessionGap, movedFrom, roamerSlot } = events;
    const { sessionSpent, again, weight } = events;
    const keys = halves(events.session);
    for (let at = from; at < to; at++) {
      const now = time[at] as number;
      const low = keys[at * 2] as number;
      const high = keys[at * 2 + 1] as number;
      let session = sessions.find(low, high);
      if (session < 0) {
        session = sessions.add(low, high, now);
        // Sessions are 0 … 2⁶¹ − 1; beyond lie those that stand for a user's events without one.
        const isOwn = high < 0 || high >= 0x20000000;
        sessions.record.values[session * sessions.stride + this.ownMark] = isOwn ? 1 : 0;
        sessionGap[at] = -1;
      } else {
        sessionGap[at] = (now - sessions.lastTime(session)) / 1000;
        sessions.touch(session, now);
      }
      sessionSlot[at] = session;

      const user = userSlot[at] as number;
      const moved = this.move(user, session);
      movedFrom[at] = moved;
      if (moved !== alone) roamerSlot[at] = this.roamerSlot(user, now);

      const kind = type[at] as number;
      const { values } = sessions.record;
      const record = session * sessions.stride;
      const paid = price[at] as number;
      if (kind === purchase && !Number.isNaN(paid)) (values[record + this.spent] as number) += paid;
      sessionSpent[at] = values[record + this.spent] as number;

      const product = productSlot[at] as number;
      const isAgain = values[record + this.lastProduct] === product;
      values[record + this.lastProduct] = product;
      again[at] = isAgain ? 1 : 0;
      if (kind === cart) weight[at] = this.isRepeated(record, product, now) ? 0 : 1;
      else weight[at] = kind === view && isAgain ? 0.25 : 1;
    }
  }

  /** Whether the session of this record put the product into the cart within the last minute; notes it where not. */
  private isRepeated(record: number, product: number, now: number): boolean {
    const { values } = this.tables.sessions.record;
    const isLast = values[record + this.lastCartProduct] === product;
    if (isLast && now - (values[record + this.lastCart] as number) < repeatedCartMs) return true;
    values[record + this.lastCart] = now;
    values[record + this.lastCartProduct] = product;
    return false;
  }

  private roamerSlot(user: number, now: number): number {
    const { users, roamers } = this.tables;
    const at = user * users.stride + this.roamerOf;
    const known = users.record.values[at] as number;
    if (known !== none) return known;
    const roamer = roamers.add(users.lowOf(user), users.highOf(user), now);
    users.record.values[at] = roamer;
    users.note(user);
    return roamer;
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
}

/**
 * Most sessions end after a few views, of which no rule could make anything. So what rules keep of a session is kept only
 * from the event on with which one could fire, or which says more than a view does. Until then the session's views are
 * noted; when it is promoted they are handed on first. To the rules it is as if they had seen every event, some later.
 */
import { alone, view, type Events, type SessionEvents } from '../events.js';
import type { SlotColumn, SlotTable } from './slot-table.js';

const none = -1;
/** Views of a session that are noted at most. */
const mostNoted = 16;

/** What is noted of a view: doubles … */
const time = 0;
const row = 1;
const doubles = 2;
/** … and 32-bit numbers: halves of the product, the user, whether it was of the same product as the one before. */
const low = 0;
const high = 1;
const user = 2;
const again = 3;
const ints = 4;

/** Weights of views, by `again`. */
const viewWeights = [1, 0.25] as const;

function makeColumns(length: number) {
  return {
    row: new Float64Array(length),
    time: new Float64Array(length),
    type: new Uint8Array(length),
    product: new BigInt64Array(length),
    price: new Float64Array(length),
    userSlot: new Int32Array(length),
    sessionSlot: new Int32Array(length),
    promotedSlot: new Int32Array(length),
    roamerSlot: new Int32Array(length),
    sessionGap: new Float64Array(length),
    userGap: new Float64Array(length),
    movedFrom: new Int32Array(length),
    again: new Uint8Array(length),
    weight: new Float64Array(length),
    userSpent: new Float64Array(length),
    sessionSpent: new Float64Array(length),
  };
}

export class PromotedSessions {
  /** Views that are noted of a session: with the next one it is promoted. */
  private readonly most: number;
  /** Fields of a session's record: its slot among the promoted, and views noted. */
  private readonly slotOf: number;
  private readonly count: number;
  private readonly notedDoubles: SlotColumn<Float64Array>;
  private readonly notedInts: SlotColumn<Int32Array>;
  private columns = makeColumns(0);
  private halves = new Int32Array(0);
  private length = 0;

  /** `patience`: no rule fires at an earlier event of a session of which nothing but views is known. */
  constructor(
    private readonly sessions: SlotTable,
    private readonly promoted: SlotTable,
    patience: number,
  ) {
    this.most = Math.max(0, Math.min(mostNoted, patience - 1));
    this.slotOf = sessions.field(none);
    this.count = sessions.field();
    this.notedDoubles = sessions.column('f64', { width: this.most * doubles, isCleared: false });
    this.notedInts = sessions.column('i32', { width: this.most * ints, isCleared: false });
    sessions.onEvict((slot) => {
      const own = sessions.record.values[slot * sessions.stride + this.slotOf] as number;
      if (own !== none) promoted.evict(own);
    });
  }

  /** Of the events from `from` to before `to` those that rules have to see; they hold until the next call. */
  take(events: Events, from: number, to: number): SessionEvents {
    // Each event may promote its session and the one that its user has left.
    const room = (to - from) * (2 * this.most + 1);
    if (this.columns.row.length < room) {
      this.columns = makeColumns(room);
      this.halves = new Int32Array(this.columns.product.buffer);
    }
    this.length = 0;
    const { sessions, most, slotOf, count } = this;
    const { type, sessionSlot, movedFrom } = events;
    const halves = new Int32Array(events.product.buffer, events.product.byteOffset, events.product.length * 2);
    const { values } = sessions.record;
    const { stride } = sessions;
    for (let at = from; at < to; at++) {
      const session = sessionSlot[at] as number;
      const record = session * stride;
      const moved = movedFrom[at] as number;
      let slot = values[record + slotOf] as number;
      if (slot === none) {
        const noted = values[record + count] as number;
        if (moved === alone && type[at] === view && noted < most) {
          values[record + count] = noted + 1;
          this.note(session * most + noted, events, halves, at);
          continue;
        }
        slot = this.promote(session);
      }
      this.add(events, halves, at, slot, moved < 0 ? moved : this.slotFor(moved));
    }
    return { length: this.length, ...this.columns };
  }

  private slotFor(session: number): number {
    const known = this.sessions.record.values[session * this.sessions.stride + this.slotOf] as number;
    return known === none ? this.promote(session) : known;
  }

  private note(place: number, events: Events, halves: Int32Array, at: number): void {
    const inDoubles = this.notedDoubles.values;
    const inInts = this.notedInts.values;
    inDoubles[place * doubles + time] = events.time[at] as number;
    inDoubles[place * doubles + row] = events.row[at] as number;
    inInts[place * ints + low] = halves[at * 2] as number;
    inInts[place * ints + high] = halves[at * 2 + 1] as number;
    inInts[place * ints + user] = events.userSlot[at] as number;
    inInts[place * ints + again] = events.again[at] as number;
  }

  /** Gives the session a slot among the promoted, and hands on what was noted of it. */
  private promote(session: number): number {
    const { sessions, promoted, most, columns, halves } = this;
    const slot = promoted.add(sessions.lowOf(session), sessions.highOf(session), 0);
    const { values } = sessions.record;
    const record = session * sessions.stride;
    values[record + this.slotOf] = slot;
    sessions.note(session);
    const inDoubles = this.notedDoubles.values;
    const inInts = this.notedInts.values;
    const end = session * most + (values[record + this.count] as number);
    for (let place = session * most; place < end; place++) {
      const to = this.length++;
      const now = inDoubles[place * doubles + time] as number;
      const isAgain = inInts[place * ints + again] as 0 | 1;
      const gap = place === session * most ? -1 : (now - (inDoubles[(place - 1) * doubles + time] as number)) / 1000;
      columns.time[to] = now;
      columns.row[to] = inDoubles[place * doubles + row] as number;
      columns.type[to] = view;
      halves[to * 2] = inInts[place * ints + low] as number;
      halves[to * 2 + 1] = inInts[place * ints + high] as number;
      columns.price[to] = NaN;
      columns.userSlot[to] = inInts[place * ints + user] as number;
      columns.sessionSlot[to] = session;
      columns.promotedSlot[to] = slot;
      columns.sessionGap[to] = gap;
      columns.userGap[to] = gap;
      columns.movedFrom[to] = alone;
      columns.again[to] = isAgain;
      columns.weight[to] = viewWeights[isAgain];
      columns.userSpent[to] = 0;
      columns.sessionSpent[to] = 0;
    }
    return slot;
  }

  private add(events: Events, ofEvents: Int32Array, at: number, slot: number, moved: number): void {
    const { columns, halves } = this;
    const to = this.length++;
    columns.time[to] = events.time[at] as number;
    columns.row[to] = events.row[at] as number;
    columns.type[to] = events.type[at] as number;
    halves[to * 2] = ofEvents[at * 2] as number;
    halves[to * 2 + 1] = ofEvents[at * 2 + 1] as number;
    columns.price[to] = events.price[at] as number;
    columns.userSlot[to] = events.userSlot[at] as number;
    columns.sessionSlot[to] = events.sessionSlot[at] as number;
    columns.promotedSlot[to] = slot;
    columns.roamerSlot[to] = events.roamerSlot[at] as number;
    columns.sessionGap[to] = events.sessionGap[at] as number;
    columns.userGap[to] = events.userGap[at] as number;
    columns.movedFrom[to] = moved;
    columns.again[to] = events.again[at] as number;
    columns.weight[to] = events.weight[at] as number;
    columns.userSpent[to] = events.userSpent[at] as number;
    columns.sessionSpent[to] = events.sessionSpent[at] as number;
  }
}

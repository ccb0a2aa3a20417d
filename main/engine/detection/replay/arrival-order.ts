/**
 * Puts events that arrive almost in order into order. The watermark stands a bound behind the latest event: what comes at
 * or before it is late and dropped; what it has passed is handed on by time, and at equal times as it arrived. An event far
 * ahead of all before it is held until others from then on confirm it: a wrong time alone would make all that follows late.
 */
import type { ArrivedEvents, Place } from '../../event-input.js';
import type { EventBatch } from '../events.js';

type Columns = Omit<ArrivedEvents, 'words' | 'rejects' | 'ignored' | 'placeOf'>;

/** An event, and where it stands. */
interface Held {
  readonly event: Columns;
  readonly time: number;
  readonly place: Place;
}

/** So far ahead of the latest event one is held. */
const jumpMs = 6 * 3600 * 1000;
/** So many in a row that are as far ahead confirm it; so many that are not refute it. */
const witnesses = 20;

export class ArrivalOrder {
  /** Events that came too late. */
  late = 0;
  /** Event time (ms) of the latest event; −∞ before the first. */
  latest = -Infinity;
  private earliest = Infinity;
  private handedOn = 0;
  /** In the order of arrival. */
  private waiting: Columns | null = null;
  /** Where the first events stand: they are doubted when earlier ones follow. */
  private readonly firstPlaces: Place[] = [];
  private accepted = 0;
  private held: readonly Held[] = [];
  /** Of those that are held: how many came since the last that is not far ahead. */
  private inRow = 0;
  /** Events that were not far ahead since the first that is held. */
  private against = 0;
  private refuted: Held[] = [];

  constructor(private readonly boundMs: number) {}

  /** Event time up to which (included) no event is waited for. */
  get watermark(): number {
    return this.latest - this.boundMs - 1;
  }

  /** Takes what has arrived; returns what may be handed on, null for nothing. */
  push(events: Columns, placeOf: ArrivedEvents['placeOf']): EventBatch | null {
    const { length, time } = events;
    const kept = new Int32Array(length);
    let count = 0;
    const keep = () => {
      if (count > 0) this.add(pick(events, kept.subarray(0, count)));
      count = 0;
    };
    for (let at = 0; at < length; at++) {
      const now = time[at] as number;
      if (this.doubtsBeginning(now)) {
        keep();
        this.holdBeginning();
      }
      const verdict = this.judge(now);
      if (verdict === 'late') this.late++;
      else if (verdict === 'kept') {
        kept[count++] = at;
        if (this.firstPlaces.length < witnesses) this.firstPlaces.push(placeOf(at));
      } else {
        this.hold({ event: pick(events, Int32Array.of(at)), time: now, place: placeOf(at) });
        if (this.inRow <= witnesses) continue;
        keep();
        this.believe();
      }
    }
    keep();
    return this.release(this.watermark);
  }

  /** The input has ended: all the rest, null for nothing. */
  end(): EventBatch | null {
    const { held } = this;
    const believed = held.length > this.against ? held : held.slice(held.length - this.inRow);
    this.refuted.push(...held.slice(0, held.length - believed.length));
    this.held = [];
    this.addAll(believed);
    return this.release(Infinity);
  }

  /** Events that were far ahead of all others, since the last call: time in ms, and where they stand. */
  takeRefuted(): readonly { readonly time: number; readonly place: Place }[] {
    const { refuted } = this;
    this.refuted = [];
    return refuted;
  }

  private judge(now: number): 'late' | 'kept' | 'held' {
    if (now <= this.watermark) return 'late';
    if (this.latest !== -Infinity && now - this.latest > jumpMs) return 'held';
    this.latest = Math.max(this.latest, now);
    this.earliest = Math.min(this.earliest, now);
    this.accepted++;
    if (this.held.length > 0) {
      this.inRow = 0;
      this.against++;
      if (this.against >= witnesses) this.refute();
    }
    return 'kept';
  }

  /** Whether the few events so far are far ahead of this one. Nothing of them has been handed on then. */
  private doubtsBeginning(now: number): boolean {
    return this.accepted <= witnesses && this.earliest > this.watermark && this.earliest - now > jumpMs;
  }

  private holdBeginning(): void {
    const { waiting } = this;
    if (waiting === null) return;
    const first = Array.from({ length: waiting.length }, (_, at) => ({
      event: pick(waiting, Int32Array.of(at)),
      time: waiting.time[at] as number,
      place: this.firstPlaces[at] ?? { file: '', line: 0 },
    }));
    this.held = [...first, ...this.held];
    this.waiting = null;
    this.latest = -Infinity;
    this.earliest = Infinity;
    this.accepted = 0;
    this.firstPlaces.length = 0;
  }

  private hold(row: Held): void {
    this.held = [...this.held, row];
    this.inRow++;
  }

  private refute(): void {
    this.refuted.push(...this.held);
    this.held = [];
    this.inRow = 0;
    this.against = 0;
  }

  /** Time goes on with the earliest that is held; those that are far ahead of it too are held again. */
  private believe(): void {
    const rows = this.held;
    this.held = [];
    this.inRow = 0;
    this.against = 0;
    this.latest = rows.reduce((least, { time }) => Math.min(least, time), Infinity);
    const kept: Held[] = [];
    for (const row of rows) {
      const verdict = this.judge(row.time);
      if (verdict === 'late') this.late++;
      else if (verdict === 'kept') {
        kept.push(row);
        if (this.firstPlaces.length < witnesses) this.firstPlaces.push(row.place);
      } else this.hold(row);
    }
    this.addAll(kept);
  }

  private addAll(rows: readonly Held[]): void {
    const [first, ...others] = rows.map(({ event }) => event);
    if (first !== undefined) this.add(others.reduce(join, first));
  }

  private add(events: Columns): void {
    this.waiting = this.waiting === null ? events : join(this.waiting, events);
  }

  private release(watermark: number): EventBatch | null {
    const { waiting } = this;
    if (waiting === null || waiting.length === 0) return null;
    const { time } = waiting;
    const order = new Int32Array(waiting.length).map((_, at) => at);
    if (!isSorted(time)) order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
    let count = 0;
    while (count < order.length && (time[order[count] as number] as number) <= watermark) count++;
    if (count === 0) return null;
    const released = pick(waiting, order.subarray(0, count));
    const row = Float64Array.from({ length: count }, (_, at) => this.handedOn + at);
    this.handedOn += count;
    const rest = order.slice(count).sort();
    this.waiting = rest.length === 0 ? null : pick(waiting, rest);
    return { ...released, row };
  }
}

function isSorted(time: Float64Array): boolean {
  for (let at = 1; at < time.length; at++) if ((time[at] as number) < (time[at - 1] as number)) return false;
  return true;
}

/** The events at these places, in this order. */
function pick(events: Columns, places: Int32Array): Columns {
  const { length } = places;
  const doubles = (from: Float64Array) => fill(new Float64Array(length), from, places);
  const ints = (from: Int32Array) => fill(new Int32Array(length), from, places);
  const ids = (from: BigInt64Array) => {
    const to = new BigInt64Array(length);
    for (let at = 0; at < length; at++) to[at] = from[places[at] as number] as bigint;
    return to;
  };
  return {
    length,
    time: doubles(events.time),
    type: fill(new Uint8Array(length), events.type, places),
    product: ids(events.product),
    user: ids(events.user),
    session: ids(events.session),
    price: doubles(events.price),
    brand: ints(events.brand),
    category: ints(events.category),
  };
}

function fill<Values extends Float64Array | Int32Array | Uint8Array>(
  to: Values,
  from: Values,
  places: Int32Array,
): Values {
  for (let at = 0; at < places.length; at++) to[at] = from[places[at] as number] as number;
  return to;
}

function join(first: Columns, second: Columns): Columns {
  const length = first.length + second.length;
  const both = <Values extends Float64Array | Int32Array | Uint8Array | BigInt64Array>(
    to: Values,
    a: Values,
    b: Values,
  ): Values => {
    (to as Float64Array).set(a as Float64Array, 0);
    (to as Float64Array).set(b as Float64Array, a.length);
    return to;
  };
  return {
    length,
    time: both(new Float64Array(length), first.time, second.time),
    type: both(new Uint8Array(length), first.type, second.type),
    product: both(new BigInt64Array(length), first.product, second.product),
    user: both(new BigInt64Array(length), first.user, second.user),
    session: both(new BigInt64Array(length), first.session, second.session),
    price: both(new Float64Array(length), first.price, second.price),
    brand: both(new Int32Array(length), first.brand, second.brand),
    category: both(new Int32Array(length), first.category, second.category),
  };
}

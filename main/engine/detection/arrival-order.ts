/**
 * Puts events that arrive almost in order into order. The watermark stands a bound behind the latest event: what comes at
 * or before it is late and dropped; what it has passed is handed on by time, and at equal times as it arrived.
 */
import type { ArrivedEvents } from '../event-input.js';
import type { EventBatch } from './events.js';

type Columns = Omit<ArrivedEvents, 'words' | 'rejects' | 'ignored'>;

export class ArrivalOrder {
  /** Events that came too late. */
  late = 0;
  /** Event time (ms) of the latest event; −∞ before the first. */
  latest = -Infinity;
  private handedOn = 0;
  /** In the order of arrival. */
  private waiting: Columns | null = null;

  constructor(private readonly boundMs: number) {}

  /** Event time up to which (included) no event is waited for. */
  get watermark(): number {
    return this.latest - this.boundMs - 1;
  }

  /** Takes what has arrived; returns what may be handed on, null for nothing. */
  push(events: Columns): EventBatch | null {
    const { length, time } = events;
    const kept = new Int32Array(length);
    let count = 0;
    for (let at = 0; at < length; at++) {
      const now = time[at] as number;
      if (now <= this.watermark) this.late++;
      else kept[count++] = at;
      if (now > this.latest) this.latest = now;
    }
    const batch = pick(events, kept.subarray(0, count));
    this.waiting = this.waiting === null ? batch : join(this.waiting, batch);
    return this.release(this.watermark);
  }

  /** The input has ended: all the rest, null for nothing. */
  end(): EventBatch | null {
    return this.release(Infinity);
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

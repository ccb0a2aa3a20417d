/**
 * Leaky buckets of every key of a table, several of them with their own sizes: level ← max(0, level − leak·Δt) + weight,
 * over when level > capacity, then clamped at the capacity, so that a bucket stops firing soon after the behaviour does.
 * A behaviour begins with the event that finds its bucket empty.
 */
import { purchase, type Events } from '../events.js';
import { SlotNumbers } from '../keys/slot-numbers.js';
import type { SlotTable } from '../keys/slot-table.js';

export interface Bucket {
  readonly capacity: number;
  /** A second. */
  readonly leak: number;
}

/** A key's numbers lie side by side, as all of them are read at each event: time and count of events, … */
const lastTime = 0;
const counted = 1;
/** … where the evidence begins that was told last: four numbers as of a bucket, and the row after which it ends … */
const evidence = 2;
const evidenceEnd = 6;
/** … and for each bucket. The first four say where its behaviour began: counts and money before that event. */
const firstBucket = 7;
const beganTime = 0;
const beganRow = 1;
const beganCount = 2;
const beganSpent = 3;
const level = 4;
const unclamped = 5;
const onlySession = 6;
const bucketWidth = 7;
const several = -2;

export class LeakyBuckets {
  private readonly numbers: SlotNumbers;
  private values: Float64Array;
  private readonly capacities: Float64Array;
  private readonly leaks: Float64Array;

  constructor(
    table: SlotTable,
    private readonly entity: 'user' | 'session',
    private readonly buckets: readonly Bucket[],
  ) {
    this.numbers = new SlotNumbers(table, firstBucket + buckets.length * bucketWidth);
    this.values = this.numbers.values;
    this.capacities = Float64Array.from(buckets, ({ capacity }) => capacity);
    this.leaks = Float64Array.from(buckets, ({ leak }) => leak);
  }

  /** Before each stretch of events: records are other ones after their table has grown. */
  refresh(): void {
    this.values = this.numbers.values;
  }

  /**
   * Puts an event into all buckets of the slot, `weights[bucket]` into each; a weight below 0 takes out.
   * Returns the buckets that run over, as bits.
   */
  take(slot: number, events: Events, at: number, weights: Float64Array): number {
    const { values, capacities, leaks } = this;
    const base = this.numbers.baseOf(slot);
    const time = events.time[at] as number;
    const seconds = (time - (values[base + lastTime] as number)) / 1000;
    values[base + lastTime] = time;
    const before = values[base + counted] as number;
    values[base + counted] = before + 1;
    let over = 0;
    for (let bucket = 0; bucket < capacities.length; bucket++) {
      const from = base + firstBucket + bucket * bucketWidth;
      const leaked = (leaks[bucket] as number) * seconds;
      const weight = weights[bucket] as number;
      let now = (values[from + level] as number) - leaked;
      let free = (values[from + unclamped] as number) - leaked;
      if (now <= 0) {
        now = 0;
        free = 0;
        this.begin(from, before, events, at);
      } else if (values[from + onlySession] !== events.sessionSlot[at]) {
        values[from + onlySession] = several;
      }
      now += weight;
      free += weight;
      if (now > (capacities[bucket] as number)) {
        now = capacities[bucket] as number;
        over |= 1 << bucket;
      }
      values[from + level] = now;
      values[from + unclamped] = free;
    }
    return over;
  }

  /** The user begins with what its session has; both have bought the same, so money needs no change. */
  copy(slot: number, other: LeakyBuckets, otherSlot: number): void {
    this.numbers.copy(slot, other.numbers, otherSlot);
  }

  /** Height that the level would have if it were not clamped. */
  height(slot: number, bucket: number): number {
    return this.values[this.numbers.baseOf(slot) + firstBucket + bucket * bucketWidth + unclamped] as number;
  }

  /** How many times its capacity the bucket would hold. */
  ratio(slot: number, bucket: number): number {
    return this.height(slot, bucket) / (this.capacities[bucket] as number);
  }

  /** Whether all events since the behaviour began were of one session. */
  isOneSession(slot: number, bucket: number): boolean {
    return this.values[this.numbers.baseOf(slot) + firstBucket + bucket * bucketWidth + onlySession] !== several;
  }

  /**
   * What stands in a signal at this event, for this bucket. The evidence goes on from where it began for the last signal
   * of any bucket, unless the behaviour began after that one.
   */
  upTo(slot: number, bucket: number, events: Events, at: number) {
    const { values } = this;
    const base = this.numbers.baseOf(slot);
    const from = base + firstBucket + bucket * bucketWidth;
    const row = events.row[at] as number;
    const time = events.time[at] as number;
    const began = base + evidence;
    if ((values[from + beganRow] as number) >= (values[base + evidenceEnd] as number)) {
      values.copyWithin(began, from, from + 4);
    }
    values[base + evidenceEnd] = row + 1;
    const spent = this.entity === 'user' ? events.userSpent : events.sessionSpent;
    const seconds = (time - (values[from + beganTime] as number)) / 1000;
    const { leak } = this.buckets[bucket] as Bucket;
    return {
      entity: this.entity,
      slot: this.entity === 'user' ? (events.userSlot[at] as number) : slot,
      userSlot: events.userSlot[at] as number,
      time,
      row,
      firstTime: values[began + beganTime] as number,
      firstRow: values[began + beganRow] as number,
      events: (values[base + counted] as number) - (values[began + beganCount] as number),
      spent: (spent[at] as number) - (values[began + beganSpent] as number),
      facts: {
        bucket,
        weighing: (values[from + unclamped] as number) + leak * seconds,
        events: (values[base + counted] as number) - (values[from + beganCount] as number),
        seconds,
      },
    };
  }

  private begin(from: number, before: number, events: Events, at: number): void {
    const { values } = this;
    const price = events.price[at] as number;
    const own = events.type[at] === purchase && !Number.isNaN(price) ? price : 0;
    const spent = this.entity === 'user' ? events.userSpent : events.sessionSpent;
    values[from + beganTime] = events.time[at] as number;
    values[from + beganRow] = events.row[at] as number;
    values[from + beganCount] = before;
    values[from + beganSpent] = (spent[at] as number) - own;
    values[from + onlySession] = events.sessionSlot[at] as number;
  }
}

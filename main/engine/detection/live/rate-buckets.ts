/** How many events of each type there were in each second of event time, or in longer spans at high speeds. */
import { purchase, type Events } from '../events.js';

export interface RateBucket {
  /** Where it begins (ms), and how long it is. */
  readonly start: number;
  readonly seconds: number;
  /** By event type. */
  readonly counts: readonly number[];
  /** Σ price of purchases. */
  readonly revenue: number;
}

interface OpenBucket {
  readonly start: number;
  end: number;
  readonly counts: [number, number, number, number];
  revenue: number;
}

/** No frame carries more; the oldest are left out. */
const maximumBuckets = 1000;

export class RateBuckets {
  private bucketMs: number;
  private open: OpenBucket | null = null;
  private closed: RateBucket[] = [];

  constructor(bucketSeconds: number) {
    this.bucketMs = bucketSeconds * 1000;
  }

  add({ time, type, price }: Events, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const now = time[at] as number;
      let bucket = this.open;
      if (bucket === null || now >= bucket.end) bucket = this.pass(now);
      const kind = type[at] as number;
      (bucket.counts[kind] as number)++;
      const paid = price[at] as number;
      if (kind === purchase && !Number.isNaN(paid)) bucket.revenue += paid;
    }
  }

  /** Buckets that have ended by `at` since the last time; at the end of the input the last one too. */
  take(at: number, bucketSeconds: number, isEnd: boolean): readonly RateBucket[] {
    if (this.open !== null && at >= this.open.end) this.pass(at);
    if (isEnd && this.open !== null) {
      this.close(this.open);
      this.open = null;
    }
    this.bucketMs = bucketSeconds * 1000;
    // A long one that is open when the replay slows down ends with the short span that has been reached.
    if (this.open !== null) this.open.end = Math.min(this.open.end, this.endAfter(at));
    const taken = this.closed;
    this.closed = [];
    return taken.slice(-maximumBuckets);
  }

  /** Closes buckets up to the one of `now`, empty ones too, and opens that. */
  private pass(now: number): OpenBucket {
    const { bucketMs } = this;
    let start = Math.floor(now / bucketMs) * bucketMs;
    if (this.open !== null) {
      this.close(this.open);
      const { end } = this.open;
      // The one after a change of length begins where the one before ended.
      let next = end;
      const skipTo = start - maximumBuckets * bucketMs;
      if (next < skipTo) next = skipTo;
      while (next < start) {
        const stop = Math.min(start, Math.floor(next / bucketMs) * bucketMs + bucketMs);
        this.close({ start: next, end: stop, counts: [0, 0, 0, 0], revenue: 0 });
        next = stop;
      }
      start = next;
    }
    this.open = { start, end: this.endAfter(now), counts: [0, 0, 0, 0], revenue: 0 };
    return this.open;
  }

  private endAfter(time: number): number {
    return Math.floor(time / this.bucketMs) * this.bucketMs + this.bucketMs;
  }

  private close({ start, end, counts, revenue }: OpenBucket): void {
    this.closed.push({ start, seconds: (end - start) / 1000, counts, revenue });
    if (this.closed.length > maximumBuckets * 2) this.closed = this.closed.slice(-maximumBuckets);
  }
}

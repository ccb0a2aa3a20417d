/** Signs of buckets that run over, of sessions or of users: the higher above its capacity, the more severe. */
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { DetectorContext } from '../detector.js';
import type { Events } from '../events.js';
import { LeakyBuckets, type Bucket } from './leaky-bucket.js';

interface BucketRule {
  readonly buckets: readonly Bucket[];
  /** Index of the bucket whose capacity is the rule's threshold; heights of the others are told in its terms. */
  readonly main: number;
  /** Bits of the event types that are counted. */
  readonly types: number;
  /** From so many times the capacity on, a sign is medium, and high. */
  readonly mediumTimes: number;
  readonly highTimes: number;
}

export class BucketSignals {
  private readonly levels: LeakyBuckets;
  private readonly threshold: number;
  private readonly emit: DetectorContext['emit'];

  constructor(
    context: DetectorContext,
    private readonly entity: 'user' | 'session',
    private readonly rule: BucketRule,
  ) {
    const table = entity === 'user' ? context.tables.roamers : context.tables.sessions;
    this.levels = new LeakyBuckets(table, entity, rule.buckets);
    this.threshold = rule.buckets[rule.main]?.capacity ?? 0;
    this.emit = context.emit;
  }

  /** Before each stretch of events. */
  refresh(): void {
    this.levels.refresh();
  }

  /** Takes an event; returns the height of the main bucket. A user's sign is given where several sessions make it up. */
  take(slot: number, events: Events, at: number, weights: Float64Array): number {
    const { levels } = this;
    const over = levels.take(slot, events, at, weights);
    if (over !== 0) this.tell(slot, over, events, at);
    return levels.height(slot, this.rule.main);
  }

  /** The user begins with what its session has. */
  copy(slot: number, other: BucketSignals, otherSlot: number): void {
    this.levels.copy(slot, other.levels, otherSlot);
  }

  private tell(slot: number, over: number, events: Events, at: number): void {
    const { levels, rule } = this;
    let bucket = -1;
    let times = 0;
    for (let each = 0; each < rule.buckets.length; each++) {
      if ((over & (1 << each)) === 0) continue;
      if (this.entity === 'user' && levels.isOneSession(slot, each)) continue;
      const ratio = levels.ratio(slot, each);
      if (ratio <= times) continue;
      times = ratio;
      bucket = each;
    }
    if (bucket < 0) return;
    const severity: Severity = times > rule.highTimes ? 'high' : times > rule.mediumTimes ? 'medium' : 'low';
    const { threshold } = this;
    const value = times * threshold;
    this.emit({ ...levels.upTo(slot, bucket, events, at), severity, types: rule.types, value, threshold });
  }
}

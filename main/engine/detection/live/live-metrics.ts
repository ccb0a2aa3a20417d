/**
 * What the live screen shows of the shop, in event time: exact counts over the last minutes. Everything looks back from
 * one moment: an event counts for `span` ms, from its own moment to before that moment + span.
 */
import { purchase, view, type Events } from '../events.js';
import type { Keys } from '../keys/keys.js';
import type { Onlooker } from '../detection.js';
import { MetricHistory, type DayBefore, type Moment } from './metric-history.js';
import { RateBuckets, type RateBucket } from './rate-buckets.js';
import type { SlotColumn } from '../keys/slot-table.js';
import { TimeRing } from './time-ring.js';

export interface MetricsFrame extends Moment {
  readonly rates: readonly RateBucket[];
  readonly dayBefore: DayBefore;
  readonly topProducts: readonly { readonly product: bigint; readonly views: number }[];
}

const minuteMs = 60_000;
export const activeMs = 5 * minuteMs;
export const hourMs = 60 * minuteMs;
const topCount = 5;

export class LiveMetrics implements Onlooker {
  private readonly userRing = new TimeRing();
  /** Field of a user: the number of its last entry in the ring; −1 for none. */
  private readonly lastEntry: number;
  private activeUsers = 0;
  private readonly viewRing = new TimeRing();
  /** Of a product: views in the ring (a field), and the number of the first of them. */
  private readonly views: number;
  private readonly firstView: SlotColumn<Float64Array>;
  private readonly salesOfHour = new TimeRing();
  private readonly salesOfMinute = new TimeRing();
  private revenueOfMinute = 0;
  private readonly history = new MetricHistory();
  private readonly rates: RateBuckets;
  private minute = -Infinity;

  /** `bucketSeconds` is for the rates up to the first frame. */
  constructor(
    private readonly keys: Keys,
    bucketSeconds = 1,
  ) {
    this.rates = new RateBuckets(bucketSeconds);
    const { users, products } = keys.tables;
    this.lastEntry = users.field(-1);
    this.views = products.field();
    this.firstView = products.column('f64', { isCleared: false });
    users.onEvict((slot) => {
      if ((users.record.values[slot * users.stride + this.lastEntry] as number) >= this.userRing.first)
        this.activeUsers--;
    });
  }

  /** Before keys are given up: what they did long ago then counts no more, and has been noted for the day after. */
  pass(time: number): void {
    this.passMinutes(time);
    this.expire(time);
  }

  /** All events lie in one minute, as detection cuts them. */
  process(events: Events, from: number, to: number): void {
    const { time, type, price, userSlot, productSlot } = events;
    this.rates.add(events, from, to);
    const { users, products } = this.keys.tables;
    const ofUsers = users.record.values;
    const ofProducts = products.record.values;
    const firstView = this.firstView.values;
    for (let at = from; at < to; at++) {
      const now = time[at] as number;
      const user = userSlot[at] as number;
      const lastEntry = user * users.stride + this.lastEntry;
      if ((ofUsers[lastEntry] as number) < this.userRing.first) this.activeUsers++;
      ofUsers[lastEntry] = this.userRing.add(now, user);
      users.note(user);
      const kind = type[at];
      if (kind === view) {
        const product = productSlot[at] as number;
        const entry = this.viewRing.add(now, product);
        const views = product * products.stride + this.views;
        if (ofProducts[views] === 0) firstView[product] = entry;
        (ofProducts[views] as number)++;
      } else if (kind === purchase) {
        const paid = price[at] as number;
        this.salesOfHour.add(now, 0);
        this.salesOfMinute.add(now, Number.isNaN(paid) ? 0 : paid);
        this.revenueOfMinute += Number.isNaN(paid) ? 0 : paid;
      }
    }
    this.expire(time[to - 1] as number);
  }

  /** At event time `at`, which may lie after the last event. `bucketSeconds` is for the rates from the frame before on. */
  frame(at: number, bucketSeconds: number, isEnd: boolean): MetricsFrame {
    this.pass(at);
    return {
      ...this.moment(),
      rates: this.rates.take(at, bucketSeconds, isEnd),
      dayBefore: this.history.dayBefore(at),
      topProducts: this.topProducts(),
    };
  }

  private moment(): Moment {
    const views = this.viewRing.size;
    return {
      activeUsers: this.activeUsers,
      salesPerMinute: this.salesOfMinute.size,
      revenuePerMinute: this.revenueOfMinute,
      conversion: views === 0 ? NaN : this.salesOfHour.size / views,
    };
  }

  /** Notes the moment of every whole minute up to `time`. */
  private passMinutes(time: number): void {
    const minute = Math.floor(time / minuteMs) * minuteMs;
    if (minute <= this.minute) return;
    const isFirst = this.minute === -Infinity;
    const from = isFirst ? minute : Math.max(this.minute + minuteMs, minute - MetricHistory.keptMs);
    for (let passed = from; passed <= minute; passed += minuteMs) {
      this.expire(passed);
      this.history.note(passed, this.moment());
    }
    this.minute = minute;
  }

  private expire(now: number): void {
    const { userRing, viewRing, salesOfHour, salesOfMinute } = this;
    const { users, products } = this.keys.tables;
    const ofUsers = users.record.values;
    while (userRing.firstTime <= now - activeMs) {
      const entry = userRing.first;
      if (ofUsers[userRing.take() * users.stride + this.lastEntry] === entry) this.activeUsers--;
    }
    const ofProducts = products.record.values;
    const firstView = this.firstView.values;
    while (viewRing.firstTime <= now - hourMs) {
      const entry = viewRing.first;
      const product = viewRing.take();
      // The slot may be another product's by now.
      const views = product * products.stride + this.views;
      if ((ofProducts[views] as number) > 0 && entry >= (firstView[product] as number)) (ofProducts[views] as number)--;
    }
    while (salesOfHour.firstTime <= now - hourMs) salesOfHour.take();
    while (salesOfMinute.firstTime <= now - minuteMs) this.revenueOfMinute -= salesOfMinute.take();
    if (salesOfMinute.size === 0) this.revenueOfMinute = 0; // sums of fractions leave crumbs
  }

  /** Most viewed first; of equal ones the smaller number. */
  private topProducts(): MetricsFrame['topProducts'] {
    const { products } = this.keys.tables;
    const { values } = products.record;
    const top: { product: bigint; views: number }[] = [];
    for (let slot = 0; slot * products.stride < values.length; slot++) {
      const count = values[slot * products.stride + this.views] as number;
      if (count === 0 || (top.length === topCount && count < (top[topCount - 1] as { views: number }).views)) continue;
      if (!products.isAlive(slot)) continue;
      top.push({ product: products.keyOf(slot), views: count });
      top.sort((a, b) => b.views - a.views || (a.product < b.product ? -1 : 1));
      if (top.length > topCount) top.pop();
    }
    return top;
  }
}

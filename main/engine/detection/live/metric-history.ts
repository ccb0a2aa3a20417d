/** Live metrics of every minute of the last day, to set those of now beside them. */

export interface Moment {
  /** Distinct users of the last 5 minutes. */
  readonly activeUsers: number;
  /** Purchases, and Σ their price, of the last minute. */
  readonly salesPerMinute: number;
  readonly revenuePerMinute: number;
  /** Purchases per view of the last hour; NaN without views. */
  readonly conversion: number;
}

/** Null where the replay had not been going for as long as the metric looks back. */
export type DayBefore = { readonly [Metric in keyof Moment]: number | null };

const minuteMs = 60_000;
const minutesKept = 1441;
const metrics = ['activeUsers', 'salesPerMinute', 'revenuePerMinute', 'conversion'] as const;
/** How far back each metric looks. */
const lookBackMs = {
  activeUsers: 5 * minuteMs,
  salesPerMinute: minuteMs,
  revenuePerMinute: minuteMs,
  conversion: 60 * minuteMs,
};

export class MetricHistory {
  static readonly keptMs = (minutesKept - 1) * minuteMs;
  private readonly times = new Float64Array(minutesKept).fill(-1);
  private readonly values = new Float64Array(minutesKept * metrics.length);
  private start = Infinity;

  /** `minute` is a whole one (ms). */
  note(minute: number, moment: Moment): void {
    if (this.start === Infinity) this.start = minute;
    const place = (minute / minuteMs) % minutesKept;
    this.times[place] = minute;
    for (const [at, metric] of metrics.entries()) this.values[place * metrics.length + at] = moment[metric];
  }

  /** A day before the minute of `time`. */
  dayBefore(time: number): DayBefore {
    const minute = (Math.floor(time / minuteMs) - 1440) * minuteMs;
    const place = (minute / minuteMs) % minutesKept;
    const isThere = this.times[place] === minute;
    const valueOf = (metric: (typeof metrics)[number]) => {
      if (!isThere || minute < this.start + lookBackMs[metric]) return null;
      const value = this.values[place * metrics.length + metrics.indexOf(metric)] as number;
      return Number.isNaN(value) ? null : value;
    };
    return {
      activeUsers: valueOf('activeUsers'),
      salesPerMinute: valueOf('salesPerMinute'),
      revenuePerMinute: valueOf('revenuePerMinute'),
      conversion: valueOf('conversion'),
    };
  }
}

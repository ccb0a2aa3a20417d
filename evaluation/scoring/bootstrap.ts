/** Intervals by the bootstrap (Efron 1979): percentiles of the statistic over samples drawn with replacement. */
import { randomOf } from '../cases/draws.js';

const samples = 1000;

export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** 95 % interval of a statistic of the items; NaN where there are none. The same for the same items. */
export function bootstrap<T>(items: readonly T[], statistic: (sample: readonly T[]) => number): Interval {
  if (items.length === 0) return { from: NaN, to: NaN };
  const random = randomOf(`bootstrap ${items.length}`);
  const values: number[] = [];
  for (let at = 0; at < samples; at++) {
    const value = statistic(items.map(() => items[random.below(items.length)] as T));
    if (!Number.isNaN(value)) values.push(value);
  }
  return { from: quantile(values, 0.025), to: quantile(values, 0.975) };
}

/** By linear interpolation; NaN of no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low + (high - low) * (place - Math.floor(place));
}

export function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? NaN : items.filter(holds).length / items.length;
}

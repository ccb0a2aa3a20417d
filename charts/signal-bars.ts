/** How a signal is spread over entities, laid out for a slider: logarithmic along and up, in a box of 0 to 1. */
import type { SignalSpread } from '../preload/alert.js';

export interface SpreadBar {
  /** From the left, fractions of the box. */
  readonly left: number;
  readonly right: number;
  /** From the floor, a fraction of the box. */
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly entities: number;
}

export interface SpreadLayout {
  readonly bars: readonly SpreadBar[];
  /** The values at the box's ends. */
  readonly least: number;
  readonly most: number;
  /** Where a value stands, from the left; held within the box. */
  readonly placeOf: (value: number) => number;
}

type Bars = Pick<SignalSpread, 'bars'>;

/** Signed, so that a log-likelihood below 0 has a place too. */
export function toLogScale(value: number): number {
  return Math.sign(value) * Math.log10(1 + Math.abs(value));
}

export function fromLogScale(place: number): number {
  return Math.sign(place) * (10 ** Math.abs(place) - 1);
}

/** `reach` is what has to be seen besides the bars: the slider's ends. */
export function layOutSpread({ bars }: Bars, reach: readonly number[]): SpreadLayout {
  const ends = [...bars.flatMap(({ from, to }) => [from, to]), ...reach].filter(Number.isFinite).map(toLogScale);
  const least = ends.reduce((a, b) => Math.min(a, b), Infinity);
  const most = ends.reduce((a, b) => Math.max(a, b), -Infinity);
  const width = most - least;
  const placeOf = (value: number) => (width > 0 ? Math.min(1, Math.max(0, (toLogScale(value) - least) / width)) : 0.5);
  const tallest = Math.log10(1 + bars.reduce((top, { entities }) => Math.max(top, entities), 1));
  return {
    placeOf,
    least: fromLogScale(least),
    most: fromLogScale(most),
    bars: bars.map(({ from, to, entities }) => ({
      from,
      to,
      entities,
      left: placeOf(from),
      right: placeOf(to),
      height: Math.log10(1 + entities) / tallest,
    })),
  };
}

/** Entities whose highest value lies on the alarming side. A bar that the threshold cuts counts by the cut's place in it. */
export function countBeyond({ bars, direction }: Pick<SignalSpread, 'bars' | 'direction'>, threshold: number): number {
  let count = 0;
  for (const { from, to, entities } of bars) {
    const above = to <= threshold ? 0 : from >= threshold ? 1 : to > from ? (to - threshold) / (to - from) : 1;
    count += entities * (direction === 'above' ? above : 1 - above);
  }
  return Math.round(count);
}

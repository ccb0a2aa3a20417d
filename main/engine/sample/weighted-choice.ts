/** Choices by weight in constant time (A. J. Walker's alias method, built as M. D. Vose does), many groups in one pair of arrays. */
import type { Random } from './random.js';

export class WeightedChoice {
  private readonly accept: Float64Array;
  private readonly other: Int32Array;

  constructor(size: number) {
    this.accept = new Float64Array(size);
    this.other = new Int32Array(size);
  }

  /** Makes the items `from` … `from + weights.length − 1` one group with these weights. */
  setGroup(from: number, weights: Float64Array): void {
    const count = weights.length;
    let total = 0;
    for (const weight of weights) total += weight;
    const scaled = weights.map((weight) => (weight * count) / total);
    const small: number[] = [];
    const large: number[] = [];
    scaled.forEach((value, i) => (value < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop() as number;
      const high = large[large.length - 1] as number;
      this.accept[from + low] = (scaled[low] as number) * 2 ** 32;
      this.other[from + low] = from + high;
      scaled[high] = (scaled[high] as number) - (1 - (scaled[low] as number));
      if ((scaled[high] as number) < 1) small.push(large.pop() as number);
    }
    for (const i of [...small, ...large]) {
      this.accept[from + i] = 2 ** 32;
      this.other[from + i] = from + i;
    }
  }

  /** An item of the group that begins at `from` and has `count` items. */
  pick(random: Random, from: number, count: number): number {
    const item = from + random.below(count);
    return random.next() < (this.accept[item] as number) ? item : (this.other[item] as number);
  }
}

/** Zipf-like weights 1 / (rank + shift)^exponent for ranks 1 … count. */
export function zipfWeights(count: number, shift: number, power: (rank: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 1 / power(i + 1 + shift));
}

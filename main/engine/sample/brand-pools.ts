/** Which brands sell in which first category level, how often, and how well. */
import { nameBrands } from './brand-names.js';
import { power } from './portable-math.js';
import type { Random } from './random.js';
import { WeightedChoice, zipfWeights } from './weighted-choice.js';

const brandCount = 3444;

/** A brand's selling power by its rank in its category level: some leak interest, some deserve to be seen more. */
function brandConversion(random: Random, rank: number): number {
  const clear = [1.15, 0.95, 0.55, 1.05, 1.8, 0.8, 0.5, 1.9, 1.6][rank];
  return clear ?? 0.6 + 0.9 * random.fraction();
}

/** The brands of one first category level. */
export interface BrandPool {
  readonly names: readonly string[];
  readonly conversion: readonly number[];
  readonly choice: WeightedChoice;
  /** Brands that have a product already, so that the small ones are not forgotten. */
  used: number;
}

/** 3,444 brands, spread over the levels as their products are. */
export function makeBrandPools(random: Random, productsOfLevel: ReadonlyMap<string, number>): Map<string, BrandPool> {
  const taken = new Set<string>();
  const all = [...productsOfLevel.values()].reduce((a, b) => a + b);
  const pools = new Map<string, BrandPool>();
  const lastLevel = [...productsOfLevel.keys()].pop();
  for (const [level, products] of productsOfLevel) {
    const share = Math.max(5, Math.round((brandCount * products) / all));
    const count = level === lastLevel ? Math.max(5, brandCount - taken.size) : share;
    const names = nameBrands(random, level, count, taken);
    const choice = new WeightedChoice(names.length);
    choice.setGroup(
      0,
      zipfWeights(names.length, 1, (rank) => power(rank, 1.3)),
    );
    pools.set(level, { names, conversion: names.map((_, rank) => brandConversion(random, rank)), choice, used: 0 });
  }
  return pools;
}

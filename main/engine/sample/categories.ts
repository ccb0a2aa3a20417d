/** The shop's categories: several ids may share a code, and a third of the views falls on ids without one. */
import { categoryCodes } from './category-codes.js';
import { exp, ln, normalQuantile } from './portable-math.js';
import type { Random } from './random.js';
import { rhythmOf, rhythms } from './rhythm.js';
import { zipfWeights } from './weighted-choice.js';

const categoryCount = 624;
const uncodedShare = 0.3184; // of the views, as in October 2019

export interface Category {
  readonly id: string;
  /** Empty where the shop gave none; `level` then says what kind of goods it is all the same. */
  readonly code: string;
  readonly level: string;
  readonly weight: number;
  readonly price: number;
  readonly conversion: number;
  readonly rhythm: number;
}

/** Ids of 19 digits that ascend from `from`; no two are equal. */
function* categoryIds(random: Random, from: bigint): Generator<string> {
  for (let id = from; ; id += BigInt(1 + random.next())) yield String(id);
}

/** The 624 categories: those with a code, then those without. */
export function makeCategories(random: Random): readonly Category[] {
  const coded = categoryIds(random, 2053013555631882655n);
  const categories: Category[] = categoryCodes.flatMap((of) => {
    const shares = zipfWeights(of.ids, 0, (rank) => rank);
    const sum = shares.reduce((a, b) => a + b);
    return Array.from(shares, (share) => ({
      id: coded.next().value as string,
      code: of.code,
      level: of.code.split('.')[0] as string,
      weight: (of.weight * share) / sum,
      price: of.price,
      conversion: of.conversion,
      rhythm: rhythmOf(of.code),
    }));
  });
  const uncoded = categoryIds(random, 2127425375913902544n);
  const codedWeight = categories.reduce((sum, category) => sum + category.weight, 0);
  const shares = zipfWeights(categoryCount - categories.length, 6, (rank) => rank);
  const sum = shares.reduce((a, b) => a + b);
  const levels = [...new Set(categories.map((category) => category.level))];
  for (const share of shares) {
    const level = levels[random.below(levels.length)] as string;
    categories.push({
      id: uncoded.next().value as string,
      code: '',
      level,
      weight: (share / sum) * codedWeight * (uncodedShare / (1 - uncodedShare)),
      price: exp(ln(60) + 0.9 * normalQuantile((random.below(9999) + 1) / 10_000)),
      conversion: 0.4 + 0.8 * random.fraction(),
      rhythm: random.below(rhythms.length),
    });
  }
  return categories;
}

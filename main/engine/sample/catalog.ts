/** The shop's goods: categories, brands and products with their prices, their pull and how well they sell. */
import { makeBrandPools, type BrandPool } from './brand-pools.js';
import { makeCategories, type Category } from './categories.js';
import { exp, normalQuantile, power } from './portable-math.js';
import type { Random } from './random.js';
import { secondsOfMonth } from './rhythm.js';
import { WeightedChoice, zipfWeights } from './weighted-choice.js';

const productsOfTheRealMonth = 166_794;
const rowsOfTheRealMonth = 42_448_764;
const dearestCents = 257_407;

/** All numbers by product; a category's products are neighbours and their ids ascend. */
export interface Catalog {
  readonly productCount: number;
  /** `product_id,category_id,category_code,brand,` of product p is `text[textFrom[p]]` to `text[textFrom[p + 1]]`. */
  readonly text: Uint8Array;
  readonly textFrom: Int32Array;
  readonly priceCents: Int32Array;
  readonly laterPriceCents: Int32Array;
  /** Second of the month from which the later price holds. */
  readonly priceChangesAt: Int32Array;
  /** How well it sells against the mean view of the shop (1); 0 for products without a price. */
  readonly conversion: Float64Array;
  readonly categoryOf: Int32Array;
  readonly categoryWeights: Float64Array;
  readonly categoryRhythms: Int32Array;
  /** First product of each category, and the number of products after the last. */
  readonly firstProduct: Int32Array;
  /** Products by popularity, one group a category. */
  readonly popularity: WeightedChoice;
}

/** How many products each category has; a bigger file shows more of the assortment. */
function countProducts(categories: readonly Category[], rows: number): readonly number[] {
  const all = Math.max(200, productsOfTheRealMonth * power(Math.min(1, rows / rowsOfTheRealMonth), 0.42));
  const shares = categories.map((category) => power(category.weight, 0.62));
  const sum = shares.reduce((a, b) => a + b);
  return shares.map((share) => Math.max(1, Math.round((share / sum) * all)));
}

const utf8 = new TextEncoder();

/** Makes the catalog of a file of `rows` rows; the same for the same seed of `random`. */
export function makeCatalog(rows: number, random: Random): Catalog {
  const categories = makeCategories(random);
  const counts = countProducts(categories, rows);
  const productCount = counts.reduce((a, b) => a + b);
  const productsOfLevel = new Map<string, number>();
  categories.forEach(({ level }, at) =>
    productsOfLevel.set(level, (productsOfLevel.get(level) ?? 0) + (counts[at] as number)),
  );
  const pools = makeBrandPools(random, productsOfLevel);

  const text = new Uint8Array(productCount * 96);
  const textFrom = new Int32Array(productCount + 1);
  const priceCents = new Int32Array(productCount);
  const laterPriceCents = new Int32Array(productCount);
  const priceChangesAt = new Int32Array(productCount);
  const conversion = new Float64Array(productCount);
  const categoryOf = new Int32Array(productCount);
  const firstProduct = new Int32Array(categories.length + 1);
  const popularity = new WeightedChoice(productCount);
  const logPrices = Float64Array.from({ length: 1024 }, (_, i) => normalQuantile((i + 0.5) / 1024));
  const allWeight = categories.reduce((sum, category) => sum + category.weight, 0);
  let meanConversion = 0;
  let product = 0;

  categories.forEach((category, at) => {
    const count = counts[at] as number;
    const pool = pools.get(category.level) as BrandPool;
    const longestStep = Math.min(16, Math.floor(99_000 / count));
    const weights = zipfWeights(count, 4, (rank) => power(rank, 1.1));
    shuffle(weights, random);
    const sumOfWeights = weights.reduce((a, b) => a + b);
    let id = 1_000_000 + at * 100_000;
    firstProduct[at] = product;
    popularity.setGroup(product, weights);
    for (let i = 0; i < count; i += 1) {
      id += 1 + random.below(longestStep);
      const fame = (weights[i] as number) / sumOfWeights;
      let brand = '';
      let sells = category.conversion;
      if (!random.chance(category.code === '' ? 0.32 : 0.062)) {
        const fresh = pool.used < pool.names.length && fame * count < 0.6 && random.chance(0.4);
        const rank = fresh ? pool.used++ : pool.choice.pick(random, 0, pool.names.length);
        brand = pool.names[rank] as string;
        sells *= pool.conversion[rank] as number;
      }
      const unpriced = random.chance(0.003) && fame * category.weight < 0.2; // per mille of the views
      const cents = Math.floor(category.price * 100 * exp(0.55 * (logPrices[random.below(1024)] as number)));
      priceCents[product] = unpriced ? 0 : Math.min(dearestCents, Math.max(77, cents));
      const changes = !unpriced && random.chance(0.35);
      priceChangesAt[product] = changes ? random.below(secondsOfMonth) : secondsOfMonth;
      laterPriceCents[product] = Math.min(
        dearestCents,
        Math.floor((priceCents[product] as number) * (0.85 + 0.3 * random.fraction())),
      );
      conversion[product] = unpriced ? 0 : sells;
      meanConversion += (fame * sells * category.weight) / allWeight;
      categoryOf[product] = at;
      const bytes = utf8.encode(`${id},${category.id},${category.code},${brand},`);
      text.set(bytes, textFrom[product] as number);
      textFrom[product + 1] = (textFrom[product] as number) + bytes.length;
      product += 1;
    }
  });
  firstProduct[categories.length] = product;

  return {
    productCount,
    text: text.slice(0, textFrom[productCount] as number),
    textFrom,
    priceCents,
    laterPriceCents,
    priceChangesAt,
    conversion: conversion.map((sells) => sells / meanConversion),
    categoryOf,
    categoryWeights: Float64Array.from(categories, (category) => category.weight),
    categoryRhythms: Int32Array.from(categories, (category) => category.rhythm),
    firstProduct,
    popularity,
  };
}

function shuffle(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
  }
}

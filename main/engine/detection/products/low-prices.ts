/**
 * The price below which a tenth of a category's purchases lie, followed by small steps: up by a little with every dearer
 * purchase, down by nine times that with every cheaper one (a stochastic approximation of the quantile, in logarithms).
 */

const share = 0.1;
/** Purchases of a category before anything is called cheap. */
const fewest = 50;
const step = 0.05;

export class LowPrices {
  private readonly known = new Map<number, { log: number; count: number }>();

  /** Whether the price is among the cheapest tenth of the category so far; takes it in. */
  take(category: number, price: number): boolean {
    if (!(price > 0)) return false;
    const log = Math.log(price);
    const own = this.known.get(category);
    if (own === undefined) {
      this.known.set(category, { log, count: 1 });
      return false;
    }
    const isBelow = log < own.log;
    own.count++;
    // Great steps at first, so that the first price does not matter for long.
    const length = Math.max(step, 4 / own.count);
    own.log += isBelow ? -length * (1 - share) : length * share;
    return isBelow && own.count > fewest;
  }
}

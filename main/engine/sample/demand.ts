/** What people look at and how readily they buy it in the current hour. */
import type { Catalog } from './catalog.js';
import type { Random } from './random.js';
import { rhythms, weekdayOf } from './rhythm.js';
import { WeightedChoice } from './weighted-choice.js';

export class Demand {
  private readonly categories: WeightedChoice;
  private readonly conversionByRhythm = new Float64Array(rhythms.length);

  constructor(private readonly catalog: Catalog) {
    this.categories = new WeightedChoice(catalog.categoryWeights.length);
  }

  /** From now on it is this hour of the month. */
  setHour(hourOfMonth: number): void {
    const { categoryWeights, categoryRhythms } = this.catalog;
    const weekday = weekdayOf(Math.floor(hourOfMonth / 24));
    const hour = hourOfMonth % 24;
    const interest = rhythms.map((rhythm) => rhythm.interest(weekday, hour));
    rhythms.forEach((rhythm, at) => (this.conversionByRhythm[at] = rhythm.conversion(weekday, hour)));
    this.categories.setGroup(
      0,
      categoryWeights.map((weight, at) => weight * (interest[categoryRhythms[at] as number] as number)),
    );
  }

  pickProduct(random: Random): number {
    return this.pickFrom(random, this.categories.pick(random, 0, this.catalog.categoryWeights.length));
  }

  pickLike(random: Random, product: number): number {
    return this.pickFrom(random, this.catalog.categoryOf[product] as number);
  }

  /** How well the product sells now, 1 being the mean view. */
  conversion(product: number): number {
    const { conversion, categoryOf, categoryRhythms } = this.catalog;
    const rhythm = categoryRhythms[categoryOf[product] as number] as number;
    return (conversion[product] as number) * (this.conversionByRhythm[rhythm] as number);
  }

  private pickFrom(random: Random, category: number): number {
    const { firstProduct, popularity } = this.catalog;
    const first = firstProduct[category] as number;
    return popularity.pick(random, first, (firstProduct[category + 1] as number) - first);
  }
}

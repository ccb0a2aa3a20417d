/** What the background sells, learned from its rows: from it attackers and look-alikes take their products. */
import type { Random } from '../../main/engine/sample/random.js';
import type { Rows } from '../rows.js';

export interface Product {
  readonly id: number;
  readonly categoryId: string;
  /** Full category code; empty where unknown. */
  readonly category: string;
  readonly brand: string;
  /** Codes of both texts; −1 where unknown. */
  readonly categoryCode: number;
  readonly brandCode: number;
  /** The price last seen. */
  price: number;
  events: number;
}

export class Goods {
  private readonly byId = new Map<number, Product>();
  private readonly codes = new Map<string, number>();
  private inOrder: readonly Product[] = [];
  private byPrice: readonly Product[] = [];
  private rows: Rows | undefined;
  private cumulated = 0;

  /** One event of the product; its texts are read when it is seen for the first time. */
  see(id: number, price: number, texts: () => Pick<Product, 'categoryId' | 'category' | 'brand'>): void {
    let product = this.byId.get(id);
    if (product === undefined) {
      const { categoryId, category, brand } = texts();
      const [categoryCode, brandCode] = [this.codeOf(category), this.codeOf(brand)];
      product = { id, categoryId, category, brand, categoryCode, brandCode, price, events: 0 };
      this.byId.set(id, product);
    }
    product.price = price;
    product.events++;
  }

  /** To be called when all is seen. */
  complete(rows: Rows): this {
    this.rows = rows;
    this.cumulated = rows.length;
    this.inOrder = [...this.byId.values()].sort((a, b) => a.id - b.id);
    this.byPrice = this.inOrder.filter(({ price }) => price > 0).sort((a, b) => a.price - b.price);
    return this;
  }

  get count(): number {
    return this.inOrder.length;
  }

  find(id: number): Product {
    const product = this.byId.get(id);
    if (product === undefined) throw new Error(`The background has no product ${id}.`);
    return product;
  }

  /** By the law of popularity that the background has. */
  pick(random: Random): number {
    return this.rows?.product[random.below(this.cumulated)] ?? 0;
  }

  /** Every product is as likely. */
  pickEvenly(random: Random): number {
    return (this.inOrder[random.below(this.count)] as Product).id;
  }

  /** Distinct products by popularity, or evenly; fewer where there are not so many. */
  pickDistinct(random: Random, wanted: number, pick: (random: Random) => number = (r) => this.pick(r)): number[] {
    const most = Math.min(wanted, this.count);
    const picked = new Set<number>();
    for (let tries = 0; picked.size < most && tries < most * 20; tries++) picked.add(pick(random));
    for (let at = random.below(this.count); picked.size < most; at = (at + 1) % this.count)
      picked.add((this.inOrder[at] as Product).id);
    return [...picked];
  }

  /** Distinct products of the category of some popular product, then of the next ones, by popularity no more. */
  pickOfCategory(random: Random, wanted: number): number[] {
    const { category } = this.find(this.pick(random));
    const ids = this.inOrder.filter((product) => product.category === category).map(({ id }) => id);
    for (let at = ids.length - 1; at > 0; at--) {
      const other = random.below(at + 1);
      [ids[at], ids[other]] = [ids[other] as number, ids[at] as number];
    }
    const found = ids.slice(0, wanted);
    return found.length === wanted ? found : this.pickDistinct(random, wanted);
  }

  /** Products in the order of their ids, from a random one on; one of `skip` is left out each time by chance. */
  walk(random: Random, wanted: number, skip: number): number[] {
    const most = Math.min(wanted, Math.floor(this.count / (1 + skip)));
    let at = random.below(Math.max(1, this.count - Math.ceil(most * (1 + skip)) - 1));
    const ids: number[] = [];
    while (ids.length < most && at < this.count) {
      ids.push((this.inOrder[at] as Product).id);
      at += random.chance(skip) ? 2 : 1;
    }
    return ids;
  }

  /** One of the cheapest tenth. */
  pickCheap(random: Random): number {
    return (this.byPrice[random.below(Math.max(1, Math.floor(this.byPrice.length / 10)))] as Product).id;
  }

  /** A popular product whose own events are at most so many a second. */
  pickQuieterThan(random: Random, perSecond: number, seconds: number): number {
    for (let tries = 0; tries < 400; tries++) {
      const id = this.pick(random);
      if (this.find(id).events / seconds <= perSecond) return id;
    }
    return this.pickEvenly(random);
  }

  private codeOf(text: string): number {
    if (text === '') return -1;
    const known = this.codes.get(text);
    if (known !== undefined) return known;
    this.codes.set(text, this.codes.size);
    return this.codes.size - 1;
  }
}

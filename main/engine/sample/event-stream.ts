/** The month of the shop as bytes: rows in order of time, made as they are asked for. */
import { attacks, attacksFromRows } from './attacks.js';
import { Behaviour, kaggleHabits, type Habits } from './behaviour.js';
import { makeCatalog, type Catalog } from './catalog.js';
import { Comebacks } from './comebacks.js';
import { Demand } from './demand.js';
import { Random } from './random.js';
import { cumulateTraffic, secondsOfMonth } from './rhythm.js';
import { longestRowBytes, RowWriter } from './row-writer.js';
import { SecondQueue } from './second-queue.js';
import { Visitors } from './visitors.js';
import { cart, comesBack, purchase, shopper, view, Visits } from './visits.js';

export interface StreamOptions {
  readonly rows: number;
  readonly seed: number;
  /** `kaggle`: as the real multi-category files. `app`: with removes from carts and a day of outage besides. */
  readonly kind: 'kaggle' | 'app';
  /** Default true; false leaves the attacks out, for weeks that are clean. */
  readonly hasAttacks?: boolean;
}

const outageDay = 14; // Tuesday the 15th
const eventsPerVisit = 4.6;
/** Minutes by which the plan runs ahead of the rows: a visit is planned whole when it begins. */
const minutesAhead = 11;

export class EventStream {
  readonly rows: number;
  rowsMade = 0;
  private readonly random: Random;
  private readonly catalog: Catalog;
  private readonly visits = new Visits(1024);
  private readonly queue = new SecondQueue(1024);
  private readonly demand: Demand;
  private readonly comebacks = new Comebacks(secondsOfMonth / 60);
  private readonly behaviour: Behaviour;
  private readonly visitors: Visitors;
  private readonly writer: RowWriter;
  private readonly traffic: Float64Array;
  private readonly hasOutage: boolean;
  private readonly hasAttacks: boolean;
  private readonly rowsToPlan: number;
  private rowsPlanned = 0;
  private second = -1;
  private lastVisit = -1;

  constructor({ rows, seed, kind, hasAttacks = true }: StreamOptions) {
    const random = new Random(seed);
    const habits: Habits = kind === 'app' ? { ...kaggleHabits, removeAfterCart: 0.14 } : kaggleHabits;
    this.rows = rows;
    this.random = random;
    this.catalog = makeCatalog(rows, random);
    this.traffic = cumulateTraffic(random);
    this.demand = new Demand(this.catalog);
    this.behaviour = new Behaviour(this.visits, this.demand, this.comebacks, random, habits);
    this.visitors = new Visitors(rows / eventsPerVisit);
    this.writer = new RowWriter(this.catalog, this.visits);
    this.hasOutage = kind === 'app';
    this.hasAttacks = hasAttacks && rows >= attacksFromRows;
    const lastMinute = 1 - (this.traffic[this.traffic.length - 2] as number);
    this.rowsToPlan = rows + minutesAhead * lastMinute * rows + 0.14 * Math.sqrt(rows);
    this.nextSecond();
  }

  /** Fills `out` with whole rows and returns the bytes written; 0 when all rows are made. */
  fill(out: Uint8Array): number {
    const last = out.length - 2 * longestRowBytes;
    let at = 0;
    while (at <= last && this.rowsMade < this.rows) {
      const visit = this.queue.take(this.second);
      if (visit < 0) this.nextSecond();
      else at = this.happen(visit, out, at);
    }
    return at;
  }

  /** The due event of a visit becomes a row (or two), and the visit moves on. */
  private happen(visit: number, out: Uint8Array, at: number): number {
    const { visits, catalog, random, second } = this;
    const product = visits.product[visit] as number;
    const isOutage = this.hasOutage && Math.floor(second / 86_400) === outageDay;
    if (isOutage && visits.action[visit] === purchase) visits.action[visit] = view;
    const type = visits.action[visit] as number;
    const prices = second < (catalog.priceChangesAt[product] as number) ? catalog.priceCents : catalog.laterPriceCents;
    const cents = prices[product] as number;
    const nullSession = type === cart && random.chance(0.001);
    at = this.writer.write(out, at, type, product, cents, visit, nullSession);
    this.rowsMade += 1;
    if (random.chance(0.0007) && this.rowsMade < this.rows) {
      at = this.writer.write(out, at, type, product, cents, visit, nullSession);
      this.rowsMade += 1;
      this.rowsPlanned += 1;
    }
    const plannedBefore = visits.budget[visit] as number;
    const gap = this.behaviour.advance(visit, second, catalog.productCount);
    if (gap < 0) {
      visits.close(visit);
      return at;
    }
    if (visits.budget[visit] === plannedBefore) this.rowsPlanned += 1; // prolonged
    const due = second + gap;
    if (due < secondsOfMonth) this.queue.push(due, visit);
    else visits.close(visit);
    return at;
  }

  private nextSecond(): void {
    if (this.second === secondsOfMonth - 1) {
      // Too few rows were planned: single views in the last second make up the number.
      this.begin(
        this.second,
        this.visitors.pick(this.random, 1),
        this.demand.pickProduct(this.random),
        shopper,
        view,
        1,
      );
      return;
    }
    this.second += 1;
    if (this.second % 3600 === 0) this.demand.setHour(this.second / 3600);
    if (this.second % 60 === 0) this.beginMinute(this.second / 60);
    this.writer.setSecond(this.second);
  }

  /** Begins the visits of a minute, each in a second of it. */
  private beginMinute(minute: number): void {
    const { random, demand, behaviour, visitors } = this;
    const someSecond = () => this.second + random.below(60);
    this.comebacks.forEach(minute, (user, product) =>
      this.begin(someSecond(), user, product, comesBack, view, 1 + behaviour.drawEvents()),
    );
    if (this.hasAttacks)
      for (const attack of attacks) {
        if (minute < attack.minute || minute >= attack.minute + attack.minutes) continue;
        const product = attack.product(this.catalog);
        for (let i = 0; i < attack.visitsPerMinute; i += 1)
          this.begin(someSecond(), visitors.pickOutsider(), product, attack.script, attack.action, attack.events);
      }
    const progress = this.traffic[minute + 1] as number;
    const target = this.rowsToPlan * progress - eventsPerVisit / 2;
    while (this.rowsPlanned < target) {
      const user = visitors.pick(random, progress);
      this.begin(someSecond(), user, demand.pickProduct(random), shopper, view, behaviour.drawEvents());
    }
  }

  private begin(second: number, user: number, product: number, script: number, action: number, events: number): void {
    const { visits, random } = this;
    if (visits.full) this.queue.grow(visits.grow());
    const visit = visits.open(user, script, random);
    if (this.lastVisit >= 0 && script === shopper && random.chance(0.0001)) visits.shareSession(visit, this.lastVisit);
    visits.product[visit] = product;
    visits.action[visit] = action;
    visits.budget[visit] = events;
    this.rowsPlanned += events;
    this.lastVisit = visit;
    this.queue.push(second, visit);
  }
}

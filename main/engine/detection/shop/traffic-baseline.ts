/**
 * What traffic the shop has when nothing is wrong: means of the last 30 minutes in ticks of ten seconds, and how much
 * ticks differ. The last minute is left out, so that a flood is not learnt before it is seen. A rise of the day is
 * followed: the mean of the last five minutes counts where it is higher, up to 1.3 of the longer one; and once there is a
 * week of history what the hour of the week has, up to 1.5.
 */
import type { Rates } from './week-rhythm.js';

export interface Tick {
  readonly events: number;
  /** Carts and purchases. */
  readonly buys: number;
  /** Events of users that were not there in the last hour. */
  readonly arrivals: number;
  /** Events at most a second after the user's last one. */
  readonly quick: number;
}

export const tickSeconds = 10;
const ringTicks = 180;
const recentTicks = 30;
const delayTicks = 6;
/** Differences of ticks are counted up to here. */
const longestStep = 2047;
const mostGrowth = 1.3;
/** The same for what the hour of the week usually has. */
const mostUsual = 1.5;
/** A ramp: so many times what is usual, and so much likelier that nobody buys (nats) than that as many do as else. */
const rampTimes = 1.7;
const rampNats = 5;
/** How strongly the first events of a shop are taken to buy: 3 in 100, as much as 200 events weigh. */
const priorEvents = 200;
const priorBuys = 6;

export class TrafficBaseline {
  /** Events per second; 0 where not enough is known. */
  rate = 0;
  /** Of buys, arrivals, quick events: per second. */
  buys = 0;
  arrivals = 0;
  quick = 0;
  /** Variance over mean of the counts, at least 1. */
  dispersion = 1;
  /** What the hour of the week has; undefined where that is not known. */
  usual: Rates | undefined;
  private ring: Tick[] = [];
  private place = 0;
  private waiting: Tick[] = [];
  private sinceSpread = 0;
  /** Sums over the ring, and of events over its latest ticks. */
  private sums = { events: 0, buys: 0, arrivals: 0, quick: 0 };
  private recent = 0;

  /** Forgets all: after a hole in the data, and where a new level is there to stay. */
  restart(): void {
    this.ring = [];
    this.place = 0;
    this.waiting = [];
    this.sums = { events: 0, buys: 0, arrivals: 0, quick: 0 };
    this.recent = 0;
    this.sinceSpread = 0;
    this.rate = 0;
    this.dispersion = 1;
  }

  /** What stands in the waiting minute is not learnt: it belongs to a flood. */
  dropRecent(): void {
    this.waiting = [];
  }

  learn(tick: Tick): void {
    this.waiting.push(tick);
    if (this.waiting.length <= delayTicks) return;
    const known = this.waiting.shift() as Tick;
    if (this.ring.length >= recentTicks) this.recent -= this.back(recentTicks).events;
    this.recent += known.events;
    this.sum(known, 1);
    if (this.ring.length < ringTicks) this.ring.push(known);
    else {
      this.sum(this.ring[this.place] as Tick, -1);
      this.ring[this.place] = known;
    }
    this.place = (this.place + 1) % ringTicks;
    if (this.ring.length >= recentTicks) this.estimate();
  }

  /**
   * Where the half hour lies far above what is usual without buying more, that is a flood so slow that it has been learnt:
   * how much likelier than that people buy as always (nats), else 0. What is usual is then the baseline, until ticks are
   * learnt again.
   */
  assumeUsual(): number {
    const { usual, ring, sums } = this;
    if (usual === undefined || usual.rate <= 0 || usual.buys <= 0 || ring.length < ringTicks) return 0;
    const seconds = ringTicks * tickSeconds;
    const times = sums.events / seconds / usual.rate;
    if (times < rampTimes) return 0;
    const more = (times - 1) * usual.buys * seconds;
    const nats = more - sums.buys * Math.log(times);
    if (nats < rampNats) return 0;
    this.rate = usual.rate;
    this.buys = usual.buys;
    this.arrivals = usual.arrivals;
    this.quick = usual.quick;
    return nats;
  }

  private sum(tick: Tick, sign: 1 | -1): void {
    this.sums.events += sign * tick.events;
    this.sums.buys += sign * tick.buys;
    this.sums.arrivals += sign * tick.arrivals;
    this.sums.quick += sign * tick.quick;
  }

  private estimate(): void {
    const { events, buys, arrivals, quick } = this.sums;
    const seconds = this.ring.length * tickSeconds;
    const mean = events / seconds;
    const rise = mean > 0 ? Math.min(mostGrowth, Math.max(1, this.recent / (recentTicks * tickSeconds) / mean)) : 1;
    const growth = mean > 0 ? Math.max(rise, Math.min(mostUsual, (this.usual?.rate ?? 0) / mean)) : rise;
    this.rate = mean * growth;
    this.buys = ((buys + priorBuys) / (events + priorEvents)) * this.rate;
    this.arrivals = (arrivals / seconds) * growth;
    this.quick = (quick / seconds) * growth;
    if (this.sinceSpread++ % recentTicks === 0) this.dispersion = this.spread(mean * tickSeconds);
  }

  /**
   * From the median of the absolute steps between ticks (for a normal distribution 0.954 σ): unlike the median absolute
   * deviation it does not grow with a slow rise.
   */
  private spread(mean: number): number {
    if (mean <= 0) return 1;
    const count = this.ring.length - 1;
    const steps = new Uint16Array(longestStep + 1);
    for (let back = 1; back <= count; back++) {
      const step = Math.abs(this.back(back).events - this.back(back + 1).events);
      (steps[Math.min(step, longestStep)] as number)++;
    }
    let median = 0;
    for (let below = steps[0] as number; below * 2 <= count; below += steps[median] as number) median++;
    const sigma = median / 0.954;
    return Math.max(1, (sigma * sigma) / mean);
  }

  /** The tick so many before the next one. */
  private back(ticks: number): Tick {
    return this.ring[(this.place - ticks + ringTicks) % ringTicks] as Tick;
  }
}

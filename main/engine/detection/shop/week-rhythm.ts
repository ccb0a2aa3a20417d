/**
 * What traffic the shop has at each hour of the week (UTC): means of the hours so far, the latest weighing half. Known
 * once there is a week of them. Weeks differ: what the last day had over what its hours had before is taken into account.
 */
import type { Tick } from './traffic-baseline.js';

const hourSeconds = 3600;
const weekHours = 168;
/** An hour of which less is known says nothing. */
const leastSeconds = 1800;
const weight = 0.5;
/** How fast the level follows, an hour; and how far. */
const levelWeight = 1 / 24;
const [leastLevel, mostLevel] = [0.5, 2];

/** Events, carts and purchases, arrivals, quick events: per second. */
export interface Rates {
  readonly rate: number;
  readonly buys: number;
  readonly arrivals: number;
  readonly quick: number;
}

export class WeekRhythm {
  private readonly cells: (Rates | undefined)[] = Array.from({ length: weekHours }, () => undefined);
  private hour = -1;
  private sums = emptySums();
  private level = 1;

  /** A tick that is over, at a second of it (Unix). */
  learn({ events, buys, arrivals, quick }: Tick, second: number, seconds: number): void {
    const hour = Math.floor(second / hourSeconds);
    if (hour !== this.hour) this.turn(hour);
    const { sums } = this;
    sums.seconds += seconds;
    sums.events += events;
    sums.buys += buys;
    sums.arrivals += arrivals;
    sums.quick += quick;
  }

  /** What is usual around a second (Unix), between the middles of the hours; undefined where it is not known. */
  at(second: number): Rates | undefined {
    const place = second / hourSeconds - 0.5;
    const before = this.cells[Math.floor(place) % weekHours];
    const after = this.cells[(Math.floor(place) + 1) % weekHours];
    if (before === undefined || after === undefined) return undefined;
    return mix(before, after, place - Math.floor(place), this.level);
  }

  private turn(hour: number): void {
    const { seconds, events, buys, arrivals, quick } = this.sums;
    if (seconds >= leastSeconds) {
      const cell = this.hour % weekHours;
      const own = {
        rate: events / seconds,
        buys: buys / seconds,
        arrivals: arrivals / seconds,
        quick: quick / seconds,
      };
      const known = this.cells[cell];
      if (known !== undefined && known.rate > 0) {
        const level = this.level + levelWeight * (own.rate / known.rate - this.level);
        this.level = Math.min(mostLevel, Math.max(leastLevel, level));
      }
      // What is kept is what the hour would have had at the usual level.
      const usual = mix(own, own, 0, known === undefined ? 1 : 1 / this.level);
      this.cells[cell] = known === undefined ? usual : mix(known, usual, weight, 1);
    }
    this.hour = hour;
    this.sums = emptySums();
  }
}

const emptySums = () => ({ seconds: 0, events: 0, buys: 0, arrivals: 0, quick: 0 });

/** (1 − share)·a + share·b, times a factor. */
function mix(a: Rates, b: Rates, share: number, factor: number): Rates {
  const of = (one: number, other: number) => factor * (one + share * (other - one));
  return {
    rate: of(a.rate, b.rate),
    buys: of(a.buys, b.buys),
    arrivals: of(a.arrivals, b.arrivals),
    quick: of(a.quick, b.quick),
  };
}

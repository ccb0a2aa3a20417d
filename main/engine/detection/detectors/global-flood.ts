/**
 * The whole shop under a flood: CUSUM over seconds and a robust z-score over ticks of ten seconds, against the last half
 * hour. Whether it is a flood or a sale takes longer to say than that there is more: people look for half a minute
 * before they put something in a cart. So the alert begins low, and rises once carts and purchases stay away; it is not
 * said again once they come. What rises so slowly that the half hour learns it is found by what the hour of the week has,
 * once there is a week of them.
 *
 * Time stamps are whole seconds: what a second holds is one step of the sum.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Detector, DetectorContext } from '../detector.js';
import { cart, purchase, view, type Events } from '../events.js';
import { FloodEpisode } from '../shop/flood-episode.js';
import { allTypes, type Signal } from '../signal.js';
import { ShopTotal } from '../shop/shop-total.js';
import { TrafficBaseline, tickSeconds } from '../shop/traffic-baseline.js';
import { WeekRhythm } from '../shop/week-rhythm.js';

/** Slower shops have no rate that a second could be compared with. */
const slowestRate = 0.2;
/** A hole of so many seconds in the data begins a new baseline. */
const holeSeconds = 600;
/** More traffic than this part of the baseline must be exceeded by: days rise and fall. */
const tolerance = 0.3;
/** A rise must hold so many events more than expected, and lie so many standard deviations above 1.3 × the baseline. */
const fewestExtra = 40;
const sureSigmas = 5;
/** From this height of the sum on users and products are counted: below it lies the usual noise. */
const watchedFrom = 2;
/** What is not a flood after so long, or a flood after so long, is the new level. */
const newLevelSeconds = 900;
const longestFloodSeconds = 7200;
const undecidedSeconds = 900;
const dailySeconds = 86_400;

export function createGlobalFlood(
  rule: DetectorRule & { readonly kind: 'globalFlood' },
  context: DetectorContext,
): Detector {
  const { k, h, z, warmUp } = settingsOf(rule);
  const total = new ShopTotal();
  const baseline = new TrafficBaseline();
  const week = new WeekRhythm();
  const episode = new FloodEpisode(context.tables);
  let second = -1;
  let firstSecond = -1;
  /** Where the present second began. */
  let secondTime = 0;
  let secondRow = 0;
  let secondEvents = 0;
  let secondSpent = 0;
  let count = 0;
  let buys = 0;
  let arrivals = 0;
  let quick = 0;
  let tick = newTick();
  let nextTick = 0;
  let highTicks = 0;
  let sum = 0;
  let isTracked = false;
  let isAlarmed = false;
  /** It is a ramp that is tracked; one that was is not told of again for a day. */
  let isRamp = false;
  let noRampUntil = -Infinity;

  function process(events: Events, from: number, to: number): void {
    const { time, type, userGap } = events;
    for (let at = from; at < to; at++) {
      const now = Math.floor((time[at] as number) / 1000);
      const isNext = now !== second;
      if (isNext) {
        if (second >= 0) pass(now);
        else {
          firstSecond = now;
          nextTick = (Math.floor(now / tickSeconds) + 1) * tickSeconds;
        }
        second = now;
        secondTime = time[at] as number;
        secondRow = events.row[at] as number;
        secondEvents = total.events;
        secondSpent = total.spent;
      }
      total.add(events, at);
      count++;
      const kind = type[at];
      if (kind === cart || kind === purchase) buys++;
      const gap = userGap[at] as number;
      if (gap < 0) arrivals++;
      else if (gap <= 1) quick++;
      if (sum > watchedFrom)
        episode.see(events.userSlot[at] as number, events.productSlot[at] as number, kind === view);
      if (isAlarmed && isNext) emit(time[at] as number, events.row[at] as number);
    }
  }

  /** The second is over, and those up to before `now` have no events. */
  function pass(now: number): void {
    closeSecond(second);
    const empty = now - second - 1;
    if (empty >= holeSeconds) return restart(now);
    for (let next = second + 1; next < now; next++) {
      // Seconds without events change nothing where nothing is going on, until the tick ends.
      if (!isTracked) next = Math.max(next, Math.min(nextTick, now) - 1);
      closeSecond(next);
    }
  }

  function closeSecond(which: number): void {
    tick.events += count;
    tick.buys += buys;
    tick.arrivals += arrivals;
    tick.quick += quick;
    const { rate } = baseline;
    if (rate >= slowestRate && which - firstSecond >= warmUp) follow(which, rate);
    clearSecond();
    if (which + 1 >= nextTick) closeTick(which);
  }

  /** Traffic has been rising for long: it is followed as a flood that goes on, against what the hour usually has. */
  function trackRamp(which: number, nats: number): void {
    isTracked = true;
    isRamp = true;
    sum = 2 * h;
    episode.begin({ time: secondTime, row: secondRow, events: secondEvents, spent: secondSpent }, which);
    episode.prior = nats;
  }

  function endRamp(which: number): void {
    noRampUntil = which + dailySeconds;
    sum = 0;
    stop();
  }

  /** One step of the sum, and what follows from it. */
  function follow(which: number, rate: number): void {
    const sigma = Math.sqrt(rate * baseline.dispersion);
    // That there is a ramp is sure already; here it only has to go on.
    const slack = isRamp ? tolerance * rate : Math.max(k * sigma, tolerance * rate);
    sum = Math.min(2 * h, Math.max(0, sum + (count - rate - slack) / sigma));
    if (sum === 0) {
      if (isTracked) stop();
      return;
    }
    if (!isTracked) {
      isTracked = true;
      episode.begin({ time: secondTime, row: secondRow, events: secondEvents, spent: secondSpent }, which);
    }
    episode.addSecond(count, buys, arrivals, quick, baseline);
    if (isAlarmed || sum <= watchedFrom) return;
    const most = (1 + tolerance) * episode.expected;
    const isSure =
      episode.extra >= fewestExtra &&
      episode.count - most >= sureSigmas * Math.sqrt(most * baseline.dispersion) &&
      !episode.isOfOne();
    if ((sum > h || highTicks >= 2) && isSure) {
      isAlarmed = true;
      baseline.dropRecent();
    }
  }

  function closeTick(which: number): void {
    nextTick = (Math.floor((which + 1) / tickSeconds) + 1) * tickSeconds;
    const expected = baseline.rate * tickSeconds;
    // 0.6745 / MAD is one over the standard deviation.
    const score = (tick.events - expected) / Math.sqrt(Math.max(1, expected * baseline.dispersion));
    highTicks = expected > 0 && score > z && tick.events > 1.5 * expected ? highTicks + 1 : 0;
    if (!isAlarmed && !isRamp) {
      baseline.usual = week.at(which);
      baseline.learn(tick);
      week.learn(tick, which, tickSeconds);
      const nats = isTracked || which < noRampUntil ? 0 : baseline.assumeUsual();
      if (nats > 0) trackRamp(which, nats);
    } else if (!isAlarmed) {
      if (which - episode.startSecond > undecidedSeconds) endRamp(which);
    } else {
      const age = which - episode.startSecond;
      if (isRamp) noRampUntil = which + dailySeconds;
      const isFlood = severityNow() !== 'low' && !episode.isSale();
      if (age > (isFlood ? longestFloodSeconds : newLevelSeconds)) restart(which + 1);
    }
    tick = newTick();
  }

  function clearSecond(): void {
    count = 0;
    buys = 0;
    arrivals = 0;
    quick = 0;
  }

  function stop(): void {
    isTracked = false;
    isAlarmed = false;
    isRamp = false;
    highTicks = 0;
  }

  function restart(now: number): void {
    stop();
    sum = 0;
    baseline.restart();
    firstSecond = now;
    nextTick = (Math.floor(now / tickSeconds) + 1) * tickSeconds;
    tick = newTick();
    clearSecond();
  }

  function severityNow(): Severity {
    return episode.severity();
  }

  function emit(time: number, row: number): void {
    if (episode.isSale() || episode.isOfOne()) return;
    const seconds = Math.max(1, episode.seconds);
    context.emit({
      ...total.since(episode.mark, time, row),
      severity: severityNow(),
      types: allTypes,
      value: episode.count / seconds,
      threshold: episode.expected / seconds,
      facts: {
        seconds,
        users: episode.users,
        buys: episode.buys,
        expectedBuys: episode.expectedBuys + episode.saleBuys(0),
      },
    });
  }

  function explain({ value, threshold, severity, facts = {} }: Signal): string {
    const { seconds = 0, users = 0, buys: bought = 0, expectedBuys = 0 } = facts;
    const times = (value / Math.max(threshold, 1e-9)).toFixed(1);
    const traffic = `${value.toFixed(1)} events/s over ${seconds} ${seconds === 1 ? 'second' : 'seconds'} by ${users} ${
      users === 1 ? 'user' : 'users'
    }, ${times} times the usual ${threshold.toFixed(1)}`;
    const basket = `${bought} ${bought === 1 ? 'cart or purchase' : 'carts and purchases'}`;
    return severity === 'low'
      ? `${traffic}; with ${basket} so far it is not decided whether it is a flood or a sale.`
      : `${traffic}; ${basket} where a sale would have brought about ${Math.round(expectedBuys)}.`;
  }

  return { process, explain };
}

const newTick = () => ({ events: 0, buys: 0, arrivals: 0, quick: 0 });

/**
 * Whether the shop sells: purchases of the last hour against what its views, and the hour of the day, bring by the days
 * before. Where an hour sells too little to tell, six hours and a day are looked at. What is learnt leaves the time out
 * in which the shop does not sell.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import type { Detector, DetectorContext } from '../detector.js';
import { purchase, view, type Events } from '../events.js';
import { poissonBelow } from '../poisson.js';
import { SalesRhythm } from '../shop/sales-rhythm.js';
import { ShopTotal, type ShopMark } from '../shop/shop-total.js';
import { allTypes, type Signal } from '../signal.js';

const minuteMs = 60_000;
const longerWindows = [21_600, 86_400];
/** By chance alone so few purchases come no oftener. */
const mediumChance = 1e-7;
const highChance = 1e-12;

interface Minute {
  readonly time: number;
  readonly mark: ShopMark;
  views: number;
  purchases: number;
  /** By the baseline; NaN where there is none. */
  expected: number;
}

export function createShopHealth(
  rule: DetectorRule & { readonly kind: 'shopHealth' },
  context: DetectorContext,
): Detector {
  const { share, window, expected: fewestExpected } = settingsOf(rule);
  const total = new ShopTotal();
  const rhythm = new SalesRhythm();
  const windows = [window, ...longerWindows.filter((seconds) => seconds > window)];
  const longestMs = Math.max(...windows) * 1000;
  let minutes: Minute[] = [];
  let current: Minute | null = null;
  let begin: ShopMark | null = null;
  /** By the baseline, and in fact, since it began. */
  let due = 0;
  let sold = 0;
  let signalRow = -1;
  let lastRow = -1;
  let lastTime = 0;

  function process(events: Events, from: number, to: number): void {
    const { type, time } = events;
    if (from < to && current === null) {
      const start = Math.floor((time[from] as number) / minuteMs) * minuteMs;
      current = { time: start, mark: total.mark(events, from), views: 0, purchases: 0, expected: 0 };
    }
    for (let at = from; at < to; at++) {
      total.add(events, at);
      const minute = current as Minute;
      if (type[at] === view) minute.views++;
      else if (type[at] === purchase) minute.purchases++;
    }
    if (from < to) {
      lastRow = events.row[to - 1] as number;
      lastTime = time[to - 1] as number;
    }
  }

  function onMinute(time: number): void {
    if (current === null) return;
    const ended = current;
    current = null;
    ended.expected = rhythm.expect(ended.time, ended.views);
    minutes.push(ended);
    if ((minutes[0] as Minute).time < time - 2 * longestMs)
      minutes = minutes.filter((one) => one.time >= time - longestMs);
    const isLow = judge(time);
    if (!isLow) rhythm.learn(ended.time, ended.views, ended.purchases);
  }

  /** True where the shop does not sell. */
  function judge(time: number): boolean {
    for (const seconds of windows) {
      let at = minutes.length;
      let [expected, purchases] = [0, 0];
      for (; at > 0 && (minutes[at - 1] as Minute).time >= time - seconds * 1000; at--) {
        const minute = minutes[at - 1] as Minute;
        expected += minute.expected;
        purchases += minute.purchases;
      }
      if (Number.isNaN(expected)) break;
      if (expected < fewestExpected) continue;
      if (purchases >= share * expected || poissonBelow(purchases, expected) > mediumChance) {
        if (seconds === window) break;
        continue;
      }
      emit(minutes[at] as Minute, time, seconds, purchases, expected);
      return true;
    }
    begin = null;
    return false;
  }

  function emit(first: Minute, time: number, seconds: number, purchases: number, expected: number): void {
    const ended = minutes.at(-1) as Minute;
    due = begin === null ? expected : due + ended.expected;
    sold = begin === null ? purchases : sold + ended.purchases;
    begin ??= first.mark.row > signalRow ? first.mark : total.markLast(lastTime, lastRow);
    signalRow = lastRow;
    context.emit({
      ...total.since(begin, time, lastRow),
      lastTime,
      severity: severityOf(),
      types: allTypes,
      value: purchases / expected,
      threshold: share,
      facts: { seconds, purchases, expected },
    });
  }

  function severityOf(): Severity {
    return sold <= (share / 2) * due && poissonBelow(sold, due) <= highChance ? 'high' : 'medium';
  }

  function explain({ value, facts = {} }: Signal): string {
    const { seconds = 0, purchases = 0, expected = 0 } = facts;
    const hours = seconds / 3600;
    const length = hours === 1 ? 'hour' : hours === 24 ? 'day' : `${Number(hours.toFixed(1))} hours`;
    return `${purchases} ${purchases === 1 ? 'purchase' : 'purchases'} in the last ${length}, ${Math.round(
      value * 100,
    )} % of the ${Math.round(expected)} that its views bring by the days before.`;
  }

  return { process, onMinute, explain };
}

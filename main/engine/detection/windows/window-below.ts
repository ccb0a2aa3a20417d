/**
 * Windows of the whole shop that fire when they end under the threshold. A window's end is seen with the first event
 * after it. Tumbling windows end at multiples of their length; sliding ones end twenty times in it. What began before
 * the data did is left out.
 */
import type { WindowRule } from '../../../../preload/rules/window-rule.js';
import type { Detector, DetectorContext } from '../detector.js';
import { createPick, createPriceTest, typesOf } from './window-measure.js';
import { purchase, type Events } from '../events.js';

interface Part {
  readonly number: number;
  readonly firstTime: number;
  readonly firstRow: number;
  /** Of the types asked for, before this part. */
  readonly eventsBefore: number;
  readonly spentBefore: number;
  value: number;
  readonly distinct: Set<bigint | number>;
}

export function createBelowWindow(rule: WindowRule, context: DetectorContext): Omit<Detector, 'explain'> {
  const { window, measure } = rule;
  const limit = rule.threshold.value;
  const parts = window.kind === 'tumbling' ? 1 : Math.min(window.seconds, 20);
  const partMs = (window.seconds * 1000) / parts;
  const types = typesOf(rule);
  const allowsPrice = createPriceTest(rule);
  const pick = createPick(rule);
  /** The parts of the window that have events; the last one is not over. */
  let kept: Part[] = [];
  let firstPart = -1;
  let current = -1;
  let counted = 0;
  let spent = 0;
  let lastTime = 0;
  let lastRow = -1;
  let begin: { time: number; row: number; events: number; spent: number } | null = null;

  function process(events: Events, from: number, to: number): void {
    const { time, type, price, row } = events;
    let partEnd = (current + 1) * partMs;
    for (let at = from; at < to; at++) {
      const now = time[at] as number;
      if (current < 0 || now >= partEnd) {
        const next = Math.floor(now / partMs);
        if (current < 0) firstPart = next + (now % partMs === 0 ? 0 : 1);
        else endParts(next, now);
        current = next;
        partEnd = (next + 1) * partMs;
        kept = kept.filter(({ number }) => number > next - parts);
        kept.push({
          number: next,
          firstTime: now,
          firstRow: row[at] as number,
          eventsBefore: counted,
          spentBefore: spent,
          value: 0,
          distinct: new Set(),
        });
      }
      const kind = type[at] as number;
      const paid = price[at] as number;
      if (kind === purchase && !Number.isNaN(paid)) spent += paid;
      lastRow = row[at] as number;
      lastTime = time[at] as number;
      if ((types & (1 << kind)) === 0) continue;
      counted++;
      if (allowsPrice !== null && !allowsPrice(paid)) continue;
      const part = kept.at(-1) as Part;
      if (measure === 'count') part.value++;
      else if (measure === 'sum') part.value += Number.isNaN(paid) ? 0 : paid;
      else {
        const value = pick(events, at);
        if (value !== null) part.distinct.add(value);
      }
    }
  }

  /** Parts have ended before `next`: of those without an event so many are looked at as make a window, the others are alike. */
  function endParts(next: number, now: number): void {
    const last = Math.min(next - 1, current + parts);
    for (let end = current; end <= last; end++) {
      if (end - parts + 1 < firstPart) continue;
      const inside = kept.filter(({ number }) => number > end - parts && number <= end);
      const value = valueOf(inside);
      if (value < limit) fire(inside[0], value, now);
      else begin = null;
    }
  }

  function valueOf(inside: readonly Part[]): number {
    if (measure !== 'distinct') return inside.reduce((sum, { value }) => sum + value, 0);
    const all = new Set<bigint | number>();
    for (const { distinct } of inside) for (const value of distinct) all.add(value);
    return all.size;
  }

  let signalRow = -1;
  function fire(first: Part | undefined, value: number, now: number): void {
    if (begin === null) {
      const isAfter = first !== undefined && first.firstRow > signalRow;
      begin = isAfter
        ? { time: first.firstTime, row: first.firstRow, events: first.eventsBefore, spent: first.spentBefore }
        : { time: now, row: lastRow + 1, events: counted, spent };
    }
    signalRow = lastRow;
    context.emit({
      entity: 'global',
      slot: 0,
      userSlot: -1,
      severity: rule.severity,
      time: now,
      lastTime,
      row: lastRow,
      firstTime: begin.time,
      firstRow: begin.row,
      events: counted - begin.events,
      types,
      spent: spent - begin.spent,
      value,
      threshold: limit,
    });
  }

  return { process };
}

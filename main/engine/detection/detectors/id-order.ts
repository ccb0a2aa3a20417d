/**
 * A walk through the catalogue by product id, upwards or downwards. A stretch of views goes on while one direction has
 * at most one step back within the window; people's end after a few steps. Time is not looked at.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import { processByMoves } from '../keys/by-moves.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, view, type Events } from '../events.js';
import { writeNumber, writeSpan } from '../sentence-numbers.js';
import { typeBit } from '../signal.js';
import type { Peaks } from '../peaks.js';
import { SlotNumbers } from '../keys/slot-numbers.js';

/** Ids so far apart are neighbours. */
const nearIds = 50;
const several = -2;

/** Numbers of a slot, side by side. Masks hold one bit a step or view, the latest lowest. */
const lastProduct = 0;
const upMask = 1;
const downMask = 2;
const nearMask = 3;
const reviewMask = 4;
const steps = 5;
const views = 6;
const upRun = 7;
const downRun = 8;
const only = 9;
const width = 10;

interface Limits {
  readonly views: number;
  readonly nearShare: number;
  readonly run: number;
  readonly reviewShare: number;
}

class Walks {
  private readonly numbers: SlotNumbers;
  private readonly beginnings: Beginnings;
  private readonly window: number;

  constructor(
    private readonly context: DetectorContext,
    private readonly limits: Limits,
    private readonly entity: 'user' | 'session',
    /** By user slot. */
    private readonly peaks: Peaks,
  ) {
    const { roamers, sessions } = context.tables;
    this.numbers = new SlotNumbers(entity === 'user' ? roamers : sessions, width);
    this.beginnings = new Beginnings(context.tables, entity === 'user' ? 'roamer' : 'session');
    this.window = limits.views >= 32 ? 0xffffffff : 2 ** limits.views - 1;
  }

  copy(slot: number, other: Walks, otherSlot: number): void {
    this.numbers.copy(slot, other.numbers, otherSlot);
    this.beginnings.copy(slot, other.beginnings, otherSlot);
  }

  process(events: Events, from: number, to: number): void {
    const isUser = this.entity === 'user';
    const slots = isUser ? events.roamerSlot : events.sessionSlot;
    const state = this.numbers.values;
    const { type, sessionSlot, userSlot, movedFrom } = events;
    const { window } = this;
    const halves = new Int32Array(events.product.buffer, events.product.byteOffset, events.product.length * 2);
    for (let at = from; at < to; at++) {
      if (type[at] !== view || (isUser && movedFrom[at] === alone)) continue;
      const slot = slots[at] as number;
      const base = this.numbers.baseOf(slot);
      const product = ((halves[at * 2] as number) >>> 0) + (halves[at * 2 + 1] as number) * 0x100000000;
      const step = product - (state[base + lastProduct] as number);
      const isFirst = (state[base + views] as number) <= 0;
      state[base + lastProduct] = product;
      if (isFirst) {
        this.begin(base, slot, events, at);
        continue;
      }
      this.beginnings.add(slot);
      (state[base + views] as number)++;
      if (state[base + only] !== sessionSlot[at]) state[base + only] = several;
      const reviews = (state[base + reviewMask] as number) << 1;
      if (step === 0) {
        state[base + reviewMask] = (reviews | 1) & window;
        continue;
      }
      const isUp = step > 0;
      const up = (((state[base + upMask] as number) << 1) | (isUp ? 1 : 0)) & window;
      const down = (((state[base + downMask] as number) << 1) | (isUp ? 0 : 1)) & window;
      if (hasTwo(up) && hasTwo(down)) {
        this.begin(base, slot, events, at);
        continue;
      }
      const isNear = step <= nearIds && step >= -nearIds;
      state[base + reviewMask] = reviews & window;
      state[base + upMask] = up;
      state[base + downMask] = down;
      state[base + nearMask] = (((state[base + nearMask] as number) << 1) | (isNear ? 1 : 0)) & window;
      (state[base + steps] as number)++;
      const rising = isUp ? (state[base + upRun] as number) + 1 : 0;
      const falling = isUp ? 0 : (state[base + downRun] as number) + 1;
      state[base + upRun] = rising;
      state[base + downRun] = falling;
      const run = isUp ? rising : falling;
      this.peaks.reach(userSlot[at] as number, run);
      if (run >= this.limits.run || (state[base + steps] as number) >= this.limits.views) {
        this.judge(slot, run, events, at);
      }
    }
  }

  private begin(base: number, slot: number, events: Events, at: number): void {
    const state = this.numbers.values;
    state.fill(0, base + upMask, base + width);
    state[base + views] = 1;
    state[base + only] = events.sessionSlot[at] as number;
    this.beginnings.begin(slot, events, at);
    this.beginnings.add(slot);
  }

  private judge(slot: number, run: number, events: Events, at: number): void {
    const { limits, context, entity } = this;
    const state = this.numbers.values;
    const base = this.numbers.baseOf(slot);
    if (entity === 'user' && state[base + only] !== several) return;
    const reviews = countBits(state[base + reviewMask] as number);
    if (reviews > 0 && reviews >= limits.reviewShare * Math.min(limits.views, state[base + views] as number)) return;
    const stretch = state[base + steps] as number;
    const isWindow = stretch >= limits.views;
    const near = countBits(state[base + nearMask] as number) / Math.min(stretch, limits.views);
    const isNear = isWindow && near >= limits.nearShare;
    if (!isNear && run < limits.run) return;
    const oneWay = Math.max(countBits(state[base + upMask] as number), countBits(state[base + downMask] as number));
    const isMedium = run >= limits.run || stretch >= 2 * limits.views;
    const severity: Severity = run >= 2 * limits.run ? 'high' : isMedium ? 'medium' : 'low';
    context.emit({
      ...this.beginnings.upTo(slot, events, at),
      severity,
      types: typeBit(view),
      value: Math.max(run, oneWay),
      threshold: limits.run,
      facts: { near, run, oneWay, views: stretch + 1 },
    });
  }
}

/** Whether more than one bit is set. */
function hasTwo(mask: number): boolean {
  return (mask & (mask - 1)) !== 0;
}

function countBits(mask: number): number {
  let bits = mask;
  let count = 0;
  for (; bits !== 0; bits &= bits - 1) count++;
  return count;
}

export function createIdOrder(rule: DetectorRule & { readonly kind: 'idOrder' }, context: DetectorContext): Detector {
  const limits = settingsOf(rule);
  const peaks = context.watch(context.tables.users, 'above');
  const ofSessions = new Walks(context, limits, 'session', peaks);
  const ofUsers = new Walks(context, limits, 'user', peaks);
  return {
    process: (events, from, to) => processByMoves(events, from, to, ofSessions, ofUsers),
    explain({ time, firstTime, value, facts }) {
      const { near = 0, views: viewed = 0 } = facts ?? {};
      const span = writeSpan((time - firstTime) / 1000);
      return `${writeNumber(viewed)} products in ${span}, ids in order: ${writeNumber(value)} steps one way, ${writeNumber(near * 100)} % of the last ones to an id at most ${nearIds} away, and hardly a second look.`;
    },
  };
}

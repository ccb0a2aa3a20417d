/**
 * Gaps that are too even: coefficient of variation σ(Δ)/μ(Δ) over the last gaps of a stretch. A stretch goes on as long
 * as each gap is like those before it, so people's end early and only long ones are calculated.
 * Time stamps are whole seconds: events of one second are one action, and below a mean gap of some seconds rounding
 * hides evenness (it adds 0.41 s to σ), so those are left to the rate rules. Mean and median agree where CV is small.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import { processByMoves } from '../keys/by-moves.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, type Events } from '../events.js';
import { writeNumber, writeSpan } from '../sentence-numbers.js';
import { allTypes, type Signal } from '../signal.js';
import { SlotNumbers } from '../keys/slot-numbers.js';
import type { SlotColumn } from '../keys/slot-table.js';
import type { Peaks } from '../peaks.js';

const ringSize = 64;
/** A gap is unlike the others from so many times their mean on, or below its inverse. */
const unlike = 2.5;
const several = -2;

/** Numbers of a slot, side by side in its record: gaps of the stretch, and their sum. */
const started = 0;
const last = 1;
const gaps = 2;
const total = 3;
const only = 4;
const width = 5;

type Settings = ReturnType<typeof readSettings>;

function readSettings(rule: DetectorRule & { readonly kind: 'regularity' }) {
  const { gaps, highGaps, variation, minGap } = settingsOf(rule);
  return { gaps, mediumGaps: Math.ceil((gaps + highGaps) / 2), highGaps: Math.max(gaps, highGaps), variation, minGap };
}

class Stretches {
  private readonly numbers: SlotNumbers;
  private readonly ring: SlotColumn<Uint16Array>;
  private readonly beginnings: Beginnings;

  constructor(
    private readonly context: DetectorContext,
    private readonly settings: Settings,
    private readonly entity: 'user' | 'session',
    /** By user slot. */
    private readonly lowest: Peaks,
  ) {
    const table = entity === 'user' ? context.tables.roamers : context.tables.sessions;
    this.numbers = new SlotNumbers(table, width);
    this.ring = table.column('u16', { width: ringSize, isCleared: false });
    this.beginnings = new Beginnings(context.tables, entity === 'user' ? 'roamer' : 'session');
  }

  copy(slot: number, other: Stretches, otherSlot: number): void {
    this.numbers.copy(slot, other.numbers, otherSlot);
    const from = otherSlot * ringSize;
    this.ring.values.set(other.ring.values.subarray(from, from + ringSize), slot * ringSize);
    this.beginnings.copy(slot, other.beginnings, otherSlot);
  }

  process(events: Events, from: number, to: number): void {
    const isUser = this.entity === 'user';
    const slots = isUser ? events.roamerSlot : events.sessionSlot;
    const { beginnings, numbers } = this;
    const state = numbers.values;
    const ring = this.ring.values;
    const { time, sessionSlot, movedFrom } = events;
    const least = this.settings.gaps;
    for (let at = from; at < to; at++) {
      if (isUser && movedFrom[at] === alone) continue;
      const slot = slots[at] as number;
      const session = sessionSlot[at] as number;
      const now = time[at] as number;
      const base = numbers.baseOf(slot);
      const isFirst = state[base + started] === 0;
      const gap = (now - (state[base + last] as number)) / 1000;
      if (!isFirst && gap < 1) {
        beginnings.add(slot);
        if (state[base + only] !== session) state[base + only] = several;
        continue;
      }
      state[base + last] = now;
      const known = state[base + gaps] as number;
      const scaled = gap * known;
      const sum = state[base + total] as number;
      if (isFirst || (known > 0 && (scaled > sum * unlike || scaled * unlike < sum))) {
        state[base + started] = 1;
        state[base + gaps] = 0;
        state[base + total] = 0;
        state[base + only] = session;
        beginnings.begin(slot, events, at);
        beginnings.add(slot);
        continue;
      }
      beginnings.add(slot);
      if (state[base + only] !== session) state[base + only] = several;
      ring[slot * ringSize + (known & (ringSize - 1))] = gap;
      state[base + gaps] = known + 1;
      state[base + total] = sum + gap;
      if (known + 1 >= least) this.judge(slot, known + 1, events, at);
    }
  }

  /** CV² over the last `count` gaps of the slot; their mean must be known to be above 0. */
  private measure(slot: number, known: number, count: number) {
    const ring = this.ring.values;
    let sum = 0;
    let squares = 0;
    for (let back = 1; back <= count; back++) {
      const gap = ring[slot * ringSize + ((known - back) & (ringSize - 1))] as number;
      sum += gap;
      squares += gap * gap;
    }
    return { mean: sum / count, variation: Math.sqrt(Math.max(0, (count * squares) / (sum * sum) - 1)) };
  }

  private judge(slot: number, known: number, events: Events, at: number): void {
    const { settings, context, entity } = this;
    const short = this.measure(slot, known, settings.gaps);
    if (short.mean < settings.minGap) return;
    this.lowest.reach(events.userSlot[at] as number, short.variation);
    let severity: Severity = 'low';
    let taken = { ...short, gaps: settings.gaps };
    for (const [longer, name] of [
      [settings.mediumGaps, 'medium'],
      [settings.highGaps, 'high'],
    ] as const) {
      if (known < longer) break;
      const long = this.measure(slot, known, longer);
      if (long.variation >= settings.variation || long.mean < settings.minGap) continue;
      severity = name;
      taken = { ...long, gaps: longer };
    }
    if (taken.variation >= settings.variation) return;
    const { numbers } = this;
    if (entity === 'user' && numbers.values[numbers.baseOf(slot) + only] !== several) return;
    context.emit({
      ...this.beginnings.upTo(slot, events, at),
      severity,
      types: allTypes,
      value: taken.variation,
      threshold: settings.variation,
      facts: { gaps: taken.gaps, mean: taken.mean },
    });
  }
}

export function createRegularity(
  rule: DetectorRule & { readonly kind: 'regularity' },
  context: DetectorContext,
): Detector {
  const settings = readSettings(rule);
  const lowest = context.watch(context.tables.users, 'below');
  const ofSessions = new Stretches(context, settings, 'session', lowest);
  const ofUsers = new Stretches(context, settings, 'user', lowest);
  return {
    process: (events, from, to) => processByMoves(events, from, to, ofSessions, ofUsers),
    explain({ value, facts }: Signal) {
      const { gaps = 0, mean = 0 } = facts ?? {};
      const scatter = `${writeNumber(value * 100)} %`;
      return `${writeNumber(gaps)} pauses of ${writeSpan(mean)} on average scatter by ${scatter} only: a person’s by far more than ${writeNumber(settings.variation * 100)} %.`;
    },
  };
}

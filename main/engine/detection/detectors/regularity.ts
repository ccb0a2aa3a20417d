/**
 * Gaps that are too even: coefficient of variation σ(Δ)/μ(Δ) over the last gaps of a stretch. A stretch goes on as long
 * as each gap is like those before it, so people's end early and only long ones are calculated.
 * Time stamps are whole seconds: events of one second are one action, and below a mean gap of some seconds rounding
 * hides evenness (it adds 0.41 s to σ), so those are left to the rate rules. Mean and median agree where CV is small.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../beginnings.js';
import { processByMoves } from '../by-moves.js';
import type { Detector, DetectorContext } from '../detector.js';
import { alone, type Events } from '../events.js';
import { writeNumber, writeSpan } from '../sentence-numbers.js';
import { allTypes, type Signal } from '../signal.js';
import type { SlotColumn, SlotTable } from '../slot-table.js';

const ringSize = 64;
/** A gap is unlike the others from so many times their mean on, or below its inverse. */
const unlike = 2.5;
const several = -2;

type Settings = ReturnType<typeof readSettings>;

function readSettings(rule: DetectorRule & { readonly kind: 'regularity' }) {
  const { gaps, highGaps, variation, minGap } = settingsOf(rule);
  return { gaps, mediumGaps: Math.ceil((gaps + highGaps) / 2), highGaps: Math.max(gaps, highGaps), variation, minGap };
}

class Stretches {
  private readonly last: SlotColumn<Float64Array>;
  private readonly gaps: SlotColumn<Uint32Array>;
  private readonly sum: SlotColumn<Float64Array>;
  private readonly only: SlotColumn<Int32Array>;
  private readonly ring: SlotColumn<Uint16Array>;
  private readonly beginnings: Beginnings;

  constructor(
    private readonly context: DetectorContext,
    private readonly settings: Settings,
    private readonly entity: 'user' | 'session',
    /** By user slot. */
    private readonly lowest: SlotColumn<Float32Array>,
  ) {
    const table: SlotTable = entity === 'user' ? context.tables.roamers : context.tables.sessions;
    this.last = table.column('f64', { initial: -1 });
    this.gaps = table.column('u32');
    this.sum = table.column('f64');
    this.only = table.column('i32');
    this.ring = table.column('u16', { width: ringSize, isCleared: false });
    this.beginnings = new Beginnings(context.tables, entity === 'user' ? 'roamer' : 'session');
  }

  copy(slot: number, other: Stretches, otherSlot: number): void {
    this.last.values[slot] = other.last.values[otherSlot] as number;
    this.gaps.values[slot] = other.gaps.values[otherSlot] as number;
    this.sum.values[slot] = other.sum.values[otherSlot] as number;
    this.only.values[slot] = other.only.values[otherSlot] as number;
    const from = otherSlot * ringSize;
    this.ring.values.set(other.ring.values.subarray(from, from + ringSize), slot * ringSize);
    this.beginnings.copy(slot, other.beginnings, otherSlot);
  }

  process(events: Events, from: number, to: number): void {
    const isUser = this.entity === 'user';
    const slots = isUser ? events.roamerSlot : events.sessionSlot;
    const last = this.last.values;
    const gaps = this.gaps.values;
    const sums = this.sum.values;
    const only = this.only.values;
    const ring = this.ring.values;
    const counts = this.beginnings.events.values;
    const { time, sessionSlot, movedFrom } = events;
    const least = this.settings.gaps;
    for (let at = from; at < to; at++) {
      if (isUser && movedFrom[at] === alone) continue;
      const slot = slots[at] as number;
      const session = sessionSlot[at] as number;
      const now = time[at] as number;
      const before = last[slot] as number;
      const gap = (now - before) / 1000;
      if (before >= 0 && gap < 1) {
        (counts[slot] as number)++;
        if (only[slot] !== session) only[slot] = several;
        continue;
      }
      last[slot] = now;
      const known = gaps[slot] as number;
      const scaled = gap * known;
      const sum = sums[slot] as number;
      if (before < 0 || (known > 0 && (scaled > sum * unlike || scaled * unlike < sum))) {
        gaps[slot] = 0;
        sums[slot] = 0;
        only[slot] = session;
        this.beginnings.begin(slot, events, at);
        counts[slot] = 1;
        continue;
      }
      (counts[slot] as number)++;
      if (only[slot] !== session) only[slot] = several;
      ring[slot * ringSize + (known & (ringSize - 1))] = gap;
      gaps[slot] = known + 1;
      sums[slot] = sum + gap;
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
    const lowest = this.lowest.values;
    const user = events.userSlot[at] as number;
    if (short.variation < (lowest[user] as number)) lowest[user] = short.variation;
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
    if (entity === 'user' && this.only.values[slot] !== several) return;
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

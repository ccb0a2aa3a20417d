/**
 * A pack at work: events in, alerts out. The result depends on the events, their order and the pack alone: not on how
 * they are cut into batches, on the speed, or on the clock.
 */
import type { Rule, RulePack } from '../../../preload/rules/pack.js';
import { directionOf } from '../../../preload/rules/pack.js';
import { AlertBook, type RawAlert } from './alert-book.js';
import type { Detector } from './detector.js';
import { createDetector } from './detectors/create-detector.js';
import type { EventBatch, Events } from './events.js';
import { Keys } from './keys/keys.js';
import { Peaks } from './peaks.js';
import type { Signal } from './signal.js';
import { Spread } from './spread.js';

/** Something else that wants to see the events with their slots, such as the live metrics. */
export interface Onlooker {
  /** Event time is about to be `time` (ms): before keys that have not been seen for long are given up. */
  pass?(time: number): void;
  process(events: Events, from: number, to: number): void;
}

export interface DetectionOptions {
  readonly pack: RulePack;
  /** Told at every change of an alert's state, in order. The object goes on changing: copy what is kept. */
  readonly onAlert: (alert: RawAlert) => void;
  /** Told of alerts that were never more than pending, and are over. */
  readonly onForget?: (alert: RawAlert) => void;
  /** Gathers how each rule's signal is spread over entities. */
  readonly withSpreads?: boolean;
  /** Keys of one kind that may be alive at once. */
  readonly cap?: number;
  readonly onlookers?: (keys: Keys) => readonly Onlooker[];
}

/** So many events are taken through one detector before the next one: they stay in the processor's cache. */
const stride = 2048;
const minuteMs = 60_000;

interface Sign {
  readonly rule: number;
  readonly signal: Signal;
}

export class Detection {
  readonly keys: Keys;
  readonly rules: readonly Rule[];
  /** Events seen. */
  rows = 0;
  /** Event time (ms) of the last event; −∞ before the first. */
  time = -Infinity;
  private readonly book: AlertBook;
  private readonly detectors: readonly Detector[];
  private readonly onlookers: readonly Onlooker[];
  private readonly spreads: ReadonlyMap<number, Spread>;
  private signs: Sign[] = [];
  private minute = -Infinity;

  constructor({ pack, onAlert, onForget, withSpreads = false, cap, onlookers = () => [] }: DetectionOptions) {
    this.rules = pack.rules.filter(({ isOn }) => isOn);
    this.keys = new Keys(cap, neededMs(pack), this.rules.some(looksAtSessions));
    const spreads = new Map<number, Spread>();
    this.detectors = this.rules.map((rule, at) =>
      createDetector(rule, {
        tables: this.keys.tables,
        adopt: (table) => this.keys.adopt(table),
        emit: (signal) => this.signs.push({ rule: at, signal }),
        watch: (table, direction) => {
          if (!withSpreads) return new Peaks(table, direction, null);
          const spread = spreads.get(at) ?? new Spread();
          spreads.set(at, spread);
          return new Peaks(table, direction, spread);
        },
      }),
    );
    this.spreads = spreads;
    this.book = new AlertBook(
      pack,
      this.rules,
      this.keys,
      (rule, signal) => (this.detectors[rule] as Detector).explain(signal),
      onAlert,
      onForget,
    );
    this.onlookers = onlookers(this.keys);
  }

  get openAlerts(): number {
    return this.book.openCount;
  }

  get totalAlerts(): number {
    return this.book.total;
  }

  /** Makes the columns that detection fills in. */
  open(batch: EventBatch): Events {
    return this.keys.open(batch);
  }

  /** Takes the events from `from` to before `to`; they follow on those taken before. */
  process(events: Events, from: number, to: number): void {
    let at = from;
    while (at < to) {
      const time = events.time[at] as number;
      this.passMinute(time);
      for (const onlooker of this.onlookers) onlooker.pass?.(time);
      this.keys.sweep(time);
      const end = this.keys.resolve(events, at, endOfMinute(events.time, at, Math.min(to, at + stride), this.minute));
      for (const detector of this.detectors) detector.process(events, at, end);
      for (const onlooker of this.onlookers) onlooker.process(events, at, end);
      this.time = events.time[end - 1] as number;
      this.rows += end - at;
      this.takeSigns();
      at = end;
    }
  }

  /** The input has ended: alerts have the state of that moment. */
  finish(): void {
    if (this.rows > 0) this.book.finish(this.time);
  }

  /** Of rule number `rule`: the spread of its signal; all keys are given up for it, so only after the end. */
  readSpreads(): readonly { readonly rule: Rule; readonly direction: 'above' | 'below'; readonly spread: Spread }[] {
    const { users, sessions, products } = this.keys.tables;
    for (const table of [sessions, users, products]) table.evictAll();
    return [...this.spreads].map(([at, spread]) => {
      const rule = this.rules[at] as Rule;
      return { rule, direction: directionOf(rule), spread };
    });
  }

  private passMinute(time: number): void {
    const minute = Math.floor(time / minuteMs) * minuteMs;
    if (minute === this.minute) return;
    const isFirst = this.minute === -Infinity;
    this.minute = minute;
    if (isFirst) return;
    for (const detector of this.detectors) detector.onMinute?.(minute);
    this.takeSigns();
    this.book.advance(minute);
  }

  /** Signs in the order of events; those of one event in the order of rules, then as they came. */
  private takeSigns(): void {
    if (this.signs.length === 0) return;
    const signs = this.signs;
    this.signs = [];
    signs.sort((a, b) => a.signal.time - b.signal.time || a.signal.row - b.signal.row || a.rule - b.rule);
    for (const { rule, signal } of signs) this.book.take(rule, signal);
  }
}

function looksAtSessions(rule: Rule): boolean {
  return rule.kind === 'window' ? rule.key === 'session' : rule.kind !== 'shopHealth';
}

/** How long after its last event a key may still matter: the longest window of a person's own rules, or an open alert. */
function neededMs({ rules, recoverAfterSeconds, resolveAfterSeconds }: RulePack): number {
  const windows = rules.map((rule) => (rule.kind === 'window' && rule.isOn ? rule.window.seconds : 0));
  return 1000 * Math.max(recoverAfterSeconds + resolveAfterSeconds, ...windows);
}

/** The first event from `at` to before `to` that lies after the minute, or `to`. */
function endOfMinute(time: Float64Array, at: number, to: number, minute: number): number {
  const next = minute + minuteMs;
  let end = at;
  while (end < to && (time[end] as number) < next) end++;
  return end;
}

/** A detector: a state machine over columns. It knows nothing of clocks, files, alerts that are open, or other detectors. */
import type { Rule } from '../../../preload/rules/pack.js';
import type { Events } from './events.js';
import type { Tables } from './keys/keys.js';
import type { Signal } from './signal.js';
import type { Peaks } from './peaks.js';
import type { SlotTable } from './keys/slot-table.js';

export interface DetectorContext {
  readonly tables: Tables;
  /** Counts a table of the detector's own with these. */
  readonly adopt: (table: SlotTable) => void;
  /** Hands a sign to the alert book. Signs of one event may come in any order. */
  readonly emit: (signal: Signal) => void;
  /** Keeps the highest (or lowest) value of the rule's signal for each key, for the rule's spread. */
  readonly watch: (table: SlotTable, direction: 'above' | 'below') => Peaks;
}

export interface Detector {
  /** Events from `from` to before `to`, in order. What it does must not depend on where a batch is cut. */
  process(events: Events, from: number, to: number): void;
  /** Event time has passed a whole minute (ms): before the first event of that minute is processed. Minutes without events are left out. */
  onMinute?(time: number): void;
  /** The sentence with the numbers, for the signal that is the alert's strongest. */
  explain(signal: Signal): string;
}

/** Makes the detector of a rule. */
export type CreateDetector<Of extends Rule = Rule> = (rule: Of, context: DetectorContext) => Detector;

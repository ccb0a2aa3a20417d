/** A detector: a state machine over columns. It knows nothing of clocks, files, alerts that are open, or other detectors. */
import type { Rule } from '../../../preload/rules/pack.js';
import type { Events } from './events.js';
import type { Tables } from './keys.js';
import type { Signal } from './signal.js';
import type { SlotColumn, SlotTable } from './slot-table.js';

export interface DetectorContext {
  readonly tables: Tables;
  /** Hands a sign to the alert book. Signs of one event may come in any order. */
  readonly emit: (signal: Signal) => void;
  /**
   * A number by slot for the highest (or lowest) value the rule's signal has reached for the entity. When the entity
   * goes, the number enters the spread of the rule; NaN is not counted.
   */
  readonly watch: (table: SlotTable, direction: 'above' | 'below') => SlotColumn<Float32Array>;
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

/** What the engine and the thread of detection say to each other. */
import type { RulePack } from '../../../../preload/rules/pack.js';
import type { RawAlert } from '../alert-book.js';
import type { EventBatch } from '../events.js';
import type { MetricsFrame } from '../live/live-metrics.js';

export interface ThreadData {
  readonly pack: RulePack;
  /** Event time (ms) at which it begins; null where there are no events. */
  readonly start: number | null;
  readonly speed: number | null;
  readonly isPaused: boolean;
  /** So many events are taken at full speed before the speed counts. */
  readonly catchUpRows: number;
  /** Works out what a screen shows. */
  readonly withFrames: boolean;
  /** Tells every change of an alert, not only how it stands. */
  readonly withChanges: boolean;
  readonly withSpreads: boolean;
  /** Keys of one kind that may be alive at once. */
  readonly cap?: number;
}

export interface Control {
  readonly action?: 'play' | 'pause' | 'step';
  readonly speed?: number | null;
}

export type ToThread =
  | { readonly kind: 'batch'; readonly batch: EventBatch }
  | ({ readonly kind: 'control' } & Control)
  /** No more batches come. */
  | { readonly kind: 'end' };

/** How far detection has come. */
export interface Reached {
  readonly rows: number;
  /** Event time (ms); null before the first event. */
  readonly time: number | null;
  readonly evicted: number;
}

export interface ThreadFrame extends MetricsFrame {
  readonly state: 'playing' | 'paused' | 'catching-up' | 'ended';
  readonly speed: number | null;
  /** Event time (ms) that has been reached: it goes on where nothing happens. */
  readonly at: number;
  readonly openAlerts: number;
  readonly totalAlerts: number;
  readonly eventsPerSecond: number;
  readonly keys: number;
  readonly memoryBytes: number;
}

export interface ThreadSpread {
  readonly rule: string;
  readonly bars: readonly { readonly from: number; readonly to: number; readonly entities: number }[];
}

export type FromThread =
  /** A batch has been worked through: there is room for another. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'news';
      /** Alerts that are to be kept, as they stand. */
      readonly alerts: readonly RawAlert[];
      /** Every change since the news before, where they were asked for. */
      readonly changes: readonly RawAlert[];
      readonly frame: ThreadFrame | null;
      readonly reached: Reached;
    }
  | { readonly kind: 'done'; readonly spreads: readonly ThreadSpread[]; readonly memoryBytes: number };

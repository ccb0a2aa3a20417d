/** Alerts, runs and live frames: the shapes of detection. Times ISO 8601 in UTC with `Z`, ids text, money the file's unit. */
import type { EntityType, Family, Severity } from './rules/rule-kind.js';

export type AlertState = 'pending' | 'firing' | 'recovering' | 'resolved';
export const alertStates = ['pending', 'firing', 'recovering', 'resolved'] as const;
export type Verdict = 'none' | 'confirmed' | 'dismissed';

export interface Entity {
  readonly type: EntityType;
  /** As it is written in the files; `all` of the type global. */
  readonly id: string;
}

/** What detection says. It depends on the events and the pack alone. */
export interface Alert {
  /** Hash of rule, pack version, entity and the time of the first event. */
  readonly id: string;
  readonly rule: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly entity: Entity;
  readonly firstEventAt: string;
  readonly detectedAt: string;
  readonly lastEventAt: string;
  /** How many events of the entity are its evidence. */
  readonly events: number;
  readonly value: number;
  readonly threshold: number;
  readonly unit: string;
  readonly direction: 'above' | 'below';
  /** Why, in a sentence with the numbers. */
  readonly reason: string;
  readonly pack: string;
  readonly packVersion: number;
  /** Σ price of the entity's purchases from its first to its last event. */
  readonly purchaseValue: number;
  /** Which events are its evidence: of these types, of the entity, in these ranges of the order of events (both ends included). */
  readonly evidence: {
    readonly types: readonly ('view' | 'cart' | 'remove_from_cart' | 'purchase')[];
    readonly ranges: readonly (readonly [number, number])[];
  };
  /** When the states began that it has been through; null where it has not. */
  readonly recoveringAt: string | null;
  readonly resolvedAt: string | null;
  /** The session's user; the user itself; null for products and the shop. */
  readonly user: string | null;
}

/** What people did with an alert. */
export interface AlertCare {
  readonly verdict: Verdict;
  readonly acknowledgedAt: string | null;
  readonly note: string | null;
  /** Until when (wall clock) it is not to be shown among those that need a look; null where it is not muted. */
  readonly mutedUntil: string | null;
  /** The allow-list's reason that covers its entity; null where none does. */
  readonly allowedBy: string | null;
}

export type KeptAlert = Alert & AlertCare;

/** `group`: the id of the first alert of its user (and the user's sessions) or product that overlaps with it in time; its own where it is the first. */
export type GroupedAlert = KeptAlert & { readonly group: string };

export interface AllowEntry {
  readonly type: 'user' | 'session' | 'product';
  readonly id: string;
  readonly reason: string;
  /** Wall clock; null for ever. */
  readonly until: string | null;
  readonly at: string;
}

/** One replay of a dataset, or of a part of it, through a pack. */
export interface RunInfo {
  readonly id: string;
  readonly dataset: string;
  readonly pack: string;
  readonly packVersion: number;
  /** The range that was asked for; null for the whole data. */
  readonly from: string | null;
  readonly to: string | null;
  readonly startedAt: string;
  readonly state: 'running' | 'complete' | 'stopped';
  /** Events that detection has seen, and the event time it has come to. */
  readonly rows: number;
  readonly totalRows: number;
  readonly at: string | null;
  readonly late: number;
  readonly evicted: number;
  readonly alerts: number;
  /** False where the dataset has changed since. */
  readonly isCurrent: boolean;
}

/** The end of a replay. */
export interface RunSummary extends RunInfo {
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

export interface LiveMetric {
  readonly value: number;
  /** The same moment of the day before; null where there is none. */
  readonly dayBefore: number | null;
}

/** What the live screen shows at one moment: as DEFINITIONS of live metrics say, all of event time. */
export interface LiveFrame {
  /** The run's id, by which its alerts are listed. */
  readonly run: string;
  readonly state: 'playing' | 'paused' | 'catching-up' | 'ended';
  /** Times ten, sixty …; null for as fast as it goes. */
  readonly speed: number | null;
  /** Event time that has been reached, and the watermark. */
  readonly at: string;
  readonly watermark: string;
  readonly rows: number;
  readonly totalRows: number;
  /** Events per second by type since the frame before: an entry a second of event time, a minute at high speeds, an hour at full speed. */
  readonly rates: readonly LiveRate[];
  /** Distinct users of the last 5 minutes. */
  readonly activeUsers: LiveMetric;
  readonly salesPerMinute: LiveMetric;
  readonly revenuePerMinute: LiveMetric;
  /** Purchases per view of the last hour; a fraction. */
  readonly conversion: LiveMetric;
  /** Most viewed products of the last 60 minutes, at most five. */
  readonly topProducts: readonly { readonly product: string; readonly views: number }[];
  /** Alerts that began or changed since the frame before (at most 200; all are in the store). */
  readonly alerts: readonly Alert[];
  readonly openAlerts: number;
  readonly totalAlerts: number;
  readonly health: {
    readonly eventsPerSecond: number;
    /** Event time between the latest event and the watermark. */
    readonly watermarkLagSeconds: number;
    readonly late: number;
    readonly keys: number;
    readonly evicted: number;
    readonly memoryBytes: number;
  };
}

export interface LiveRate {
  /** Where the bucket begins, and its length. */
  readonly at: string;
  readonly seconds: number;
  /** Events a second. */
  readonly view: number;
  readonly cart: number;
  readonly remove_from_cart: number;
  readonly purchase: number;
  /** Purchases, and their value, in the bucket. */
  readonly sales: number;
  readonly revenue: number;
}

/** How a rule's signal is spread over entities: the highest value each one reached while it was watched. */
export interface SignalSpread {
  readonly rule: string;
  readonly unit: string;
  readonly threshold: number;
  readonly direction: 'above' | 'below';
  /** Ascending; a bar is `[from, to)`. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly entities: number }[];
}

/** A pack tried on the loaded data. */
export interface Simulation {
  readonly pack: string;
  readonly packVersion: number;
  readonly rows: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly alerts: number;
  /** One row a rule and day (UTC) that has alerts. */
  readonly perDay: readonly { readonly rule: string; readonly day: string; readonly alerts: number }[];
  readonly perRule: readonly {
    readonly rule: string;
    readonly family: Family;
    readonly low: number;
    readonly medium: number;
    readonly high: number;
    readonly users: number;
    readonly sessions: number;
  }[];
  readonly users: number;
  readonly sessions: number;
  readonly flaggedUsers: number;
  readonly flaggedSessions: number;
  readonly spreads: readonly SignalSpread[];
}

/** Two packs over the same data. An alert is the same where family, entity and an overlap in time agree. */
export interface PackComparison {
  readonly before: Simulation;
  readonly after: Simulation;
  readonly added: readonly Alert[];
  readonly gone: readonly Alert[];
  readonly changed: readonly { readonly before: Alert; readonly after: Alert }[];
}

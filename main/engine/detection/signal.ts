/** What detectors say to the alert book. */
import type { EntityType, Severity } from '../../../preload/rules/rule-kind.js';

export interface Signal {
  readonly entity: EntityType;
  /** Of the entity in its table; 0 for the whole shop. */
  readonly slot: number;
  /** Of the user whose event it is; −1 for products and the shop. */
  readonly userSlot: number;
  readonly severity: Severity;
  /** Event (or tick) that gives the sign: ms, and place in the order of events. */
  readonly time: number;
  readonly row: number;
  /** Of the last event of the evidence, where the sign comes later: with the clock. */
  readonly lastTime?: number;
  /** The first event of the behaviour. */
  readonly firstTime: number;
  readonly firstRow: number;
  /** Events of the entity of these types (bits by event type) from `firstRow` to `row`, both included. */
  readonly events: number;
  readonly types: number;
  /** Σ price of the entity's purchases among its events from `firstRow` to `row`. */
  readonly spent: number;
  readonly value: number;
  readonly threshold: number;
  /** True while it is not decided: the alert stays pending, and is forgotten if nothing follows. */
  readonly isPending?: boolean;
  /** More numbers for the sentence. */
  readonly facts?: Readonly<Record<string, number>>;
}

export const allTypes = 0b1111;

/** Bits of event types, for `Signal.types`. */
export function typeBit(type: number): number {
  return 1 << type;
}

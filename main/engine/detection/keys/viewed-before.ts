/**
 * Whether a user had a look at a product before carting, buying or removing it: the last 31 products of each user are
 * remembered. Who has looked at more than that is believed. Several detectors ask; it is worked out once per event.
 */
import { view, type Events } from '../events.js';
import type { Tables } from './keys.js';
import type { SlotColumn } from './slot-table.js';

/** Numbers of a user: how many products it looked at, then the last ones; so that they lie together. */
const width = 32;
const memory = width - 1;
const ofTables = new WeakMap<Tables, ViewedBefore>();

export class ViewedBefore {
  private readonly ring: SlotColumn<Int32Array>;
  private events: Events | null = null;
  private flags = new Uint8Array(0);
  private counts = new Uint32Array(0);
  private done = 0;

  private constructor(tables: Tables) {
    this.ring = tables.users.column('i32', { width, isCleared: false });
  }

  static of(tables: Tables): ViewedBefore {
    const known = ofTables.get(tables) ?? new ViewedBefore(tables);
    ofTables.set(tables, known);
    return known;
  }

  /**
   * Products that the user of this event had looked at by then; one that it comes back to after another counts again.
   * Only of carts and purchases that {@link look} has filled in.
   */
  countAt(at: number): number {
    return this.counts[at] as number;
  }

  /** 1 for events of a product that the user viewed before (views: 0), by place in the batch; filled in up to `to`. */
  look(events: Events, from: number, to: number): Uint8Array {
    if (this.events !== events) {
      this.events = events;
      if (this.flags.length < events.length) {
        this.flags = new Uint8Array(events.length);
        this.counts = new Uint32Array(events.length);
      }
      this.done = from;
    }
    const { type, userSlot, userGap, productSlot, again } = events;
    const ring = this.ring.values;
    const { flags, counts } = this;
    for (let at = this.done; at < to; at++) {
      const user = userSlot[at] as number;
      const product = productSlot[at] as number;
      const first = user * width;
      if ((userGap[at] as number) < 0) ring[first] = 0;
      if (type[at] === view) {
        flags[at] = 0;
        const seen = ring[first] as number;
        if (again[at] === 1 && seen !== 0) continue;
        ring[first + 1 + (seen % memory)] = product;
        ring[first] = seen + 1;
        continue;
      }
      flags[at] = isIn(ring, first, product);
      counts[at] = ring[first] as number;
    }
    this.done = to;
    return flags;
  }
}

function isIn(ring: Int32Array, first: number, product: number): 0 | 1 {
  const seen = ring[first] as number;
  if (seen > memory) return 1;
  for (let at = first + 1; at <= first + seen; at++) if (ring[at] === product) return 1;
  return 0;
}

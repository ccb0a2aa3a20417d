/** Distinct values of each key within a window that looks back from the event; exact up to a cap, then no value is new. */
import type { Events } from '../events.js';

const cap = 100_000;

export class DistinctWindow {
  /** By slot: values with the time they were last there, oldest first. */
  private readonly seen = new Map<number, Map<bigint | number, number>>();

  constructor(
    private readonly pick: (events: Events, at: number) => bigint | number | null,
    private readonly windowMs: number,
  ) {}

  forget(slot: number): void {
    this.seen.delete(slot);
  }

  /** Drops what has left the window at `now` (ms); how many values are left. */
  prune(slot: number, now: number): number {
    const values = this.seen.get(slot);
    if (values === undefined) return 0;
    for (const [value, time] of values) {
      if (now - time < this.windowMs) break;
      values.delete(value);
    }
    return values.size;
  }

  /** How many values there are with that of this event. */
  add(slot: number, events: Events, at: number): number {
    let values = this.seen.get(slot);
    if (values === undefined) {
      values = new Map();
      this.seen.set(slot, values);
    }
    const value = this.pick(events, at);
    if (value !== null) {
      values.delete(value);
      if (values.size < cap) values.set(value, events.time[at] as number);
    }
    return values.size;
  }
}

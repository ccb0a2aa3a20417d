/** The whole shop's events and money so far, and where a behaviour of it began: for signals without a key. */
import { purchase, type Events } from '../events.js';

export interface ShopMark {
  /** ms */
  readonly time: number;
  readonly row: number;
  /** Events and money before the first event. */
  readonly events: number;
  readonly spent: number;
}

export class ShopTotal {
  events = 0;
  spent = 0;

  /** Takes one more event. */
  add(events: Events, at: number): void {
    this.events++;
    if (events.type[at] !== purchase) return;
    const price = events.price[at] as number;
    if (!Number.isNaN(price)) this.spent += price;
  }

  /** A behaviour that begins with an event that has not been added yet. */
  mark(events: Events, at: number): ShopMark {
    return {
      time: events.time[at] as number,
      row: events.row[at] as number,
      events: this.events,
      spent: this.spent,
    };
  }

  /** What stands in a signal at the event added last: at this time (ms) and row. */
  since(mark: ShopMark, time: number, row: number) {
    return {
      entity: 'global',
      slot: 0,
      userSlot: -1,
      time,
      row,
      firstTime: mark.time,
      firstRow: mark.row,
      events: this.events - mark.events,
      spent: this.spent - mark.spent,
    } as const;
  }

  /** A behaviour that begins with the event added last, at this time (ms) and row. */
  markLast(time: number, row: number): ShopMark {
    return { time, row, events: this.events - 1, spent: this.spent };
  }
}

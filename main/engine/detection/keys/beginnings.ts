/** Where a behaviour of each key began, and how many events it has had: what an alert's evidence is made of. */
import { purchase, type Events } from '../events.js';
import type { Tables } from './keys.js';
import type { SlotColumn } from './slot-table.js';

/** A roamer is a user; the state stands in the table of those who have had several sessions. */
const tableOf = { user: 'users', roamer: 'roamers', session: 'sessions', product: 'products' } as const;
const spentOf = { user: 'userSpent', roamer: 'userSpent', session: 'sessionSpent', product: 'productSpent' } as const;

/** What is kept of a key, side by side: apart from its record, as a new key has nothing that would have to be cleared. */
const time = 0;
const row = 1;
const spentBefore = 2;
const events = 3;
const width = 4;

export class Beginnings {
  private readonly numbers: SlotColumn<Float64Array>;

  constructor(
    tables: Tables,
    private readonly entity: 'user' | 'roamer' | 'session' | 'product',
  ) {
    this.numbers = tables[tableOf[entity]].column('f64', { width, isCleared: false });
  }

  /** The behaviour of the key begins with this event, which is not counted yet; who counts by itself says from where. */
  begin(slot: number, batch: Events, at: number, countFrom = 0): void {
    const { values } = this.numbers;
    const base = slot * width;
    const price = batch.price[at] as number;
    const own = batch.type[at] === purchase && !Number.isNaN(price) ? price : 0;
    values[base + time] = batch.time[at] as number;
    values[base + row] = batch.row[at] as number;
    values[base + spentBefore] = (batch[spentOf[this.entity]][at] as number) - own;
    values[base + events] = countFrom;
  }

  /** The behaviour of the key is that of another one, whose purchases are its own. */
  copy(slot: number, other: Beginnings, otherSlot: number): void {
    const from = otherSlot * width;
    this.numbers.values.set(other.numbers.values.subarray(from, from + width), slot * width);
  }

  /** One more event of the behaviour. */
  add(slot: number): void {
    (this.numbers.values[slot * width + events] as number)++;
  }

  /** What of it stands in a signal at this event. */
  upTo(slot: number, batch: Events, at: number) {
    const { values } = this.numbers;
    const base = slot * width;
    return {
      entity: this.entity === 'roamer' ? ('user' as const) : this.entity,
      slot: this.entity === 'roamer' ? (batch.userSlot[at] as number) : slot,
      userSlot: this.entity === 'product' ? -1 : (batch.userSlot[at] as number),
      time: batch.time[at] as number,
      row: batch.row[at] as number,
      firstTime: values[base + time] as number,
      firstRow: values[base + row] as number,
      events: values[base + events] as number,
      spent: (batch[spentOf[this.entity]][at] as number) - (values[base + spentBefore] as number),
    };
  }
}

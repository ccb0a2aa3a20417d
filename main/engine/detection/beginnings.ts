/** Where a behaviour of each key began, and how many events it has had: what an alert's evidence is made of. */
import { purchase, type Events } from './events.js';
import type { Tables } from './keys.js';
import type { SlotColumn } from './slot-table.js';

/** A roamer is a user; the state stands in the table of those who have had several sessions. */
const tableOf = { user: 'users', roamer: 'roamers', session: 'sessions', product: 'products' } as const;
const spentOf = { user: 'userSpent', roamer: 'userSpent', session: 'sessionSpent', product: 'productSpent' } as const;

export class Beginnings {
  readonly time: SlotColumn<Float64Array>;
  readonly row: SlotColumn<Float64Array>;
  readonly events: SlotColumn<Uint32Array>;
  /** Σ price of the key's purchases before the first event. */
  private readonly spentBefore: SlotColumn<Float64Array>;

  constructor(
    tables: Tables,
    private readonly entity: 'user' | 'roamer' | 'session' | 'product',
  ) {
    const table = tables[tableOf[entity]];
    this.spentBefore = table.column('f64');
    this.time = table.column('f64');
    this.row = table.column('f64');
    this.events = table.column('u32');
  }

  /** The behaviour of the key begins with this event, which is not counted yet. */
  begin(slot: number, events: Events, at: number): void {
    this.time.values[slot] = events.time[at] as number;
    this.row.values[slot] = events.row[at] as number;
    this.events.values[slot] = 0;
    const price = events.price[at] as number;
    const own = events.type[at] === purchase && !Number.isNaN(price) ? price : 0;
    this.spentBefore.values[slot] = (events[spentOf[this.entity]][at] as number) - own;
  }

  /** The behaviour of the key is that of another one, whose purchases are its own. */
  copy(slot: number, other: Beginnings, otherSlot: number): void {
    this.time.values[slot] = other.time.values[otherSlot] as number;
    this.row.values[slot] = other.row.values[otherSlot] as number;
    this.events.values[slot] = other.events.values[otherSlot] as number;
    this.spentBefore.values[slot] = other.spentBefore.values[otherSlot] as number;
  }

  /** One more event of the behaviour. */
  add(slot: number): void {
    (this.events.values[slot] as number)++;
  }

  /** What of it stands in a signal at this event. */
  upTo(slot: number, events: Events, at: number) {
    return {
      entity: this.entity === 'roamer' ? ('user' as const) : this.entity,
      slot: this.entity === 'roamer' ? (events.userSlot[at] as number) : slot,
      userSlot: this.entity === 'product' ? -1 : (events.userSlot[at] as number),
      time: events.time[at] as number,
      row: events.row[at] as number,
      firstTime: this.time.values[slot] as number,
      firstRow: this.row.values[slot] as number,
      events: this.events.values[slot] as number,
      spent: (events[spentOf[this.entity]][at] as number) - (this.spentBefore.values[slot] as number),
    };
  }
}

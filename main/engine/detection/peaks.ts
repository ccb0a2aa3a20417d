/** The highest (or lowest) value that a rule's signal has reached for each key of a table; when the key goes it enters a spread. */
import type { SlotTable } from './keys/slot-table.js';
import type { Spread } from './spread.js';

export class Peaks {
  private readonly field: number;
  private readonly sign: 1 | -1;

  /** Without a spread nothing is kept. */
  constructor(
    private readonly table: SlotTable,
    direction: 'above' | 'below',
    private readonly spread: Spread | null,
  ) {
    this.sign = direction === 'above' ? 1 : -1;
    this.field = spread === null ? 0 : table.field(-Infinity);
    if (spread !== null) table.onEvict((slot) => spread.add(this.sign * this.read(slot)));
  }

  /** The key's signal is at this value. */
  reach(slot: number, value: number): void {
    if (this.spread === null) return;
    const { record, stride } = this.table;
    const at = slot * stride + this.field;
    if (this.sign * value <= (record.values[at] as number)) return;
    record.values[at] = this.sign * value;
    this.table.note(slot);
  }

  private read(slot: number): number {
    return this.table.record.values[slot * this.table.stride + this.field] as number;
  }
}

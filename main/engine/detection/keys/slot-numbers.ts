/** Numbers that belong together, side by side in the records of a table: those of a slot stand from its base on. */
import type { SlotTable } from './slot-table.js';

export class SlotNumbers {
  private readonly first: number;

  constructor(
    private readonly table: SlotTable,
    private readonly width: number,
  ) {
    this.first = table.field(0, width);
  }

  /** The records of the table; another array after it has grown. */
  get values(): Float64Array {
    return this.table.record.values;
  }

  baseOf(slot: number): number {
    return slot * this.table.stride + this.first;
  }

  /** The slot begins with the numbers that one of another table has. */
  copy(slot: number, other: SlotNumbers, otherSlot: number): void {
    const from = other.baseOf(otherSlot);
    this.values.set(other.values.subarray(from, from + this.width), this.baseOf(slot));
  }
}

/** The last 32 different products of every key of a table: whether one was seen before. */
import type { SlotColumn, SlotTable } from './slot-table.js';

const size = 32;

export class RecentProducts {
  private readonly ring: SlotColumn<Int32Array>;
  private readonly added: SlotColumn<Uint32Array>;
  private ringValues: Int32Array;
  private addedValues: Uint32Array;

  constructor(table: SlotTable) {
    this.ring = table.column('i32', { width: size, isCleared: false });
    this.added = table.column('u32');
    this.ringValues = this.ring.values;
    this.addedValues = this.added.values;
  }

  /** Before each stretch of events: columns are other ones after their table has grown. */
  refresh(): void {
    this.ringValues = this.ring.values;
    this.addedValues = this.added.values;
  }

  /** The key begins with what one of another table has seen. */
  copy(slot: number, other: RecentProducts, otherSlot: number): void {
    const from = otherSlot * size;
    this.ringValues.set(other.ringValues.subarray(from, from + size), slot * size);
    this.addedValues[slot] = other.addedValues[otherSlot] as number;
  }

  /** Different products so far; one that comes back after 32 others counts again. */
  count(slot: number): number {
    return this.addedValues[slot] as number;
  }

  /** Whether products may have been forgotten. */
  isFull(slot: number): boolean {
    return (this.addedValues[slot] as number) >= size;
  }

  /** Whether the product is among the last ones; it is from now on. */
  see(slot: number, product: number): boolean {
    const { ringValues } = this;
    const added = this.addedValues[slot] as number;
    const from = slot * size;
    const to = from + (added < size ? added : size);
    for (let at = from; at < to; at++) if (ringValues[at] === product) return true;
    ringValues[from + (added & (size - 1))] = product;
    this.addedValues[slot] = added + 1;
    return false;
  }
}

/** Lower halves of product ids: two products of one shop share one about never, and slots are given to others in time. */
export function productNumbers(products: BigInt64Array): Int32Array {
  return new Int32Array(products.buffer, products.byteOffset, products.length * 2);
}

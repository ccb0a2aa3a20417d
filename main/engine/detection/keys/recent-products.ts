/** The last 32 different products of every key of a table: whether one was seen before. */
import type { SlotColumn, SlotTable } from './slot-table.js';

const size = 32;

export class RecentProducts {
  private readonly ring: SlotColumn<Int32Array>;
  private readonly added: number;

  constructor(private readonly table: SlotTable) {
    this.ring = table.column('i32', { width: size, isCleared: false });
    this.added = table.field();
  }

  /** The key begins with what one of another table has seen. */
  copy(slot: number, other: RecentProducts, otherSlot: number): void {
    const from = otherSlot * size;
    this.ring.values.set(other.ring.values.subarray(from, from + size), slot * size);
    this.table.record.values[slot * this.table.stride + this.added] = other.count(otherSlot);
  }

  /** Different products so far; one that comes back after 32 others counts again. */
  count(slot: number): number {
    return this.table.record.values[slot * this.table.stride + this.added] as number;
  }

  /** Whether products may have been forgotten. */
  isFull(slot: number): boolean {
    return this.count(slot) >= size;
  }

  /** Whether the product is among the last ones; it is from now on. */
  see(slot: number, product: number): boolean {
    const ring = this.ring.values;
    const { record, stride } = this.table;
    const ofSlot = slot * stride + this.added;
    const added = record.values[ofSlot] as number;
    const from = slot * size;
    const to = from + (added < size ? added : size);
    for (let at = from; at < to; at++) if (ring[at] === product) return true;
    ring[from + (added & (size - 1))] = product;
    record.values[ofSlot] = added + 1;
    return false;
  }
}

/** Lower halves of product ids: two products of one shop share one about never, and slots are given to others in time. */
export function productNumbers(products: BigInt64Array): Int32Array {
  return new Int32Array(products.buffer, products.byteOffset, products.length * 2);
}

/** A calendar queue: what is due in each of the next seconds, first in first out within a second. */
const ringSeconds = 16_384;

export class SecondQueue {
  /** How far ahead a thing can be due. */
  static readonly horizonSeconds = ringSeconds - 64;
  private readonly first = new Int32Array(ringSeconds).fill(-1);
  private readonly last = new Int32Array(ringSeconds).fill(-1);
  private following: Int32Array;

  constructor(capacity: number) {
    this.following = new Int32Array(capacity);
  }

  /** Makes room for items up to `capacity` − 1. */
  grow(capacity: number): void {
    const grown = new Int32Array(capacity);
    grown.set(this.following);
    this.following = grown;
  }

  push(second: number, item: number): void {
    const slot = second % ringSeconds;
    const last = this.last[slot] as number;
    if (last < 0) this.first[slot] = item;
    else this.following[last] = item;
    this.last[slot] = item;
    this.following[item] = -1;
  }

  /** The first item of this second, taken out, or −1. */
  take(second: number): number {
    const slot = second % ringSeconds;
    const item = this.first[slot] as number;
    if (item < 0) return -1;
    const following = this.following[item] as number;
    this.first[slot] = following;
    if (following < 0) this.last[slot] = -1;
    return item;
  }
}

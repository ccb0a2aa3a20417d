/**
 * The keys that are alive, each with a slot: a small number by which all state stands in typed arrays. Keys are 64-bit
 * numbers as two halves. Whoever was not seen for a while gives up its slot (by event time, never by the clock), and
 * above the cap those seen longest ago, which is counted.
 */

interface Column<Values> {
  /** By slot; the array is another one after the table has grown. */
  values: Values;
}
export type { Column as SlotColumn };

type Numbers = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

interface KeptColumn extends Column<Numbers> {
  readonly width: number;
  readonly initial: number;
}

const kinds = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
};
type Kinds = { readonly [Kind in keyof typeof kinds]: InstanceType<(typeof kinds)[Kind]> };

export interface ColumnOptions {
  /** Numbers a slot has: those of `slot` stand from `slot * width` on. */
  readonly width?: number;
  /** What a new key begins with. */
  readonly initial?: number;
  /** False where what the key before left is not read, as in a ring with its own count. */
  readonly isCleared?: boolean;
}

const firstCapacity = 1 << 12;
/** The first fields of every record: the key's halves, and whether somebody keeps more of it. */
const lowHalf = 0;
const highHalf = 1;
const noted = 2;

/** Doubles that fit in a line of the processor's cache. */
const line = 8;

export class SlotTable {
  /**
   * The record of each slot, side by side: `record.values[slot * stride + field]`. What is read together at an event
   * stands here, as a key's record is a few lines of the cache where columns would be one line each.
   */
  readonly record: Column<Float64Array> = { values: new Float64Array(0) };
  /** Numbers of a record; 0 until the first key. */
  stride = 0;
  /** Keys that are alive. */
  size = 0;
  /** Keys that lost their slot to the cap while they might have been needed. */
  evicted = 0;

  private capacity = firstCapacity;
  /** Event time (ms) at which each key was last seen: apart from the records, as all are gone through for idle ones. */
  private seenAt = new Float64Array(firstCapacity);
  private alive = new Uint8Array(firstCapacity);
  /**
   * Open addressing, two places a slot so that probes stay short. A place has two numbers: slot + 1 (0 for empty), and
   * the key's hash, so that other keys' records need not be read.
   */
  private places = new Int32Array(firstCapacity * 4);
  private readonly free: number[] = [];
  private used = 0;
  private readonly columns: KeptColumn[] = [];
  private readonly cleared: KeptColumn[] = [];
  private readonly listeners: ((slot: number) => void)[] = [];

  /** What a new key's record holds. */
  private fresh = new Float64Array(0);
  private readonly initials: number[] = [0, 0, 0];

  constructor(private readonly cap: number) {}

  /** A number in each record, or `width` of them: returns where in the record. To be asked before the first key. */
  field(initial = 0, width = 1): number {
    if (this.stride > 0) throw new Error('The records of this table are laid out already.');
    const at = this.initials.length;
    for (let each = 0; each < width; each++) this.initials.push(initial);
    return at;
  }

  /** Event time (ms) at which the key was last seen. */
  lastTime(slot: number): number {
    return this.seenAt[slot] as number;
  }

  /** The key is seen at this event time (ms). */
  touch(slot: number, time: number): void {
    this.seenAt[slot] = time;
  }

  /** A number (or `width` of them) for each slot, apart from the records: for rings, and what is seldom read. */
  column<Kind extends keyof Kinds>(kind: Kind, options: ColumnOptions = {}): Column<Kinds[Kind]> {
    const { width = 1, initial = 0, isCleared = true } = options;
    const column: KeptColumn = { values: new kinds[kind](this.capacity * width), width, initial };
    if (initial !== 0) column.values.fill(initial);
    this.columns.push(column);
    if (isCleared) this.cleared.push(column);
    return column as unknown as Column<Kinds[Kind]>;
  }

  /** Somebody keeps more of the key than stands in its record: listeners hear of its end. */
  note(slot: number): void {
    this.record.values[slot * this.stride + noted] = 1;
  }

  /** The halves of a slot's key. */
  lowOf(slot: number): number {
    return this.record.values[slot * this.stride + lowHalf] as number;
  }

  highOf(slot: number): number {
    return this.record.values[slot * this.stride + highHalf] as number;
  }

  /** Hears of slots that were {@link note}d before they are given up. */
  onEvict(listener: (slot: number) => void): void {
    this.listeners.push(listener);
  }

  get isFull(): boolean {
    return this.size >= this.cap;
  }

  /** Keys that may be added before it is full. */
  get room(): number {
    return this.cap - this.size;
  }

  /** The slot of a key, −1 where it is not alive. */
  find(low: number, high: number): number {
    const { places, stride } = this;
    const { values } = this.record;
    const mask = places.length - 2;
    const wanted = hash(low, high);
    for (let place = (wanted << 1) & mask; ; place = (place + 2) & mask) {
      const slot = (places[place] as number) - 1;
      if (slot < 0) return -1;
      if (places[place + 1] !== wanted) continue;
      const base = slot * stride;
      if (values[base + lowHalf] === low && values[base + highHalf] === high) return slot;
    }
  }

  /** A slot for a key that is not alive; the table must not be full. */
  add(low: number, high: number, time: number): number {
    if (this.stride === 0) this.layOut();
    if (this.size >= this.capacity) this.grow();
    const slot = this.free.pop() ?? this.used++;
    this.alive[slot] = 1;
    this.size++;
    for (const { values, width, initial } of this.cleared) values.fill(initial, slot * width, slot * width + width);
    const { fresh, stride } = this;
    const { values } = this.record;
    const base = slot * stride;
    for (let at = 0; at < stride; at++) values[base + at] = fresh[at] as number;
    this.seenAt[slot] = time;
    values[base + lowHalf] = low;
    values[base + highHalf] = high;
    this.place(slot);
    return slot;
  }

  isAlive(slot: number): boolean {
    return this.alive[slot] === 1;
  }

  /** The key of a slot. */
  keyOf(slot: number): bigint {
    return (BigInt(this.highOf(slot)) << 32n) | BigInt(this.lowOf(slot) >>> 0);
  }

  /** Gives up the slots of all keys last seen before `time` (ms). */
  evictBefore(time: number): void {
    const { seenAt, alive, used } = this;
    for (let slot = 0; slot < used; slot++) {
      if ((seenAt[slot] as number) < time && alive[slot] === 1) this.evict(slot);
    }
  }

  /** Makes room under the cap: the eighth of the keys that was seen longest ago goes; equal ones by slot. */
  evictOldest(): void {
    const slots: number[] = [];
    for (let slot = 0; slot < this.used; slot++) if (this.alive[slot] === 1) slots.push(slot);
    slots.sort((a, b) => this.lastTime(a) - this.lastTime(b) || a - b);
    const count = Math.max(1, slots.length >> 3);
    for (const slot of slots.slice(0, count)) this.evict(slot);
    this.evicted += count;
  }

  /** Gives up all slots, so that listeners have heard of every key. */
  evictAll(): void {
    for (let slot = 0; slot < this.used; slot++) if (this.alive[slot] === 1) this.evict(slot);
  }

  /** Gives up one slot that is in use. */
  evict(slot: number): void {
    if (this.record.values[slot * this.stride + noted] === 1) for (const listener of this.listeners) listener(slot);
    this.alive[slot] = 0;
    this.size--;
    this.free.push(slot);
    this.unplace(slot);
  }

  /** The hash of a slot's key: 32 bits. */
  hashOf(slot: number): number {
    return hash(this.lowOf(slot), this.highOf(slot));
  }

  private place(slot: number): void {
    const { places } = this;
    const mask = places.length - 2;
    const own = this.hashOf(slot);
    let place = (own << 1) & mask;
    while (places[place] !== 0) place = (place + 2) & mask;
    places[place] = slot + 1;
    places[place + 1] = own;
  }

  /** Deletes by moving back what was pushed on, so that no gravestones pile up. */
  private unplace(slot: number): void {
    const { places } = this;
    const mask = places.length - 2;
    let hole = (this.hashOf(slot) << 1) & mask;
    while (places[hole] !== slot + 1) hole = (hole + 2) & mask;
    for (let next = (hole + 2) & mask; places[next] !== 0; next = (next + 2) & mask) {
      const home = ((places[next + 1] as number) << 1) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      places[hole] = places[next] as number;
      places[hole + 1] = places[next + 1] as number;
      hole = next;
    }
    places[hole] = 0;
  }

  private layOut(): void {
    this.stride = Math.ceil(this.initials.length / line) * line;
    this.fresh = Float64Array.from({ length: this.stride }, (_, at) => this.initials[at] ?? 0);
    this.record.values = new Float64Array(this.capacity * this.stride);
  }

  private grow(): void {
    const capacity = this.capacity * 2;
    this.record.values = enlarge(this.record.values, capacity * this.stride, 0);
    this.alive = enlarge(this.alive, capacity, 0);
    this.seenAt = enlarge(this.seenAt, capacity, 0);
    for (const column of this.columns) column.values = enlarge(column.values, capacity * column.width, column.initial);
    this.capacity = capacity;
    this.places = new Int32Array(capacity * 4);
    for (let slot = 0; slot < this.used; slot++) if (this.alive[slot] === 1) this.place(slot);
  }

  /** Bytes of all its arrays. */
  get bytes(): number {
    const own = this.alive.byteLength + this.seenAt.byteLength + this.places.byteLength + this.record.values.byteLength;
    return this.columns.reduce((sum, { values }) => sum + values.byteLength, own);
  }
}

function enlarge<Values extends Numbers>(values: Values, length: number, initial: number): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length);
  larger.set(values);
  if (initial !== 0) larger.fill(initial, values.length);
  return larger;
}

/** Mixes both halves (the finaliser of MurmurHash3). */
function hash(low: number, high: number): number {
  let h = low ^ Math.imul(high, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 64-bit numbers as pairs of 32-bit halves, low one first: as every machine that this runs on has them. */
export function halves(numbers: BigInt64Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}

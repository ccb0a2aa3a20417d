/** Events by quarter-hour, category code and type, and the price of what was purchased: the model `category_slots`. */

const types = 4;

/** A row per quarter-hour and category code that has events; the columns of one that is cut in two parts add up. */
export interface SlotRows {
  readonly slots: Int32Array;
  /** Numbers of words, 0 for none. */
  readonly codes: Int32Array;
  /** Four a row, in the order of the event types. */
  readonly counts: Int32Array;
  /** Hundredths: whole numbers, exact up to 90 billions. */
  readonly cents: Float64Array;
}

/** Of events in the order of time: one quarter-hour is counted at a time. */
export class SlotCounts {
  private slot = NaN;
  private counts: Int32Array = new Int32Array(types * 128);
  private cents: Float64Array = new Float64Array(128);

  private readonly found = {
    slots: [] as number[],
    codes: [] as number[],
    counts: [] as number[],
    cents: [] as number[],
  };

  /** `cents` counts where the event is a purchase; else it is 0. */
  add(slot: number, code: number, type: number, cents: number): void {
    if (slot !== this.slot) this.open(slot);
    if (code >= this.cents.length) this.widen(code);
    const at = code * types + type;
    this.counts[at] = (this.counts[at] as number) + 1;
    this.cents[code] = (this.cents[code] as number) + cents;
  }

  private open(slot: number): void {
    const { found, counts, cents } = this;
    for (let code = 0; code < cents.length; code++) {
      const of = counts.subarray(code * types, (code + 1) * types);
      if (of[0] === 0 && of[1] === 0 && of[2] === 0 && of[3] === 0) continue;
      found.slots.push(this.slot);
      found.codes.push(code);
      found.counts.push(...of);
      found.cents.push(cents[code] as number);
    }
    counts.fill(0);
    cents.fill(0);
    this.slot = slot;
  }

  private widen(code: number): void {
    let capacity = this.cents.length;
    while (capacity <= code) capacity *= 2;
    const { counts, cents } = this;
    this.counts = new Int32Array(capacity * types);
    this.cents = new Float64Array(capacity);
    this.counts.set(counts);
    this.cents.set(cents);
  }

  /** What has been counted; nothing can be added afterwards. */
  rows(): SlotRows {
    this.open(NaN);
    const { slots, codes, counts, cents } = this.found;
    return {
      slots: Int32Array.from(slots),
      codes: Int32Array.from(codes),
      counts: Int32Array.from(counts),
      cents: Float64Array.from(cents),
    };
  }
}

/** Events by quarter-hour, category code and type, and the price of what was purchased: the model `category_slots`. */

const types = 4;

interface Slot {
  readonly counts: Uint32Array;
  /** Hundredths: whole numbers, exact up to 90 billions. */
  readonly cents: Float64Array;
}

/** A row per quarter-hour and category code that has events. */
export interface SlotRows {
  readonly slots: Int32Array;
  /** Numbers of words, 0 for none. */
  readonly codes: Int32Array;
  /** Four a row, in the order of the event types. */
  readonly counts: Uint32Array;
  readonly cents: Float64Array;
}

export class SlotCounts {
  private readonly slots = new Map<number, Slot>();
  private slot = NaN;
  private counts: Uint32Array = new Uint32Array(0);
  private cents: Float64Array = new Float64Array(0);

  /** `cents` counts where the event is a purchase; else it is 0. */
  add(slot: number, code: number, type: number, cents: number): void {
    if (slot !== this.slot || code >= this.cents.length) this.open(slot, code);
    const at = code * types + type;
    this.counts[at] = (this.counts[at] as number) + 1;
    if (cents !== 0) this.cents[code] = (this.cents[code] as number) + cents;
  }

  private open(number: number, code: number): void {
    let slot = this.slots.get(number);
    if (slot === undefined || code >= slot.cents.length) {
      let capacity = 128;
      while (capacity <= code) capacity *= 2;
      const wider = { counts: new Uint32Array(capacity * types), cents: new Float64Array(capacity) };
      if (slot !== undefined) {
        wider.counts.set(slot.counts);
        wider.cents.set(slot.cents);
      }
      this.slots.set(number, wider);
      slot = wider;
    }
    this.slot = number;
    this.counts = slot.counts;
    this.cents = slot.cents;
  }

  rows(): SlotRows {
    const found: [slot: number, code: number, from: Slot][] = [];
    for (const [number, slot] of this.slots)
      for (let code = 0; code < slot.cents.length; code++)
        if (slot.counts.subarray(code * types, (code + 1) * types).some((count) => count > 0))
          found.push([number, code, slot]);
    const counts = new Uint32Array(found.length * types);
    found.forEach(([, code, slot], at) => {
      counts.set(slot.counts.subarray(code * types, (code + 1) * types), at * types);
    });
    return {
      slots: Int32Array.from(found, ([slot]) => slot),
      codes: Int32Array.from(found, ([, code]) => code),
      counts,
      cents: Float64Array.from(found, ([, code, slot]) => slot.cents[code] as number),
    };
  }
}

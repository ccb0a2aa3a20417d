/** Events as columns that grow: the background, and what is put into it. */

export interface Columns {
  /** Seconds since 1970, UTC. */
  readonly second: Int32Array;
  /** As in detection: 0 view, 1 cart, 2 remove_from_cart, 3 purchase. */
  readonly type: Uint8Array;
  readonly product: Int32Array;
  readonly user: Int32Array;
  /** The two halves of a session's number. */
  readonly sessionLow: Int32Array;
  readonly sessionHigh: Int32Array;
  /** NaN where it is not known. */
  readonly price: Float32Array;
  /** Number of the case that an event belongs to; −1 in the background. */
  readonly label: Int32Array;
}

export interface RowsOfEvents extends Columns {
  readonly length: number;
}

export interface EventRow {
  readonly second: number;
  readonly type: number;
  readonly product: number;
  readonly user: number;
  readonly sessionLow: number;
  readonly sessionHigh: number;
  readonly price: number;
  readonly label: number;
}

function makeColumns(capacity: number): Columns {
  return {
    second: new Int32Array(capacity),
    type: new Uint8Array(capacity),
    product: new Int32Array(capacity),
    user: new Int32Array(capacity),
    sessionLow: new Int32Array(capacity),
    sessionHigh: new Int32Array(capacity),
    price: new Float32Array(capacity),
    label: new Int32Array(capacity),
  };
}

const names = ['second', 'type', 'product', 'user', 'sessionLow', 'sessionHigh', 'price', 'label'] as const;

export class Rows implements RowsOfEvents {
  length = 0;
  private columns: Columns;

  constructor(private capacity = 1024) {
    this.columns = makeColumns(capacity);
  }

  get second(): Int32Array {
    return this.columns.second;
  }
  get type(): Uint8Array {
    return this.columns.type;
  }
  get product(): Int32Array {
    return this.columns.product;
  }
  get user(): Int32Array {
    return this.columns.user;
  }
  get sessionLow(): Int32Array {
    return this.columns.sessionLow;
  }
  get sessionHigh(): Int32Array {
    return this.columns.sessionHigh;
  }
  get price(): Float32Array {
    return this.columns.price;
  }
  get label(): Int32Array {
    return this.columns.label;
  }

  add(row: EventRow): void {
    if (this.length === this.capacity) this.grow();
    const at = this.length++;
    for (const name of names) this.columns[name][at] = row[name];
  }

  /** The same rows in order of time; those of one second stay in the order in which they were added. */
  sorted(): Rows {
    const order = new Int32Array(this.length).map((_, at) => at);
    const { second } = this;
    order.sort((a, b) => (second[a] as number) - (second[b] as number) || a - b);
    const sorted = new Rows(Math.max(1, this.length));
    sorted.length = this.length;
    for (const name of names) {
      const from = this.columns[name];
      const to = sorted.columns[name];
      for (let at = 0; at < order.length; at++) to[at] = from[order[at] as number] as number;
    }
    return sorted;
  }

  private grow(): void {
    this.capacity *= 2;
    const grown = makeColumns(this.capacity);
    for (const name of names) grown[name].set(this.columns[name]);
    this.columns = grown;
  }
}

/** The first row that happens at `second` or later. Rows must be in order of time. */
export function firstAt({ second: seconds, length }: RowsOfEvents, second: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seconds[middle] as number) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A session's number, as detection knows it. */
export function sessionKey(low: number, high: number): bigint {
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

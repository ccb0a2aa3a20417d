/** Copies among rows of one second, which all stand in one piece of memory. */

const buckets = 1024;

export class CopiedRows {
  /** Numbers of rows that are equal to an earlier one, and of the first of these. */
  readonly surplus: number[] = [];
  readonly firsts: number[] = [];

  private readonly heads = new Int32Array(buckets);
  private readonly marks = new Int32Array(buckets);
  private mark = 0;
  private size = 0;
  private capacity = 256;
  private next = new Int32Array(this.capacity);
  private keys = new Int32Array(this.capacity);
  private starts = new Int32Array(this.capacity);
  private ends = new Int32Array(this.capacity);
  private rows = new Float64Array(this.capacity);

  /** From here on rows are of another second. */
  forget(): void {
    this.mark++;
    this.size = 0;
  }

  /** `key` is the same for equal rows; `row` is the number of the row that stands in `data[start..end)`. */
  add(data: Uint8Array, start: number, end: number, key: number, row: number): void {
    const bucket = (key ^ (key >>> 11)) & (buckets - 1);
    const head = this.marks[bucket] === this.mark ? (this.heads[bucket] as number) : -1;
    for (let at = head; at >= 0; at = this.next[at] as number) {
      if (this.keys[at] !== key || (this.ends[at] as number) - (this.starts[at] as number) !== end - start) continue;
      if (!areEqual(data, this.starts[at] as number, start, end - start)) continue;
      this.surplus.push(row);
      this.firsts.push(this.rows[at] as number);
      return;
    }
    if (this.size === this.capacity) this.grow();
    const at = this.size++;
    this.next[at] = head;
    this.keys[at] = key;
    this.starts[at] = start;
    this.ends[at] = end;
    this.rows[at] = row;
    this.marks[bucket] = this.mark;
    this.heads[bucket] = at;
  }

  private grow(): void {
    this.capacity *= 2;
    const wider = (old: Int32Array) => {
      const wide = new Int32Array(this.capacity);
      wide.set(old);
      return wide;
    };
    this.next = wider(this.next);
    this.keys = wider(this.keys);
    this.starts = wider(this.starts);
    this.ends = wider(this.ends);
    const rows = new Float64Array(this.capacity);
    rows.set(this.rows);
    this.rows = rows;
  }
}

function areEqual(data: Uint8Array, a: number, b: number, length: number): boolean {
  let at = 0;
  while (at < length && data[a + at] === data[b + at]) at++;
  return at === length;
}

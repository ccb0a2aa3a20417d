/** Words as bytes and their numbers: 1 for the first that was seen, and so on; 0 is no word. */
export class WordBook {
  private slots = new Int32Array(1 << 12);
  private hashes: Int32Array = new Int32Array(1 << 11);
  private ends: Int32Array = new Int32Array(1 << 11);
  private text = new Uint8Array(1 << 16);
  private size = 0;

  /** How many numbers there are, 0 included. */
  get length(): number {
    return this.size + 1;
  }

  /** The number of `data[start..end)`, whose hash the caller has made while it looked for the end. */
  find(data: Uint8Array, start: number, end: number, hash: number): number {
    const { slots, hashes, ends, text } = this;
    const mask = slots.length - 1;
    const length = end - start;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] as number;
      if (number === 0) return this.add(data, start, end, hash, slot);
      if (hashes[number] !== hash) continue;
      const from = ends[number - 1] as number;
      if ((ends[number] as number) - from !== length) continue;
      let at = 0;
      while (at < length && text[from + at] === data[start + at]) at++;
      if (at === length) return number;
    }
  }

  private add(data: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = ++this.size;
    if (number === this.hashes.length) {
      this.hashes = grown(this.hashes);
      this.ends = grown(this.ends);
    }
    const from = this.ends[number - 1] as number;
    const to = from + end - start;
    while (to > this.text.length) {
      const text = new Uint8Array(2 * this.text.length);
      text.set(this.text);
      this.text = text;
    }
    this.text.set(data.subarray(start, end), from);
    this.ends[number] = to;
    this.hashes[number] = hash;
    this.slots[slot] = number;
    if (2 * number > this.slots.length) this.spread();
    return number;
  }

  private spread(): void {
    const slots = new Int32Array(4 * this.slots.length);
    const mask = slots.length - 1;
    for (let number = 1; number <= this.size; number++) {
      const hash = this.hashes[number] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.slots = slots;
  }

  /** The words by their numbers less one; null where one of them is not valid UTF-8. */
  words(): readonly string[] | null {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    try {
      return Array.from({ length: this.size }, (_, at) =>
        decoder.decode(this.text.subarray(this.ends[at], this.ends[at + 1])),
      );
    } catch {
      return null;
    }
  }
}

function grown(numbers: Int32Array): Int32Array {
  const more = new Int32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}

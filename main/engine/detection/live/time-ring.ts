/** The latest entries in the order of time, each a moment and a number: a ring that grows to what it must hold. */

const firstLength = 1 << 12;

export class TimeRing {
  /** Entries are numbered from 0; those from `first` to before `next` are there. */
  first = 0;
  private next = 0;
  private times = new Float64Array(firstLength);
  private numbers = new Float64Array(firstLength);

  get size(): number {
    return this.next - this.first;
  }

  /** Moment (ms) of the oldest entry; ∞ where there is none. */
  get firstTime(): number {
    return this.first === this.next ? Infinity : (this.times[this.first & (this.times.length - 1)] as number);
  }

  /** Returns the entry's own number. */
  add(time: number, number: number): number {
    if (this.size === this.times.length) this.grow();
    const place = this.next & (this.times.length - 1);
    this.times[place] = time;
    this.numbers[place] = number;
    return this.next++;
  }

  /** Takes the oldest entry away; returns its number. Not to be called on an empty ring. */
  take(): number {
    return this.numbers[this.first++ & (this.times.length - 1)] as number;
  }

  private grow(): void {
    const { times, numbers } = this;
    const mask = times.length - 1;
    this.times = new Float64Array(times.length * 2);
    this.numbers = new Float64Array(times.length * 2);
    for (let entry = this.first; entry < this.next; entry++) {
      const place = entry & (this.times.length - 1);
      this.times[place] = times[entry & mask] as number;
      this.numbers[place] = numbers[entry & mask] as number;
    }
  }
}

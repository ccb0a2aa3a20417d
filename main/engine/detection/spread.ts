/** How often a signal reached which height, in bars of equal ratio (ten a decade), as it is gathered. */

const barsPerDecade = 10;
/** Bar of zero and of all that is below what bars tell apart. */
const lowest = -100;

export class Spread {
  private readonly counts = new Map<number, number>();

  add(value: number): void {
    if (Number.isNaN(value) || !Number.isFinite(value)) return;
    const bar = value <= 0 ? lowest : Math.max(lowest, Math.floor(Math.log10(value) * barsPerDecade + 1e-9));
    this.counts.set(bar, (this.counts.get(bar) ?? 0) + 1);
  }

  /** Ascending, empty bars left out; the first may begin at 0. */
  bars(): { readonly from: number; readonly to: number; readonly entities: number }[] {
    const edge = (bar: number) => (bar <= lowest ? 0 : 10 ** (bar / barsPerDecade));
    return [...this.counts]
      .sort(([a], [b]) => a - b)
      .map(([bar, entities]) => ({ from: edge(bar), to: edge(bar + 1), entities }));
  }
}

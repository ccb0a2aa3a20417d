/** Counts the records of a CSV as it comes: line feeds outside of quotes. What Athena writes quotes every value. */
const quote = 34;
const newline = 10;

export class CsvRecords {
  private isQuoted = false;
  private ended = 0;
  /** Bytes of the record that has begun. */
  private open = 0;
  private longest = 0;

  take(piece: Uint8Array): void {
    for (const byte of piece) {
      if (byte === quote) this.isQuoted = !this.isQuoted;
      if (byte === newline && !this.isQuoted) {
        this.ended++;
        this.longest = Math.max(this.longest, this.open);
        this.open = 0;
      } else this.open++;
    }
  }

  /** With the header; a last one without line feed counts. */
  get count(): number {
    return this.ended + (this.open > 0 ? 1 : 0);
  }

  /** Bytes of the longest record. */
  get longestBytes(): number {
    return Math.max(this.longest, this.open);
  }

  /** It ends within a quoted value. */
  get isCut(): boolean {
    return this.isQuoted;
  }
}

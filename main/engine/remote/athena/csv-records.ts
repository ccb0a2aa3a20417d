/** Counts the records of a CSV as it comes: line feeds outside of quotes. What Athena writes quotes every value. */
const quote = 34;
const newline = 10;

export class CsvRecords {
  private isQuoted = false;
  private ended = 0;
  private isOpen = false;

  take(piece: Uint8Array): void {
    for (const byte of piece) {
      if (byte === quote) this.isQuoted = !this.isQuoted;
      if (byte === newline && !this.isQuoted) {
        this.ended++;
        this.isOpen = false;
      } else this.isOpen = true;
    }
  }

  /** With the header; a last one without line feed counts. */
  get count(): number {
    return this.ended + (this.isOpen ? 1 : 0);
  }

  /** It ends within a quoted value. */
  get isCut(): boolean {
    return this.isQuoted;
  }
}

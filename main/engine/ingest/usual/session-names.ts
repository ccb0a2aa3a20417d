/** The names of sessions in the order in which they come. Rows of a session stand near each other, so that few are told twice. */

const LF = 10;
const slots = 2 ** 16;
const bufferBytes = 2 ** 18;
/** Bytes at each end of a name: those of a UUID that differ most. */
const lookedAt = 12;

export class SessionNames {
  private readonly firstHalves = new Int32Array(slots);
  private readonly secondHalves = new Int32Array(slots);
  private readonly buffer = new Uint8Array(bufferBytes);
  private length = 0;

  /** `write` takes names, a line each; the bytes are valid during the call only. */
  constructor(private readonly write: (lines: Uint8Array) => void) {}

  /**
   * The name in `data[start..end)`, of at most 10,000 bytes. Two names are taken for one where their ends are alike; that
   * no session is left without a name is looked at in the end (`collectSessions`).
   */
  add(data: Uint8Array, start: number, end: number): void {
    const firstEnd = Math.min(end, start + lookedAt);
    let first = end - start;
    for (let at = start; at < firstEnd; at++) first = (Math.imul(first, 31) + (data[at] as number)) | 0;
    let second = first;
    for (let at = Math.max(firstEnd, end - lookedAt); at < end; at++)
      second = (Math.imul(second, 31) + (data[at] as number)) | 0;
    const slot = (second ^ (second >>> 16)) & (slots - 1);
    if (this.firstHalves[slot] === first && this.secondHalves[slot] === second) return;
    this.firstHalves[slot] = first;
    this.secondHalves[slot] = second;
    if (this.length + end - start >= bufferBytes) this.flush();
    this.buffer.set(data.subarray(start, end), this.length);
    this.length += end - start;
    this.buffer[this.length++] = LF;
  }

  flush(): void {
    this.write(this.buffer.subarray(0, this.length));
    this.length = 0;
  }
}

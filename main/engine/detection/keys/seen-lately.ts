/** Which keys were seen in the last while, by a bit of their hash: about one in fifteen that was not is said to have been. */
const bits = 1 << 22;

export class SeenLately {
  private present = new Uint32Array(bits >>> 5);
  private before = new Uint32Array(bits >>> 5);

  /** Whether the key was seen since the turn before the last one; it is from now on. */
  see(hash: number): boolean {
    const bit = hash & (bits - 1);
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    const isSeen = (((this.present[word] as number) | (this.before[word] as number)) & mask) !== 0;
    this.present[word] = (this.present[word] as number) | mask;
    return isSeen;
  }

  /** A while is over: what was seen in the one before it is forgotten. */
  turn(): void {
    const oldest = this.before;
    this.before = this.present;
    this.present = oldest.fill(0);
  }
}

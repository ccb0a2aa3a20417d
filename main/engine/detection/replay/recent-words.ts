/** What is written for ids seen lately: enough for those whose alerts are open, and no more than fits. */

/** As many as keys of one kind may be alive: two generations hold at least the latest so many. */
const generationSize = 1 << 18;

export class RecentWords {
  private young = new Map<bigint, string>();
  private old = new Map<bigint, string>();

  add(words: ReadonlyMap<bigint, string>): void {
    for (const [key, word] of words) {
      this.young.set(key, word);
      if (this.young.size < generationSize) continue;
      this.old = this.young;
      this.young = new Map();
    }
  }

  get(key: bigint): string | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }
}

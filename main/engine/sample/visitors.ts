/** Who comes: new users at first, more and more known ones later; some of those come often. Users are running numbers. */
import type { Random } from './random.js';

const remembered = 1 << 20;

export class Visitors {
  private readonly recent: Int32Array;
  private visits = 0;
  private users = 0;

  constructor(visitsExpected: number) {
    this.recent = new Int32Array(Math.min(remembered, Math.ceil(visitsExpected) + 1));
  }

  /** The user of the next visit; `progress` is the share of the month's visits that lie behind. */
  pick(random: Random, progress: number): number {
    const isNew = this.users === 0 || random.chance(0.08 + 0.9 / (1 + 8 * progress));
    const user = isNew ? this.addUser() : this.pickKnown(random);
    this.recent[this.visits % this.recent.length] = user;
    this.visits += 1;
    return user;
  }

  addUser(): number {
    this.users += 1;
    return this.users - 1;
  }

  /** Half of the returns fall on whoever came lately, so that frequent visitors become more frequent still. */
  private pickKnown(random: Random): number {
    if (random.chance(0.5)) return random.below(this.users);
    const known = Math.min(this.visits, this.recent.length);
    const ago = Math.floor(known * random.fraction() * random.fraction());
    return this.recent[(this.visits - 1 - ago) % this.recent.length] as number;
  }
}

/** Who comes: new users at first, more and more known ones later; some of those come often. Users are running numbers. */
import type { Random } from './random.js';

const remembered = 1 << 20;
const firstOutsider = 53_000_000;

export class Visitors {
  private readonly recent: Int32Array;
  private visits = 0;
  private users = 0;
  private outsiders = 0;

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

  /** A user who comes once and is never picked: an attacker. */
  pickOutsider(): number {
    this.outsiders += 1;
    return firstOutsider + this.outsiders;
  }

  private addUser(): number {
    this.users += 1;
    return this.users - 1;
  }

  /** Most returns fall on whoever came lately, so that frequent visitors become more frequent still. */
  private pickKnown(random: Random): number {
    if (random.chance(0.4)) return random.below(this.users);
    const known = Math.min(this.visits, this.recent.length);
    const ago = Math.floor(known * random.fraction() * random.fraction());
    return this.recent[(this.visits - 1 - ago) % this.recent.length] as number;
  }
}

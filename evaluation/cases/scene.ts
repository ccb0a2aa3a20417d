/** Where a case takes place: it gives out ids nobody has and finds it a time, and takes down its events. */
import type { Random } from '../../main/engine/sample/random.js';
import { rateBetween, type Background } from '../background/background.js';
import { Rows, sessionKey } from '../rows.js';

export interface Label {
  readonly id: string;
  /** `attack` or an innocent `look-alike`. */
  readonly side: 'attack' | 'look-alike';
  readonly family: string;
  /** Of attacks: loud, medium, stealth, mimic. */
  readonly strength: string;
  readonly seed: number;
  readonly users: readonly number[];
  readonly sessions: readonly bigint[];
  readonly products: readonly number[];
  /** Seconds since 1970 of the first and the last event. */
  readonly start: number;
  readonly end: number;
  readonly events: number;
}

export type Head = Pick<Label, 'id' | 'side' | 'family' | 'strength' | 'seed'>;

export interface Session {
  readonly low: number;
  readonly high: number;
}

/** The background is too short for the case, or has no room left. */
export class DoesNotFit extends Error {}

/** Before that detection may still be learning. */
const warmUpSeconds = 3600;

/** Ids that are given out, and times at which only one thing may happen to the whole shop. */
export class Surroundings {
  private readonly minted = new Set<number>();
  private readonly lowest: number;
  private readonly highest: number;
  private readonly taken: (readonly [number, number])[] = [];
  private sessions = 0;

  /** `users` are those of the background. */
  constructor(
    readonly background: Background,
    private readonly users: ReadonlySet<number>,
  ) {
    let lowest = Infinity;
    let highest = 0;
    for (const user of users) {
      lowest = Math.min(lowest, user);
      highest = Math.max(highest, user);
    }
    this.lowest = lowest;
    this.highest = Math.max(highest, lowest + 10 * users.size + 1_000_000);
  }

  newUser(random: Random): number {
    for (;;) {
      const user = this.lowest + random.below(this.highest - this.lowest);
      if (this.users.has(user) || this.minted.has(user)) continue;
      this.minted.add(user);
      return user;
    }
  }

  newSession(): Session {
    this.sessions++;
    return { low: Math.imul(this.sessions, 0x9e3779b1) >>> 0, high: 0x1500_0000 + (this.sessions >>> 4) };
  }

  findStart(random: Random, seconds: number): number {
    const { from, to } = this.background;
    const first = from + Math.min(warmUpSeconds, (to - from) / 8);
    const room = to - 120 - seconds - first;
    if (room <= 0) throw new DoesNotFit('The background is too short.');
    return Math.floor(first + random.fraction() * room);
  }

  /** A time at which nothing else happens to the whole shop, 45 minutes before and after included, where `suits` agrees. */
  findLonelyStart(random: Random, seconds: number, suits: (start: number) => boolean): number {
    const rest = 2700;
    for (let tries = 0; tries < 4000; tries++) {
      const start = this.findStart(random, seconds);
      if (!suits(start) || this.taken.some(([from, to]) => start < to + rest && start + seconds > from - rest))
        continue;
      this.taken.push([start, start + seconds]);
      return start;
    }
    throw new DoesNotFit('There is no free hour left in the background.');
  }
}

export class Scene {
  private readonly users = new Set<number>();
  private readonly sessions = new Map<bigint, Session>();
  private readonly products = new Set<number>();
  private start = Infinity;
  private end = -Infinity;
  private events = 0;

  constructor(
    readonly surroundings: Surroundings,
    readonly random: Random,
    private readonly rows: Rows,
    private readonly number: number,
  ) {}

  get goods() {
    return this.surroundings.background.goods;
  }

  /** Length of the background in seconds. */
  get seconds(): number {
    return this.surroundings.background.to - this.surroundings.background.from;
  }

  newUser(): number {
    const user = this.surroundings.newUser(this.random);
    this.users.add(user);
    return user;
  }

  /** Somebody of the background, with whom events can be shared; not named in the label. */
  knownUser(): number {
    const { rows } = this.surroundings.background;
    return rows.user[this.random.below(rows.length)] as number;
  }

  newSession(): Session {
    return this.surroundings.newSession();
  }

  /** A second in the background from which on there is room for so many seconds. */
  begin(seconds: number): number {
    return this.surroundings.findStart(this.random, Math.ceil(seconds));
  }

  beginAlone(seconds: number, suits: (start: number) => boolean = () => true): number {
    return this.surroundings.findLonelyStart(this.random, Math.ceil(seconds), suits);
  }

  /** Events a second of the background in so many seconds from there. */
  rateFrom(start: number, seconds: number): number {
    return rateBetween(this.surroundings.background, start, start + seconds);
  }

  /** Takes down an event; the time's fraction is lost, as in the files. */
  add(time: number, type: number, product: number, user: number, session: Session): void {
    const second = Math.floor(time);
    const { price } = this.goods.find(product);
    const { low: sessionLow, high: sessionHigh } = session;
    this.rows.add({ second, type, product, user, sessionLow, sessionHigh, price, label: this.number });
    this.sessions.set(sessionKey(sessionLow, sessionHigh), session);
    this.products.add(product);
    this.start = Math.min(this.start, second);
    this.end = Math.max(this.end, second);
    this.events++;
  }

  /** What has been taken down. */
  label(head: Head): Label {
    const { start, end, events } = this;
    const [users, sessions, products] = [[...this.users], [...this.sessions.keys()], [...this.products]];
    return { ...head, users, sessions, products, start, end, events };
  }
}

/** The visits in progress, as columns; a visit is an index that is free again once it has ended. */
import { Random } from './random.js';

export const view = 0;
export const cart = 1;
export const purchase = 2;
export const remove = 3;

/** What drives a visit: a shopper's habits, a cart left earlier, or one of the injected attacks. */
export const shopper = 0;
export const comesBack = 1;
export const scraper = 2;
export const flooder = 3;
export const hoarder = 4;
export const burstBuyer = 5;

/** `,user_id,user_session` and a line feed: 9 and 36 characters. */
export const visitorTextLength = 48;
const sessionFrom = 11;

const hex = new TextEncoder().encode('0123456789abcdef');

/** Writes the nine digits of the user with this running number: scattered, and no two alike below 54 million users. */
function writeUserId(text: Uint8Array, from: number, user: number): void {
  let id = 512_000_000 + ((user * 7_368_787) % 54_000_017);
  for (let i = 8; i >= 0; i -= 1) {
    text[from + i] = 48 + (id % 10);
    id = Math.floor(id / 10);
  }
}

function writeSession(text: Uint8Array, from: number, random: Random): void {
  let bits = 0;
  let digits = 0;
  for (let i = 0; i < 36; i += 1) {
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      text[from + i] = 45;
      continue;
    }
    if (digits % 8 === 0) bits = random.next();
    digits += 1;
    let digit = bits & 15;
    bits >>>= 4;
    if (i === 14) digit = 4; // a UUID of version 4
    if (i === 19) digit = 8 | (digit & 3);
    text[from + i] = hex[digit] as number;
  }
}

export class Visits {
  /** Events still to come, with the one that is due. */
  budget: Int32Array;
  /** What the due event is, and of which product. */
  action: Uint8Array;
  product: Int32Array;
  user: Int32Array;
  script: Uint8Array;
  text: Uint8Array;
  private free: Int32Array;
  private freeCount = 0;
  private used = 0;

  constructor(private capacity: number) {
    this.budget = new Int32Array(capacity);
    this.action = new Uint8Array(capacity);
    this.product = new Int32Array(capacity);
    this.user = new Int32Array(capacity);
    this.script = new Uint8Array(capacity);
    this.text = new Uint8Array(capacity * visitorTextLength);
    this.free = new Int32Array(capacity);
  }

  get full(): boolean {
    return this.freeCount === 0 && this.used === this.capacity;
  }

  /** Doubles the room and returns it. */
  grow(): number {
    const { budget, action, product, user, script, text, free } = this;
    this.capacity *= 2;
    (this.budget = new Int32Array(this.capacity)).set(budget);
    (this.action = new Uint8Array(this.capacity)).set(action);
    (this.product = new Int32Array(this.capacity)).set(product);
    (this.user = new Int32Array(this.capacity)).set(user);
    (this.script = new Uint8Array(this.capacity)).set(script);
    (this.text = new Uint8Array(this.capacity * visitorTextLength)).set(text);
    (this.free = new Int32Array(this.capacity)).set(free);
    return this.capacity;
  }

  /** A new visit of a user with a session id of its own. There must be room. */
  open(user: number, script: number, random: Random): number {
    const visit = this.freeCount > 0 ? (this.free[--this.freeCount] as number) : this.used++;
    this.user[visit] = user;
    this.script[visit] = script;
    const from = visit * visitorTextLength;
    this.text[from] = 44;
    writeUserId(this.text, from + 1, user);
    this.text[from + 10] = 44;
    writeSession(this.text, from + sessionFrom, random);
    this.text[from + visitorTextLength - 1] = 10;
    return visit;
  }

  /** Gives a visit the session id of another: two users on one session, as real files have it. */
  shareSession(visit: number, other: number): void {
    const from = other * visitorTextLength + sessionFrom;
    this.text.copyWithin(visit * visitorTextLength + sessionFrom, from, from + 36);
  }

  close(visit: number): void {
    this.free[this.freeCount++] = visit;
  }
}

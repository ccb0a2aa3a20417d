/**
 * Carts that are filled and not bought: by one user, or by many users one product. Baskets of offices have 25 to 40
 * lines and are bought in the end; so a line counts only once it has stood for a quarter of an hour, or where the user
 * never looked at the product.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import type { Detector, DetectorContext } from '../detector.js';
import { cart, purchase, remove, view, type Events } from '../events.js';
import { ProductCarts } from '../products/product-carts.js';
import { typeBit, type Signal } from '../signal.js';
import { ViewedBefore } from '../keys/viewed-before.js';

const standMs = 900_000;
/** Who has put nothing into the cart for so long, and not bought, has no order in the making. */
const leftMs = 1_800_000;
/** Lines of a user that are told apart. */
const mostLines = 512;
const cartTypes = typeBit(cart) | typeBit(remove) | typeBit(purchase);

interface Line {
  readonly since: number;
  readonly isUnseen: boolean;
}

interface Cart {
  readonly lines: Map<number, Line>;
  unseen: number;
  lastCart: number;
  /** What stood in a signal at the user's last cart event; null where there were too few lines for one. */
  last: ReturnType<Beginnings['upTo']> | null;
}

export function createHoarding(rule: DetectorRule & { readonly kind: 'hoarding' }, context: DetectorContext): Detector {
  const { lines: fewestLines, unseenLines, productCarts, productRush } = settingsOf(rule);
  const { users } = context.tables;
  const viewed = ViewedBefore.of(context.tables);
  const beginnings = new Beginnings(context.tables, 'user');
  const peaks = context.watch(users, 'above');
  const ofProducts = new ProductCarts(context, viewed, { fewest: productCarts, rush: productRush });
  const carts = new Map<number, Cart>();
  /** Users with as many lines as could fire. */
  const full = new Set<number>();
  users.onEvict((slot) => {
    carts.delete(slot);
    full.delete(slot);
  });

  function process(events: Events, from: number, to: number): void {
    const flags = viewed.look(events, from, to);
    const { type } = events;
    for (let at = from; at < to; at++) {
      const isUnseen = flags[at] === 0;
      if (type[at] !== view) takeUser(events, at, isUnseen);
      ofProducts.take(events, at, isUnseen);
    }
  }

  function takeUser(events: Events, at: number, isUnseen: boolean): void {
    const user = events.userSlot[at] as number;
    const product = events.productSlot[at] as number;
    const now = events.time[at] as number;
    let own = carts.get(user);
    if (own === undefined || own.lines.size === 0) {
      if (events.type[at] !== cart) return;
      own = { lines: new Map(), unseen: 0, lastCart: now, last: null };
      carts.set(user, own);
      users.note(user);
      beginnings.begin(user, events, at);
    }
    beginnings.add(user);
    const line = own.lines.get(product);
    if (events.type[at] === cart) {
      own.lastCart = now;
      if (line === undefined && own.lines.size < mostLines) {
        own.lines.set(product, { since: now, isUnseen });
        if (isUnseen) own.unseen++;
      }
    } else if (line !== undefined) {
      own.lines.delete(product);
      if (line.isUnseen) own.unseen--;
    }
    const isFull = own.lines.size >= Math.min(fewestLines, unseenLines);
    own.last = isFull ? beginnings.upTo(user, events, at) : null;
    if (isFull) full.add(user);
    else full.delete(user);
    judge(user, own, now);
  }

  function onMinute(time: number): void {
    ofProducts.onMinute(time);
    for (const user of full) {
      const own = carts.get(user);
      if (own?.last) judge(user, own, time);
    }
  }

  function judge(user: number, own: Cart, now: number): void {
    let open = own.unseen;
    if (own.lines.size >= fewestLines) {
      open = 0;
      for (const { since, isUnseen } of own.lines.values()) if (isUnseen || now - since >= standMs) open++;
    }
    peaks.reach(user, open);
    const isMostlyUnseen = own.unseen >= unseenLines && own.unseen * 2 >= own.lines.size;
    if (own.last === null || (open < fewestLines && !isMostlyUnseen)) return;
    context.emit({
      ...own.last,
      time: now,
      lastTime: own.last.time,
      severity: severityOf(own, open, now),
      types: cartTypes,
      value: open,
      threshold: isMostlyUnseen && open < fewestLines ? unseenLines : fewestLines,
      facts: { unseen: own.unseen, standing: open - own.unseen },
    });
  }

  /** Two office baskets at once are not seen; a program's cart of goods that nobody looked at is. */
  function severityOf(own: Cart, open: number, now: number): Severity {
    if (own.unseen >= 2 * unseenLines && own.unseen * 5 >= own.lines.size * 4) return 'high';
    if (open >= 4 * fewestLines) return 'high';
    const isLeft = now - own.lastCart >= leftMs;
    return own.unseen >= unseenLines || open >= 2.5 * fewestLines || isLeft ? 'medium' : 'low';
  }

  function explain(signal: Signal): string {
    if (signal.entity === 'product') return ofProducts.explain(signal);
    const { unseen = 0, standing = 0 } = signal.facts ?? {};
    const parts = [
      standing > 0 ? `${standing} for 15 minutes or longer` : null,
      unseen > 0 ? `${unseen} without a look at the product before` : null,
    ].filter((part) => part !== null);
    return `${signal.value} open cart ${signal.value === 1 ? 'line' : 'lines'} that nobody bought or removed: ${parts.join(
      ', ',
    )}; from ${signal.threshold} on it fires.`;
  }

  return { process, onMinute, explain };
}

/**
 * Orders too close together. An order is a session and minute that buys: rows of one basket are one order, and there is
 * no quantity, so people who buy the same phone five times in minutes are real. What people hardly do is to buy what
 * they never looked at.
 */
import { settingsOf, type DetectorRule } from '../../../../preload/rules/pack.js';
import type { Severity } from '../../../../preload/rules/rule-kind.js';
import { Beginnings } from '../keys/beginnings.js';
import type { Detector, DetectorContext } from '../detector.js';
import { purchase, type Events } from '../events.js';
import { LowPrices } from '../products/low-prices.js';
import { ProductPurchases } from '../products/product-purchases.js';
import { typeBit, type Signal } from '../signal.js';
import { ViewedBefore } from '../keys/viewed-before.js';

const minuteMs = 60_000;
const shortMs = 60_000;
const longMs = 600_000;
const hourMs = 3_600_000;
const mostPurchases = 256;
/** So much of something is “nearly all”. */
const nearlyAll = 0.8;

interface Purchase {
  readonly time: number;
  readonly session: number;
  readonly product: number;
  readonly price: number;
  readonly isUnseen: boolean;
  readonly isLow: boolean;
}

export function createPurchaseVelocity(
  rule: DetectorRule & { readonly kind: 'purchaseVelocity' },
  context: DetectorContext,
): Detector {
  const { shortOrders, longOrders, hourOrders, samePurchases, productUsers } = settingsOf(rule);
  const { users } = context.tables;
  const viewed = ViewedBefore.of(context.tables);
  const beginnings = new Beginnings(context.tables, 'user');
  const peaks = context.watch(users, 'above');
  const prices = new LowPrices();
  const ofProducts = new ProductPurchases(context, productUsers);
  const bought = new Map<number, Purchase[]>();
  users.onEvict((slot) => bought.delete(slot));

  function process(events: Events, from: number, to: number): void {
    const flags = viewed.look(events, from, to);
    const { type } = events;
    for (let at = from; at < to; at++) {
      if (type[at] !== purchase) continue;
      const price = events.price[at] as number;
      const isLow = prices.take(events.category[at] as number, price);
      const isUnseen = flags[at] === 0;
      takeUser(events, at, { isUnseen, isLow, price });
      ofProducts.take(events, at, isUnseen, isLow);
    }
  }

  function takeUser(events: Events, at: number, kind: Pick<Purchase, 'isUnseen' | 'isLow' | 'price'>): void {
    const user = events.userSlot[at] as number;
    const time = events.time[at] as number;
    let own = bought.get(user) ?? [];
    const last = own.at(-1);
    if (last === undefined || time - last.time >= longMs) beginnings.begin(user, events, at);
    beginnings.add(user);
    if (own.length >= mostPurchases || (own.length > 0 && time - (own[0] as Purchase).time >= hourMs))
      own = own.filter((one) => time - one.time < hourMs).slice(1 - mostPurchases);
    own.push({
      time,
      session: events.sessionSlot[at] as number,
      product: events.productSlot[at] as number,
      ...kind,
    });
    bought.set(user, own);
    users.note(user);
    judge(events, at, user, own, time);
  }

  function judge(events: Events, at: number, user: number, own: readonly Purchase[], now: number): void {
    if (own.length < Math.min(shortOrders, longOrders)) return;
    const inShort = own.filter(({ time }) => now - time < shortMs);
    const inLong = own.filter(({ time }) => now - time < longMs);
    const short = countOrders(inShort);
    const long = countOrders(inLong);
    const hour = countOrders(own);
    peaks.reach(user, short);
    // A program that buys several times a minute in one session looks like a basket; but a basket has a thing once.
    const again = inLong.length - productsOf(inLong);
    const isBlind =
      inLong.length >= 2 * longOrders &&
      (long >= 3 || again >= longOrders) &&
      shareOf(inLong, ({ isUnseen }) => isUnseen) >= nearlyAll;
    const isRows = isBlind || again + 1 >= samePurchases;
    if (short < shortOrders && long < longOrders && hour < hourOrders && !isRows) return;
    const rows = long >= longOrders || isRows ? inLong : short >= shortOrders ? inShort : own;
    const unseen = shareOf(rows, ({ isUnseen }) => isUnseen);
    const low = shareOf(rows, ({ isLow }) => isLow);
    const same = sameShare(rows);
    const [value, threshold] =
      short >= shortOrders
        ? [short, shortOrders]
        : long >= longOrders
          ? [long, longOrders]
          : isBlind
            ? [inLong.length, 2 * longOrders]
            : isRows
              ? [inLong.length, samePurchases]
              : [hour, hourOrders];
    context.emit({
      ...beginnings.upTo(user, events, at),
      severity: severityOf({
        unseen,
        low,
        same,
        orders: countOrders(rows),
        products: productsOf(rows),
        isBlind,
        isRows,
      }),
      types: typeBit(purchase),
      value,
      threshold,
      facts: {
        minutes: short >= shortOrders ? 1 : long >= longOrders || isRows ? 10 : 60,
        purchases: rows.length,
        unseen: Math.round(unseen * rows.length),
        same: Math.round(same * rows.length),
        low: Math.round(low * rows.length),
      },
    });
  }

  interface Signs {
    readonly unseen: number;
    readonly low: number;
    readonly same: number;
    readonly orders: number;
    readonly products: number;
    readonly isBlind: boolean;
    readonly isRows: boolean;
  }

  function severityOf({ unseen, low, same, orders, products, isBlind, isRows }: Signs): Severity {
    const isUnseen = unseen >= nearlyAll;
    if (isBlind || (isUnseen && orders >= longOrders)) return 'high';
    if (isUnseen || isRows || orders >= 2.4 * longOrders) return 'medium';
    // Equal prices of different goods, or cheap ones, are what stolen cards are tried on; the same phone again is not.
    const isCheap = low >= nearlyAll;
    const isEqual = same >= nearlyAll;
    return products >= 3 && (isCheap || isEqual) ? 'medium' : 'low';
  }

  function explain(signal: Signal): string {
    if (signal.entity === 'product') return ofProducts.explain(signal);
    const { minutes = 10, purchases = 0, unseen = 0, same = 0, low = 0 } = signal.facts ?? {};
    const signs = [
      unseen > 0 ? `${unseen} without a look at the product before` : null,
      same > 1 ? `${same} at the same price` : null,
      low > 0 ? `${low} among the cheapest tenth of their category` : null,
    ].filter((sign) => sign !== null);
    const length = minutes === 1 ? 'a minute' : minutes === 60 ? 'an hour' : '10 minutes';
    const rest = signs.length === 0 ? '' : `: ${signs.join(', ')}`;
    const orders = signal.value === purchases ? '' : `${signal.value} ${signal.value === 1 ? 'order' : 'orders'} (`;
    const rows = `${purchases} ${purchases === 1 ? 'purchase' : 'purchases'}`;
    return `${orders}${rows}${orders === '' ? '' : ')'} within ${length}${rest}; from ${signal.threshold} on it fires.`;
  }

  return { process, explain };
}

/** Distinct pairs of session and minute. */
function countOrders(rows: readonly Purchase[]): number {
  return new Set(rows.map(({ session, time }) => session * 1e9 + (Math.floor(time / minuteMs) % 1e9))).size;
}

function productsOf(rows: readonly Purchase[]): number {
  return new Set(rows.map(({ product }) => product)).size;
}

function shareOf(rows: readonly Purchase[], test: (row: Purchase) => boolean): number {
  return rows.filter(test).length / rows.length;
}

/** Share of the rows that have the commonest price; 0 where every price is there once. */
function sameShare(rows: readonly Purchase[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const { price } of rows) {
    if (Number.isNaN(price)) continue;
    const count = (counts.get(price) ?? 0) + 1;
    counts.set(price, count);
    most = Math.max(most, count);
  }
  return most < 2 ? 0 : most / rows.length;
}

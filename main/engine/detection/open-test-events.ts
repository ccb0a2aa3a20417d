/** Made events for the tests of detection, and a pack run over them. */
import { rulePack, type WrittenPack } from '../../../preload/rules/pack.js';
import type { RawAlert } from './alert-book.js';
import { Detection } from './detection.js';
import { typeNames, type EventBatch } from './events.js';

/** One event; what is left out is a view of product 1 by user 1 in the session with the user's number. */
export interface TestEvent {
  /** Seconds after {@link testStart}; rounded down to whole ones, as time stamps of the data are. */
  readonly t: number;
  readonly user?: number;
  /** Null for an event without a session. */
  readonly session?: number | null;
  readonly product?: number;
  readonly type?: (typeof typeNames)[number];
  /** 10 where it is left out; NaN for unknown. */
  readonly price?: number;
  readonly brand?: number;
  readonly category?: number;
}

/** A Monday, 10:00 UTC. */
export const testStart = Date.UTC(2019, 10, 4, 10);
const ownSessionsFrom = 1n << 61n;

/** The rows as a batch, sorted by time; rows are numbered from `firstRow` on in this order. */
export function makeEvents(rows: readonly TestEvent[], firstRow = 0): EventBatch {
  const sorted = rows.map((event) => ({ ...event, t: Math.floor(event.t) })).sort((a, b) => a.t - b.t);
  const ids = (read: (event: TestEvent) => bigint) => BigInt64Array.from(sorted, read);
  return {
    length: sorted.length,
    row: Float64Array.from(sorted, (_, at) => firstRow + at),
    time: Float64Array.from(sorted, ({ t }) => testStart + t * 1000),
    type: Uint8Array.from(sorted, ({ type = 'view' }) => typeNames.indexOf(type)),
    product: ids(({ product = 1 }) => BigInt(product)),
    user: ids(({ user = 1 }) => BigInt(user)),
    session: ids(({ user = 1, session = user }) =>
      session === null ? ownSessionsFrom + BigInt(user) : BigInt(session),
    ),
    price: Float64Array.from(sorted, ({ price = 10 }) => price),
    brand: Int32Array.from(sorted, ({ brand = -1 }) => brand),
    category: Int32Array.from(sorted, ({ category = -1 }) => category),
  };
}

/**
 * Runs a pack, or just rules, over made events. The alerts are as they stand after the last event, in the order in
 * which they began; those that never were more than pending are left out. `cut` lists the places at which the events
 * are cut into batches.
 */
export function runPack(
  pack: WrittenPack | WrittenPack['rules'],
  rows: readonly TestEvent[],
  { cut = [], cap }: { readonly cut?: readonly number[]; readonly cap?: number } = {},
): readonly RawAlert[] {
  const known = 'rules' in pack ? pack : { name: 'test', version: 1, title: 'Test', rules: pack };
  const alerts = new Map<number, RawAlert>();
  const detection = new Detection({
    pack: rulePack.parse(known),
    onAlert: (alert) => alerts.set(alert.serial, alert),
    ...(cap === undefined ? {} : { cap }),
  });
  const all = makeEvents(rows);
  const edges = [...new Set([0, ...cut, all.length])]
    .filter((edge) => edge >= 0 && edge <= all.length)
    .sort((a, b) => a - b);
  for (const [at, from] of edges.entries()) {
    const batch = sliceBatch(all, from, edges[at + 1] ?? all.length);
    detection.process(detection.open(batch), 0, batch.length);
  }
  detection.finish();
  return [...alerts.values()].filter(({ state }) => state !== 'pending').sort((a, b) => a.serial - b.serial);
}

function sliceBatch(batch: EventBatch, from: number, to: number): EventBatch {
  return {
    length: to - from,
    row: batch.row.slice(from, to),
    time: batch.time.slice(from, to),
    type: batch.type.slice(from, to),
    product: batch.product.slice(from, to),
    user: batch.user.slice(from, to),
    session: batch.session.slice(from, to),
    price: batch.price.slice(from, to),
    brand: batch.brand.slice(from, to),
    category: batch.category.slice(from, to),
  };
}

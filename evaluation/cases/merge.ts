/** Background and cases as one stream of events, in order of time. */
import type { EventBatch } from '../../main/engine/detection/events.js';
import type { Goods, Product } from '../background/goods.js';
import type { RowsOfEvents } from '../rows.js';

const batchRows = 1 << 15;

/** Tells of the rows of both, one by one and in order; those of the background first within a second. */
export function mergeInOrder(
  background: RowsOfEvents,
  cases: RowsOfEvents,
  tell: (rows: RowsOfEvents, at: number) => void,
): void {
  let next = 0;
  for (let at = 0; at < background.length; at++) {
    const second = background.second[at] as number;
    while (next < cases.length && (cases.second[next] as number) < second) tell(cases, next++);
    tell(background, at);
  }
  while (next < cases.length) tell(cases, next++);
}

/** The merged stream in batches. A batch is used again for the next: what is kept of it must be copied. */
export function mergeIntoBatches(
  background: RowsOfEvents,
  cases: RowsOfEvents,
  goods: Goods,
  take: (batch: EventBatch) => void,
): void {
  const row = new Float64Array(batchRows);
  const time = new Float64Array(batchRows);
  const type = new Uint8Array(batchRows);
  const product = new BigInt64Array(batchRows);
  const productHalves = new Int32Array(product.buffer);
  const user = new BigInt64Array(batchRows);
  const userHalves = new Int32Array(user.buffer);
  const session = new BigInt64Array(batchRows);
  const sessionHalves = new Int32Array(session.buffer);
  const price = new Float64Array(batchRows);
  const brand = new Int32Array(batchRows);
  const category = new Int32Array(batchRows);
  const all = { row, time, type, product, user, session, price, brand, category };
  let rows = 0;
  let length = 0;
  const flush = () => {
    if (length > 0) take({ ...all, length });
    length = 0;
  };
  const known = new Map<number, Product>();
  mergeInOrder(background, cases, (from, at) => {
    const id = from.product[at] as number;
    let goodsOf = known.get(id);
    if (goodsOf === undefined) known.set(id, (goodsOf = goods.find(id)));
    row[length] = rows++;
    time[length] = (from.second[at] as number) * 1000;
    type[length] = from.type[at] as number;
    productHalves[length * 2] = id;
    userHalves[length * 2] = from.user[at] as number;
    sessionHalves[length * 2] = from.sessionLow[at] as number;
    sessionHalves[length * 2 + 1] = from.sessionHigh[at] as number;
    price[length] = from.price[at] as number;
    brand[length] = goodsOf.brandCode;
    category[length] = goodsOf.categoryCode;
    if (++length === batchRows) flush();
  });
  flush();
}

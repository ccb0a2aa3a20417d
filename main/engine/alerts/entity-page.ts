/** Everything that a user, session or product did. */
import type { ColumnMeta, EntityPage, KeptAlert } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { chooseBucketSeconds } from './time-buckets.js';
import { conditionOf, keepChosen, readPage, toTable } from './written-events.js';

const maxBuckets = 200;

const totalsSql = `SELECT count(*) AS events, count(*) FILTER (event_type = 'view') AS views,
    count(*) FILTER (event_type = 'cart') AS carts, count(*) FILTER (event_type = 'remove_from_cart') AS removes,
    count(*) FILTER (event_type = 'purchase') AS purchases,
    CAST(coalesce(sum(price) FILTER (event_type = 'purchase'), 0) AS DOUBLE) AS purchase_value,
    count(DISTINCT user_id) AS users, count(DISTINCT session_key) AS sessions, count(DISTINCT product_id) AS products,
    epoch(min(event_time)) AS first_seconds, epoch(max(event_time)) AS last_seconds
  FROM entity_events`;

const timelineMetas: readonly ColumnMeta[] = [
  { name: 'at', title: 'Time', type: 'time', unit: '' },
  ...(['view', 'cart', 'remove_from_cart', 'purchase'] as const).map((name) => ({
    name,
    title: { view: 'Views', cart: 'Carts', remove_from_cart: 'Removes', purchase: 'Purchases' }[name],
    type: 'integer' as const,
    unit: 'events',
  })),
];

const timelineSql = (seconds: number) => `SELECT
    make_timestamp(CAST(floor(epoch(event_time) / ${seconds}) AS BIGINT) * ${seconds} * 1000000) AS at,
    count(*) FILTER (event_type = 'view') AS view, count(*) FILTER (event_type = 'cart') AS cart,
    count(*) FILTER (event_type = 'remove_from_cart') AS remove_from_cart,
    count(*) FILTER (event_type = 'purchase') AS purchase
  FROM entity_events GROUP BY 1 ORDER BY 1`;

const toIso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** Of an entity that is not in the data all is nought. */
export async function readEntityPage(
  connection: Connection,
  entity: { readonly type: 'user' | 'session' | 'product'; readonly id: string },
  { offset, limit }: { readonly offset: number; readonly limit: number },
  alerts: readonly KeptAlert[],
): Promise<EntityPage> {
  await keepChosen(connection, [await conditionOf(connection, entity)]);
  const totals = new Map((await connection.columns(totalsSql)).map(({ name, values }) => [name, Number(values[0])]));
  const total = (name: string) => totals.get(name) ?? 0;
  const isThere = total('events') > 0;
  const [first, last] = isThere ? [total('first_seconds'), total('last_seconds')] : [0, 0];
  const timelineSeconds = chooseBucketSeconds(first, last, maxBuckets);
  return {
    entity,
    firstEventAt: isThere ? toIso(first) : null,
    lastEventAt: isThere ? toIso(last) : null,
    events: total('events'),
    views: total('views'),
    carts: total('carts'),
    removes: total('removes'),
    purchases: total('purchases'),
    purchaseValue: total('purchase_value'),
    users: total('users'),
    sessions: total('sessions'),
    products: total('products'),
    timeline: toTable(timelineMetas, await connection.columns(timelineSql(timelineSeconds))),
    timelineSeconds,
    page: await readPage(connection, offset, limit),
    alerts,
  };
}

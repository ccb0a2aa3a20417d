/** The checks that look at the stored events: how each is counted, which examples it shows, and why it matters. */
import { countedIn } from './counted-values.js';
import { shownId } from './dictionaries.js';
import { isNumbered } from './sessions.js';

export interface EventCheck {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly why: string;
  /** What is dear to find is found once: a SELECT for the temporary table `found_rows`, which the other two read. */
  readonly found?: string;
  readonly count: string;
  /** At most five rows, worst or first ones, in a total order. */
  readonly examples: string;
}

const dictionaries = {
  product_id: 'product',
  category_id: 'category',
  user_id: 'user',
  first_user: 'user',
  last_user: 'user',
} as const;

/** Ids as they were written: texts, and 64 bits that a JSON number does not hold. */
const shown = (columns: readonly string[]) =>
  columns
    .map((column) => {
      const dictionary = dictionaries[column as keyof typeof dictionaries];
      return dictionary === undefined ? column : `${shownId(column, dictionary)} AS ${column}`;
    })
    .join(', ');

const countFound = 'SELECT count(*) FROM found_rows';

const firstFound = (columns: readonly string[], order: string) =>
  `SELECT ${shown(columns)} FROM (SELECT * FROM found_rows ORDER BY ${order} LIMIT 5)`;

const someEvents = (condition: string) =>
  `SELECT ${shown(['event_time', 'event_type', 'product_id', 'price', 'user_id'])}
  FROM events WHERE ${condition} ORDER BY event_no LIMIT 5`;

/** Events whose session is their user's own: see sessions.ts. */
const isUnnamed = `NOT (${isNumbered})`;

const isBlank = (column: string) => `coalesce(trim(CAST(${column} AS VARCHAR)), '') = ''`;

const sharedSessions = `SELECT user_session, first_user, last_user, events
  FROM sessions WHERE user_session IS NOT NULL AND first_user <> last_user`;

const ambiguousCodes = `SELECT CAST(category_code AS VARCHAR) AS category_code, count(category_id) AS category_ids,
    CAST(sum(events) AS BIGINT) AS events
  FROM counted_categories WHERE category_code IS NOT NULL GROUP BY counted_categories.category_code
  HAVING count(category_id) > 1`;

/** DEFINITIONS: purchases under 25 % or over 300 % of the weekday's median while views are within 50–200 % of theirs. */
const outageDays = `WITH days AS (
    SELECT CAST(event_time AS DATE) AS day, count(*) FILTER (WHERE event_type = 'view') AS views,
      count(*) FILTER (WHERE event_type = 'purchase') AS purchases
    FROM events GROUP BY ALL),
  usual AS (
    SELECT isodow(day) AS weekday, median(views) AS views, median(purchases) AS purchases FROM days GROUP BY 1)
  SELECT days.day, days.purchases, usual.purchases AS usual_purchases, days.views, usual.views AS usual_views
  FROM days JOIN usual ON usual.weekday = isodow(days.day)
  WHERE days.views BETWEEN 0.5 * usual.views AND 2 * usual.views
    AND (days.purchases < 0.25 * usual.purchases OR days.purchases > 3 * usual.purchases)`;

const uncartedPurchases = `SELECT * FROM (
    SELECT event_no, event_time, product_id, price, user_id, session_key
    FROM events WHERE event_type = 'purchase') bought
  ANTI JOIN (SELECT product_id, session_key FROM events WHERE event_type = 'cart') carted
    ON bought.product_id = carted.product_id AND bought.session_key = carted.session_key`;

/** These two read the counted values, so that texts are made of some thousand words and not of every row. */
const countBlank = (column: 'brand' | 'category_code') =>
  `SELECT sum(events) FROM ${countedIn[column]} WHERE ${isBlank(column)}`;

const topOfBlank = (blank: 'brand' | 'category_code', column: 'category_id' | 'product_id') =>
  `SELECT ${shownId('id', dictionaries[column])} AS ${column}, events
  FROM (SELECT ${column} AS id, CAST(sum(events) AS BIGINT) AS events
    FROM ${countedIn[blank]} WHERE ${isBlank(blank)} GROUP BY ${column})
  ORDER BY events DESC, greatest(id, -1), 1 LIMIT 5`;

export const eventChecks: readonly EventCheck[] = [
  {
    id: 'null_sessions',
    title: 'Events without a session',
    unit: 'events',
    why: 'They are grouped by user, one session for each; merged into one they would make a phantom session of strangers.',
    count: `SELECT count(*) FROM events WHERE ${isUnnamed}`,
    examples: someEvents(isUnnamed),
  },
  {
    id: 'shared_sessions',
    title: 'Sessions with more than one user',
    unit: 'sessions',
    why: 'A session should be one person’s visit; these count once as a session and several times as visitors.',
    found: sharedSessions,
    count: countFound,
    examples: firstFound(['user_session', 'first_user', 'last_user', 'events'], 'events DESC, user_session'),
  },
  {
    id: 'unknown_category',
    title: 'Events without a category code',
    unit: 'events',
    why: 'They are a row of their own in every report by category and are never ranked; the larger their share, the less the ranking says.',
    count: countBlank('category_code'),
    examples: topOfBlank('category_code', 'category_id'),
  },
  {
    id: 'unknown_brand',
    title: 'Events without a brand',
    unit: 'events',
    why: 'They are a row of their own in every report by brand and are never ranked.',
    count: countBlank('brand'),
    examples: topOfBlank('brand', 'product_id'),
  },
  {
    id: 'zero_price',
    title: 'Events with a price of 0',
    unit: 'events',
    why: 'They add nothing to revenue or to the value left in carts, though the product has a price.',
    count: 'SELECT count(*) FROM events WHERE price = 0',
    examples: someEvents('price = 0'),
  },
  {
    id: 'negative_price',
    title: 'Events with a negative price',
    unit: 'events',
    why: 'They lower revenue; often they are corrections or vouchers and no sales.',
    count: 'SELECT count(*) FROM events WHERE price < 0',
    examples: someEvents('price < 0'),
  },
  {
    id: 'category_of_many_ids',
    title: 'Category codes that stand for several category ids',
    unit: 'category codes',
    why: 'The code joins what the shop keeps apart; from December 2019 on many codes of the published files are wrong.',
    found: ambiguousCodes,
    count: countFound,
    examples: firstFound(['category_code', 'category_ids', 'events'], 'category_ids DESC, events DESC, category_code'),
  },
  {
    id: 'outage_days',
    title: 'Days whose purchases are far off while views are not',
    unit: 'days',
    why: 'Such a day points to a fault in the recording (an outage, or its backlog booked later): its conversion shows a catastrophe or a wonder that never was.',
    found: outageDays,
    count: countFound,
    examples: firstFound(['day', 'purchases', 'usual_purchases', 'views', 'usual_views'], 'day'),
  },
  {
    id: 'uncarted_purchases',
    title: 'Purchases without a cart of the product in their session',
    unit: 'purchases',
    why: 'Cart events are not all recorded: purchases ÷ carts can exceed 100 %, and abandonment is measured on recorded carts only.',
    found: uncartedPurchases,
    count: countFound,
    examples: `SELECT ${shown(['event_time', 'product_id', 'price', 'user_id'])}, user_session
      FROM (SELECT * FROM found_rows ORDER BY event_no LIMIT 5) LEFT JOIN sessions USING (session_key)
      ORDER BY event_no`,
  },
];

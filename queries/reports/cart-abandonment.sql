-- report: cart-abandonment
-- title: Carted but not bought
-- meaning: A cart line is one product put into the cart by one user in one session; it belongs to its first cart event. It is undecided when its window reaches beyond the end of the loaded data (in no rate), else bought when that user bought that product at or after it within the window, in any session; else removed when the last remove is at or after the last cart; else abandoned.
-- meaning: Abandonment rate = abandoned ÷ (abandoned + bought). Value left is the price of abandoned lines when they were carted. Minutes to purchase run from the first cart event to the first purchase, over bought lines.
-- meaning: The session rate beside it is the share of sessions with a cart in which nothing was bought at or after the first cart.
-- grain: One row per day, hour, weekday and hour, category, brand or product with cart lines.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, by, window-hours
-- parameter by: choice day, hour, weekday_hour, category, brand, product = day -- Lines by
-- parameter window-hours: integer 1..8760 = 24 -- Window (hours)
-- variant by=day: day
-- variant by=hour: hour
-- variant by=weekday_hour: weekday, hour
-- variant by=category: category
-- variant by=brand: brand
-- variant by=product: product_id
-- column day: date -- Day
-- column weekday: integer weekday -- Weekday
-- column hour: integer hour -- Hour
-- column category: text -- Category
-- column brand: text -- Brand
-- column product_id: id -- Product
-- column cart_lines: integer lines -- Cart lines
-- column bought: integer lines -- Bought
-- column removed: integer lines -- Removed
-- column undecided: integer lines -- Undecided
-- column undecided_bought: integer lines -- Undecided, bought already
-- column abandoned: integer lines -- Abandoned
-- column abandonment_rate: number share -- Abandonment rate
-- column value_left: number money -- Value left
-- summary cart_lines: integer lines -- Cart lines
-- summary bought: integer lines -- Bought
-- summary removed: integer lines -- Removed
-- summary undecided: integer lines -- Undecided
-- summary undecided_bought: integer lines -- Undecided, bought already
-- summary abandoned: integer lines -- Abandoned
-- summary abandonment_rate: number share -- Abandonment rate
-- summary value_left: number money -- Value left
-- summary session_abandonment_rate: number share -- Session abandonment rate
-- summary median_minutes_to_purchase: number minutes -- Median time to purchase
-- summary p90_minutes_to_purchase: number minutes -- 90th percentile of time to purchase
WITH p AS (
  SELECT
    CAST(? AS varchar) AS tz,
    CAST(? AS date) AS from_day,
    CAST(? AS date) AS to_day,
    CAST(? AS boolean) AS all_categories,
    CAST(? AS varchar) AS category,
    CAST(? AS boolean) AS all_brands,
    lower(trim(CAST(? AS varchar))) AS brand,
    CAST(? AS boolean) AS exclude_flagged,
    CAST(? AS varchar) AS by_key,
    CAST(? AS integer) AS window_hours
),
-- models: local_slots, cart_lines, data_range, flagged_users
chosen_lines AS (
  SELECT
    l.*,
    date_add('hour', p.window_hours, l.carted_at) AS window_end,
    r.last_event_at
  FROM cart_lines l
  CROSS JOIN data_range r
  CROSS JOIN p
  WHERE (p.all_categories OR coalesce(l.level_1, '') = p.category)
    AND (p.all_brands OR coalesce(l.brand, '') = p.brand)
    AND (NOT p.exclude_flagged OR l.user_id NOT IN (SELECT f.user_id FROM flagged_users f))
),
judged AS (
  SELECT
    CASE WHEN p.by_key = 'day' THEN s.local_day END AS day,
    CASE WHEN p.by_key = 'weekday_hour' THEN s.weekday END AS weekday,
    CASE WHEN p.by_key = 'hour' OR p.by_key = 'weekday_hour' THEN s.hour END AS hour,
    CASE WHEN p.by_key = 'category' THEN CAST(l.category_code AS varchar) END AS category,
    CASE WHEN p.by_key = 'brand' THEN CAST(l.brand AS varchar) END AS brand,
    CASE WHEN p.by_key = 'product' THEN l.product_id END AS product_id,
    l.price,
    CASE WHEN l.bought_at <= l.window_end THEN 1 ELSE 0 END AS bought_in_window,
    CAST(date_diff('second', l.carted_at, l.bought_at) AS double) / 60e0 AS minutes_to_purchase,
    CASE
      WHEN l.window_end > l.last_event_at THEN 'undecided'
      WHEN l.bought_at <= l.window_end THEN 'bought'
      WHEN l.last_removed_at >= l.last_carted_at THEN 'removed'
      ELSE 'abandoned'
    END AS outcome
  FROM chosen_lines l
  JOIN local_slots s ON s.slot = l.slot
  CROSS JOIN p
  WHERE s.in_range
),
-- A continuous percentile weighs the two neighbours of its place by their nearness: 1 − distance, where that is positive.
ranked AS (
  SELECT
    j.*,
    row_number() OVER (PARTITION BY j.outcome ORDER BY j.minutes_to_purchase) AS place,
    1e0 + 0.5e0 * (CAST(count(*) OVER (PARTITION BY j.outcome) AS double) - 1e0) AS median_place,
    1e0 + 0.9e0 * (CAST(count(*) OVER (PARTITION BY j.outcome) AS double) - 1e0) AS p90_place
  FROM judged j
),
by_key AS (
  SELECT
    true AS is_row,
    j.day,
    j.weekday,
    j.hour,
    j.category,
    j.brand,
    j.product_id,
    count(*) AS cart_lines,
    count(CASE WHEN j.outcome = 'bought' THEN 1 END) AS bought,
    count(CASE WHEN j.outcome = 'removed' THEN 1 END) AS removed,
    count(CASE WHEN j.outcome = 'undecided' THEN 1 END) AS undecided,
    count(CASE WHEN j.outcome = 'undecided' AND j.bought_in_window = 1 THEN 1 END) AS undecided_bought,
    count(CASE WHEN j.outcome = 'abandoned' THEN 1 END) AS abandoned,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'abandoned' THEN j.price END), 0) AS decimal(18,4)) AS value_left,
    sum(CASE WHEN j.outcome = 'bought' AND abs(j.place - j.median_place) < 1e0 THEN (1e0 - abs(j.place - j.median_place)) * j.minutes_to_purchase END) AS median_minutes,
    sum(CASE WHEN j.outcome = 'bought' AND abs(j.place - j.p90_place) < 1e0 THEN (1e0 - abs(j.place - j.p90_place)) * j.minutes_to_purchase END) AS p90_minutes
  FROM ranked j
  GROUP BY j.day, j.weekday, j.hour, j.category, j.brand, j.product_id
),
total AS (
  SELECT
    CAST(coalesce(sum(k.cart_lines), 0) AS bigint) AS cart_lines,
    CAST(coalesce(sum(k.bought), 0) AS bigint) AS bought,
    CAST(coalesce(sum(k.removed), 0) AS bigint) AS removed,
    CAST(coalesce(sum(k.undecided), 0) AS bigint) AS undecided,
    CAST(coalesce(sum(k.undecided_bought), 0) AS bigint) AS undecided_bought,
    CAST(coalesce(sum(k.abandoned), 0) AS bigint) AS abandoned,
    CAST(coalesce(sum(k.value_left), 0) AS decimal(18,4)) AS value_left,
    sum(k.median_minutes) AS median_minutes,
    sum(k.p90_minutes) AS p90_minutes
  FROM by_key k
),
cart_sessions AS (
  SELECT l.session_key, min(l.slot) AS slot, min(l.carted_at) AS first_carted_at, max(l.session_last_purchase_at) AS last_purchase_at
  FROM chosen_lines l
  GROUP BY l.session_key
),
total_sessions AS (
  SELECT
    CAST(count(*) AS double) AS sessions,
    CAST(count(CASE WHEN c.last_purchase_at >= c.first_carted_at THEN 1 END) AS double) AS purchase_sessions
  FROM cart_sessions c
  JOIN local_slots s ON s.slot = c.slot
  WHERE s.in_range
)
SELECT
  t.cart_lines AS summary_cart_lines,
  t.bought AS summary_bought,
  t.removed AS summary_removed,
  t.undecided AS summary_undecided,
  t.undecided_bought AS summary_undecided_bought,
  t.abandoned AS summary_abandoned,
  CAST(t.abandoned AS double) / nullif(CAST(t.abandoned + t.bought AS double), 0e0) AS summary_abandonment_rate,
  CAST(t.value_left AS double) AS summary_value_left,
  1e0 - ts.purchase_sessions / nullif(ts.sessions, 0e0) AS summary_session_abandonment_rate,
  t.median_minutes AS summary_median_minutes_to_purchase,
  t.p90_minutes AS summary_p90_minutes_to_purchase,
  k.is_row,
  k.day,
  k.weekday,
  k.hour,
  k.category,
  k.brand,
  CAST(k.product_id AS varchar) AS product_id,
  k.cart_lines,
  k.bought,
  k.removed,
  k.undecided,
  k.undecided_bought,
  k.abandoned,
  CAST(k.abandoned AS double) / nullif(CAST(k.abandoned + k.bought AS double), 0e0) AS abandonment_rate,
  CAST(k.value_left AS double) AS value_left
FROM total t
CROSS JOIN total_sessions ts
LEFT JOIN by_key k ON true
ORDER BY k.day, k.weekday, k.hour, k.category, k.brand, k.product_id

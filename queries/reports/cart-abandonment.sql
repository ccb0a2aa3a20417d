-- report: cart-abandonment
-- title: Carted but not bought
-- meaning: A cart line is one product put into the cart by one user in one session; it belongs to its first cart event. It is undecided when its window reaches beyond the end of the loaded data (in no rate), else bought when that user bought that product at or after it within the window, in any session; else removed when the last remove is at or after the last cart; else abandoned.
-- meaning: Abandonment rate = abandoned ÷ (abandoned + bought). Value left is the price of abandoned lines when they were carted. Minutes to purchase run from the first cart event to the first purchase, over bought lines.
-- meaning: The session rate beside it is the share of sessions with a cart in which nothing was bought at or after the first cart.
-- grain: One row per day, hour, weekday and hour, category, brand or product with cart lines.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, by, window-hours
-- chosen by: category, brand, flagged
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
judged AS (
  SELECT
    CASE WHEN p.by_key = 'day' THEN s.local_day END AS day,
    CASE WHEN p.by_key = 'weekday_hour' THEN s.weekday END AS weekday,
    CASE WHEN p.by_key = 'hour' OR p.by_key = 'weekday_hour' THEN s.hour END AS hour,
    CASE WHEN p.by_key = 'category' THEN l.category_code END AS category_code,
    CASE WHEN p.by_key = 'brand' THEN l.brand END AS brand,
    CASE WHEN p.by_key = 'product' THEN l.product_id END AS product_id,
    l.price,
    l.bought_at <= date_add('hour', p.window_hours, l.carted_at) AS is_bought,
    date_add('hour', p.window_hours, l.carted_at) > r.last_event_at AS is_undecided,
    l.last_removed_at >= l.last_carted_at AS is_removed,
    date_diff('second', l.carted_at, l.bought_at) AS seconds_to_purchase,
    l.session_lines = 1 AS is_session,
    l.session_last_purchase_at >= l.carted_at AS is_purchase_session
  FROM cart_lines l
  JOIN local_slots s ON s.slot = l.slot
  CROSS JOIN data_range r
  CROSS JOIN p
  WHERE s.in_range
    AND coalesce(l.level_1, '') = p.category -- if category, unknown category
    AND coalesce(l.brand, '') = p.brand -- if brand, unknown brand
    AND l.user_id NOT IN (SELECT f.user_id FROM flagged_users f) -- if flagged
),
-- Only bought lines are told apart by their time.
grouped AS (
  SELECT
    j.day,
    j.weekday,
    j.hour,
    j.category_code,
    j.brand,
    j.product_id,
    j.outcome,
    j.seconds,
    count(*) AS cart_lines,
    count(CASE WHEN j.is_bought THEN 1 END) AS bought_in_window,
    sum(CASE WHEN j.outcome = 'abandoned' THEN j.price END) AS value_left,
    count(CASE WHEN j.is_session THEN 1 END) AS sessions,
    count(CASE WHEN j.is_session AND j.is_purchase_session THEN 1 END) AS purchase_sessions
  FROM (
    SELECT
      o.*,
      CASE WHEN o.is_undecided THEN 'undecided' WHEN o.is_bought THEN 'bought' WHEN o.is_removed THEN 'removed' ELSE 'abandoned' END AS outcome,
      CASE WHEN NOT o.is_undecided AND o.is_bought THEN o.seconds_to_purchase END AS seconds
    FROM judged o
  ) j
  GROUP BY j.day, j.weekday, j.hour, j.category_code, j.brand, j.product_id, j.outcome, j.seconds
),
-- The lines of a row have the places up to last_place, of those with the same outcome.
placed AS (
  SELECT
    g.*,
    CAST(g.seconds AS double) / 60e0 AS minutes,
    CAST(sum(g.cart_lines) OVER (PARTITION BY g.outcome ORDER BY g.seconds ROWS UNBOUNDED PRECEDING) AS double) AS last_place,
    CAST(sum(g.cart_lines) OVER (PARTITION BY g.outcome) AS double) AS places
  FROM grouped g
),
-- A continuous percentile lies between two places, at `below` and the one after it, nearer to one by `part`.
between_places AS (
  SELECT
    q.*,
    floor(1e0 + 0.5e0 * (q.places - 1e0)) AS median_below,
    floor(1e0 + 0.9e0 * (q.places - 1e0)) AS p90_below,
    1e0 + 0.5e0 * (q.places - 1e0) - floor(1e0 + 0.5e0 * (q.places - 1e0)) AS median_part,
    1e0 + 0.9e0 * (q.places - 1e0) - floor(1e0 + 0.9e0 * (q.places - 1e0)) AS p90_part,
    q.last_place - CAST(q.cart_lines AS double) AS place_before
  FROM placed q
),
by_key AS (
  SELECT
    true AS is_row,
    j.day,
    j.weekday,
    j.hour,
    CAST(j.category_code AS varchar) AS category,
    CAST(j.brand AS varchar) AS brand,
    j.product_id,
    CAST(sum(j.cart_lines) AS bigint) AS cart_lines,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'bought' THEN j.cart_lines END), 0) AS bigint) AS bought,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'removed' THEN j.cart_lines END), 0) AS bigint) AS removed,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'undecided' THEN j.cart_lines END), 0) AS bigint) AS undecided,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'undecided' THEN j.bought_in_window END), 0) AS bigint) AS undecided_bought,
    CAST(coalesce(sum(CASE WHEN j.outcome = 'abandoned' THEN j.cart_lines END), 0) AS bigint) AS abandoned,
    CAST(coalesce(sum(j.value_left), 0) AS decimal(18,4)) AS value_left,
    CAST(sum(j.sessions) AS bigint) AS sessions,
    CAST(sum(j.purchase_sessions) AS bigint) AS purchase_sessions,
    sum(CASE WHEN j.place_before < j.median_below AND j.median_below <= j.last_place THEN (1e0 - j.median_part) * j.minutes END) AS median_minutes_below,
    sum(CASE WHEN j.place_before <= j.median_below AND j.median_below < j.last_place THEN j.median_part * j.minutes END) AS median_minutes_above,
    sum(CASE WHEN j.place_before < j.p90_below AND j.p90_below <= j.last_place THEN (1e0 - j.p90_part) * j.minutes END) AS p90_minutes_below,
    sum(CASE WHEN j.place_before <= j.p90_below AND j.p90_below < j.last_place THEN j.p90_part * j.minutes END) AS p90_minutes_above
  FROM between_places j
  GROUP BY j.day, j.weekday, j.hour, j.category_code, j.brand, j.product_id
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
    CAST(coalesce(sum(k.sessions), 0) AS bigint) AS sessions,
    CAST(coalesce(sum(k.purchase_sessions), 0) AS bigint) AS purchase_sessions,
    sum(k.median_minutes_below) + coalesce(sum(k.median_minutes_above), 0e0) AS median_minutes,
    sum(k.p90_minutes_below) + coalesce(sum(k.p90_minutes_above), 0e0) AS p90_minutes
  FROM by_key k
),
-- Sessions with one line are counted with the lines, the few others here.
cart_sessions AS (
  SELECT l.session_key, min(l.slot) AS slot, min(l.carted_at) AS first_carted_at, max(l.session_last_purchase_at) AS last_purchase_at
  FROM cart_lines l
  CROSS JOIN p
  WHERE l.session_lines > 1
    AND coalesce(l.level_1, '') = p.category -- if category, unknown category
    AND coalesce(l.brand, '') = p.brand -- if brand, unknown brand
    AND l.user_id NOT IN (SELECT f.user_id FROM flagged_users f) -- if flagged
  GROUP BY l.session_key
),
total_sessions AS (
  SELECT
    count(*) AS sessions,
    count(CASE WHEN c.last_purchase_at >= c.first_carted_at THEN 1 END) AS purchase_sessions
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
  1e0 - CAST(t.purchase_sessions + ts.purchase_sessions AS double) / nullif(CAST(t.sessions + ts.sessions AS double), 0e0) AS summary_session_abandonment_rate,
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

-- model: cart_lines
-- meaning: What was put into carts and what became of it, before any window is laid over it: several carts of one product in a session are one line, known by its first cart event.
-- grain: One row per user, session and product that was carted.
-- reads: clean_events
-- days: all
WITH lines AS (
  SELECT
    e.user_id,
    e.session_key,
    e.product_id,
    min(CASE WHEN e.event_type = 'cart' THEN e.event_no END) AS first_event_no,
    min(CASE WHEN e.event_type = 'cart' THEN e.event_time END) AS carted_at,
    max(CASE WHEN e.event_type = 'cart' THEN e.event_time END) AS last_carted_at,
    max(CASE WHEN e.event_type = 'remove_from_cart' THEN e.event_time END) AS last_removed_at
  FROM clean_events e
  WHERE e.event_type = 'cart' OR e.event_type = 'remove_from_cart'
  GROUP BY e.user_id, e.session_key, e.product_id
  HAVING count(CASE WHEN e.event_type = 'cart' THEN 1 END) > 0
),
purchases AS (
  SELECT e.user_id, e.session_key, e.product_id, e.event_time
  FROM clean_events e
  WHERE e.event_type = 'purchase'
),
bought AS (
  SELECT l.user_id, l.first_event_no, min(b.event_time) AS bought_at
  FROM lines l
  JOIN purchases b ON b.user_id = l.user_id AND b.product_id = l.product_id
  WHERE b.event_time >= l.carted_at
  GROUP BY l.user_id, l.first_event_no
),
session_purchases AS (
  SELECT b.session_key, max(b.event_time) AS last_purchase_at
  FROM purchases b
  GROUP BY b.session_key
)
SELECT
  l.user_id,
  l.session_key,
  l.product_id,
  f.category_code,
  f.level_1,
  f.brand,
  f.price,
  f.slot,
  l.carted_at,
  l.last_carted_at,
  l.last_removed_at,
  b.bought_at,
  s.last_purchase_at AS session_last_purchase_at
FROM lines l
JOIN clean_events f ON f.user_id = l.user_id AND f.event_no = l.first_event_no AND f.event_type = 'cart'
LEFT JOIN bought b ON b.user_id = l.user_id AND b.first_event_no = l.first_event_no
LEFT JOIN session_purchases s ON s.session_key = l.session_key

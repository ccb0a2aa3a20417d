-- model: cart_lines
-- meaning: What was put into carts and what became of it, before any window is laid over it: several carts of one product in a session are one line, known by its first cart event.
-- grain: One row per user, session and product that was carted.
-- reads: events, brands, categories
-- days: all
WITH cart_events AS (
  SELECT
    e.user_id,
    e.session_key,
    e.product_id,
    e.category_code,
    e.brand,
    e.price,
    CASE WHEN e.event_type = 'cart' THEN e.event_no END AS event_no,
    CASE WHEN e.event_type = 'cart' THEN e.event_time END AS carted_at,
    CASE WHEN e.event_type = 'remove_from_cart' THEN e.event_time END AS removed_at
  FROM events e
  WHERE e.event_type = 'cart' OR e.event_type = 'remove_from_cart'
),
lines AS (
  SELECT
    e.user_id,
    e.session_key,
    e.product_id,
    min(e.event_no) AS first_event_no,
    min_by(e.category_code, e.event_no) AS category_code,
    min_by(e.brand, e.event_no) AS brand,
    min_by(e.price, e.event_no) AS price,
    min(e.carted_at) AS carted_at,
    max(e.carted_at) AS last_carted_at,
    max(e.removed_at) AS last_removed_at
  FROM cart_events e
  GROUP BY e.user_id, e.session_key, e.product_id
  HAVING count(e.event_no) > 0
),
purchases AS (
  SELECT e.user_id, e.session_key, e.product_id, e.event_time
  FROM events e
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
),
carts AS (
  SELECT l.session_key, count(*) AS session_lines
  FROM lines l
  GROUP BY l.session_key
)
SELECT
  l.user_id,
  l.session_key,
  l.product_id,
  l.category_code,
  c.level_1,
  w.brand,
  l.price,
  CAST(date_diff('minute', TIMESTAMP '1970-01-01 00:00:00', l.carted_at) / 15 AS integer) AS slot,
  l.carted_at,
  l.last_carted_at,
  l.last_removed_at,
  b.bought_at,
  s.last_purchase_at AS session_last_purchase_at,
  a.session_lines
FROM lines l
JOIN carts a ON a.session_key = l.session_key
LEFT JOIN bought b ON b.user_id = l.user_id AND b.first_event_no = l.first_event_no
LEFT JOIN session_purchases s ON s.session_key = l.session_key
LEFT JOIN brands w ON w.written_brand = l.brand
LEFT JOIN categories c ON c.category_code = l.category_code

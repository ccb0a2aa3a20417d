-- report: time-to-purchase
-- title: Time from cart to purchase
-- meaning: Cart lines that were bought within the window, by how long it took from the first cart event to the first purchase at or after it. Lines whose window reaches beyond the end of the loaded data are left out.
-- grain: One row per span of time with bought lines; spans double from one minute on.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, window-hours
-- chosen by: category, brand, flagged
-- parameter window-hours: integer 1..8760 = 24 -- Window (hours)
-- column from_minutes: integer minutes -- From (minutes)
-- column to_minutes: integer minutes -- To (minutes)
-- column lines: integer lines -- Bought lines
-- summary lines: integer lines -- Bought lines
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
    CAST(? AS integer) AS window_hours
),
-- models: local_slots, cart_lines, data_range, flagged_users
bought AS (
  SELECT date_diff('second', l.carted_at, l.bought_at) / 60 AS minutes
  FROM cart_lines l
  JOIN local_slots s ON s.slot = l.slot
  CROSS JOIN data_range r
  CROSS JOIN p
  WHERE s.in_range
    AND date_add('hour', p.window_hours, l.carted_at) <= r.last_event_at
    AND l.bought_at <= date_add('hour', p.window_hours, l.carted_at)
    AND coalesce(l.level_1, '') = p.category -- if category, unknown category
    AND coalesce(l.brand, '') = p.brand -- if brand, unknown brand
    AND l.user_id NOT IN (SELECT f.user_id FROM flagged_users f) -- if flagged
),
spans AS (
  SELECT *
  FROM (
    VALUES (0, 1), (1, 2), (2, 4), (4, 8), (8, 16), (16, 32), (32, 64), (64, 128), (128, 256), (256, 512), (512, 1024),
      (1024, 2048), (2048, 4096), (4096, 8192), (8192, 16384), (16384, 32768), (32768, 65536), (65536, 131072),
      (131072, 262144), (262144, 524288), (524288, 1048576)
  ) AS v (from_minutes, to_minutes)
),
by_span AS (
  SELECT s.from_minutes, s.to_minutes, count(*) AS lines
  FROM bought b
  JOIN spans s ON b.minutes >= s.from_minutes AND b.minutes < s.to_minutes
  GROUP BY s.from_minutes, s.to_minutes
),
total AS (
  SELECT count(*) AS lines
  FROM bought
)
SELECT
  t.lines AS summary_lines,
  b.from_minutes IS NOT NULL AS is_row,
  b.from_minutes,
  b.to_minutes,
  b.lines
FROM total t
LEFT JOIN by_span b ON true
ORDER BY b.from_minutes

-- model: category_slots
-- meaning: Events of each kind and revenue by quarter-hour and category code.
-- grain: One row per quarter-hour and category code (null: unknown) with events.
-- reads: chosen_events
SELECT
  k.slot,
  k.category_code,
  CAST(sum(k.events) AS bigint) AS events,
  CAST(sum(CASE WHEN k.event_type = 'view' THEN k.events ELSE 0 END) AS bigint) AS views,
  CAST(sum(CASE WHEN k.event_type = 'cart' THEN k.events ELSE 0 END) AS bigint) AS carts,
  CAST(sum(CASE WHEN k.event_type = 'remove_from_cart' THEN k.events ELSE 0 END) AS bigint) AS removes,
  CAST(sum(CASE WHEN k.event_type = 'purchase' THEN k.events ELSE 0 END) AS bigint) AS purchases,
  CAST(coalesce(sum(CASE WHEN k.event_type = 'purchase' THEN k.amount END), 0) AS decimal(18,4)) AS revenue
FROM (
  SELECT e.slot, e.category_code, e.event_type, count(*) AS events, sum(e.price) AS amount
  FROM chosen_events e
  GROUP BY e.slot, e.category_code, e.event_type
) k
GROUP BY k.slot, k.category_code

-- model: category_slots
-- meaning: Events of each kind and revenue by quarter-hour and category code.
-- grain: One row per quarter-hour and category code (null: unknown) with events.
-- reads: chosen_events
SELECT
  e.slot,
  e.category_code,
  count(*) AS events,
  count(CASE WHEN e.event_type = 'view' THEN 1 END) AS views,
  count(CASE WHEN e.event_type = 'cart' THEN 1 END) AS carts,
  count(CASE WHEN e.event_type = 'remove_from_cart' THEN 1 END) AS removes,
  count(CASE WHEN e.event_type = 'purchase' THEN 1 END) AS purchases,
  CAST(coalesce(sum(CASE WHEN e.event_type = 'purchase' THEN e.price END), 0) AS decimal(18,4)) AS revenue
FROM chosen_events e
GROUP BY e.slot, e.category_code

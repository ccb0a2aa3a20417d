-- model: brand_slots
-- meaning: How many sessions viewed or bought a brand in a category in a quarter-hour, had last touched it in another (-1: never before) and last bought it in another; with purchases and revenue. The sessions of any range are the rows in it whose previous slot lies before its start.
-- grain: One row per brand, category (two levels), quarter-hour, previous quarter-hour and previous purchase's quarter-hour.
-- reads: chosen_events
SELECT
  t.brand,
  t.category,
  t.slot,
  t.previous_slot,
  t.previous_purchase_slot,
  count(*) AS sessions,
  count(CASE WHEN t.purchases > 0 THEN 1 END) AS purchase_sessions,
  CAST(sum(t.purchases) AS bigint) AS purchases,
  CAST(sum(t.revenue) AS decimal(18,4)) AS revenue
FROM (
  SELECT
    s.brand,
    s.category,
    s.slot,
    s.purchases,
    s.revenue,
    coalesce(lag(s.slot) OVER (PARTITION BY s.session_key, s.brand, s.category ORDER BY s.slot), -1) AS previous_slot,
    CASE WHEN s.purchases > 0 THEN coalesce(max(CASE WHEN s.purchases > 0 THEN s.slot END) OVER (
      PARTITION BY s.session_key, s.brand, s.category ORDER BY s.slot
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), -1) ELSE -1 END AS previous_purchase_slot
  FROM (
    SELECT
      e.session_key,
      e.brand,
      e.level_2 AS category,
      e.slot,
      count(CASE WHEN e.event_type = 'purchase' THEN 1 END) AS purchases,
      CAST(coalesce(sum(CASE WHEN e.event_type = 'purchase' THEN e.price END), 0) AS decimal(18,4)) AS revenue
    FROM chosen_events e
    WHERE e.event_type = 'view' OR e.event_type = 'purchase'
    GROUP BY e.session_key, e.brand, e.level_2, e.slot
  ) s
) t
GROUP BY t.brand, t.category, t.slot, t.previous_slot, t.previous_purchase_slot

-- model: brand_purchases
-- meaning: How many sessions bought a brand in a category in a quarter-hour and had last bought it in another (-1: never before), with purchases and revenue.
-- grain: One row per brand (the written one that stands for it), category (the code that stands for its two levels), quarter-hour and previous quarter-hour.
-- order: brand, category, slot
-- reads: chosen_events, brands, categories
SELECT
  t.brand,
  t.category,
  t.slot,
  t.previous_slot,
  count(*) AS sessions,
  CAST(sum(t.purchases) AS bigint) AS purchases,
  CAST(sum(t.revenue) AS decimal(18,4)) AS revenue
FROM (
  SELECT
    s.*,
    coalesce(lag(s.slot) OVER (PARTITION BY s.session_key, s.brand, s.category ORDER BY s.slot), -1) AS previous_slot
  FROM (
    SELECT
      e.session_key,
      b.first_written AS brand,
      c.level_2_code AS category,
      e.slot,
      count(*) AS purchases,
      CAST(coalesce(sum(e.price), 0) AS decimal(18,4)) AS revenue
    FROM chosen_events e
    LEFT JOIN brands b ON b.written_brand = e.brand
    LEFT JOIN categories c ON c.category_code = e.category_code
    WHERE e.event_type = 'purchase'
    GROUP BY e.session_key, b.first_written, c.level_2_code, e.slot
  ) s
) t
GROUP BY t.brand, t.category, t.slot, t.previous_slot

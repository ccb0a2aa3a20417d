-- model: brand_slots
-- meaning: How many sessions viewed or bought a brand in a category in a quarter-hour and had last done so in another (-1: never before). The sessions of any range are the rows in it whose previous slot lies before its start.
-- grain: One row per brand (the written one that stands for it), category (the code that stands for its two levels), quarter-hour and previous quarter-hour.
-- order: brand, category, slot
-- reads: chosen_events, brands, categories
SELECT t.brand, t.category, t.slot, t.previous_slot, count(*) AS sessions
FROM (
  SELECT
    s.brand,
    s.category,
    s.slot,
    coalesce(lag(s.slot) OVER (PARTITION BY s.session_key, s.brand, s.category ORDER BY s.slot), -1) AS previous_slot
  FROM (
    SELECT e.session_key, b.first_written AS brand, c.level_2_code AS category, e.slot
    FROM chosen_events e
    LEFT JOIN brands b ON b.written_brand = e.brand
    LEFT JOIN categories c ON c.category_code = e.category_code
    WHERE e.event_type IN ('view', 'purchase')
  ) s
) t
WHERE t.previous_slot < t.slot
GROUP BY t.brand, t.category, t.slot, t.previous_slot

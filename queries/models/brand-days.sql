-- model: brand_days
-- meaning: brand_slots by days of UTC: each session once a day, by the quarter-hour before that day in which it was last there (-1: never before).
-- grain: One row per brand, category, day (counted from 1970) and previous quarter-hour.
-- order: brand, category, day
-- reads: brand_slots
SELECT d.brand, d.category, d.day, d.previous_slot, CAST(sum(d.sessions) AS bigint) AS sessions
FROM (
  SELECT b.brand, b.category, b.slot / 96 AS day, b.previous_slot, b.sessions
  FROM brand_slots b
) d
WHERE d.previous_slot < d.day * 96
GROUP BY d.brand, d.category, d.day, d.previous_slot

-- model: session_slots
-- meaning: How many sessions were there in a quarter-hour and before that last in another (-1 where in none).
-- grain: One row per quarter-hour and previous quarter-hour.
-- reads: session_presence
SELECT v.slot, v.previous_slot, count(*) AS sessions
FROM (
  SELECT
    s.slot,
    coalesce(lag(s.slot) OVER (PARTITION BY s.session_key ORDER BY s.slot), -1) AS previous_slot
  FROM session_presence s
) v
WHERE v.previous_slot < v.slot
GROUP BY v.slot, v.previous_slot

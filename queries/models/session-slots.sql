-- model: session_slots
-- meaning: How many sessions were there in a quarter-hour and before that last in another (-1 where in none).
-- grain: One row per quarter-hour and previous quarter-hour.
-- reads: chosen_events
SELECT v.slot, v.previous_slot, count(*) AS sessions
FROM (
  SELECT
    s.slot,
    coalesce(lag(s.slot) OVER (PARTITION BY s.session_key ORDER BY s.slot), -1) AS previous_slot
  FROM (
    SELECT e.session_key, e.slot
    FROM chosen_events e
    GROUP BY e.session_key, e.slot
  ) s
) v
GROUP BY v.slot, v.previous_slot

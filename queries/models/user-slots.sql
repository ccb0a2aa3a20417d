-- model: user_slots
-- meaning: When each user was there: the quarter-hour, the one before it in which that user was there (-1 where there is none), the user's first ever. The distinct users of any period are then the rows in it whose previous_slot lies before its start.
-- grain: One row per user and quarter-hour with an event of that user.
-- reads: chosen_events, users
SELECT
  v.user_id,
  v.slot,
  coalesce(lag(v.slot) OVER (PARTITION BY v.user_id ORDER BY v.slot), -1) AS previous_slot,
  u.first_slot,
  v.events
FROM (
  SELECT e.user_id, e.slot, count(*) AS events
  FROM chosen_events e
  GROUP BY e.user_id, e.slot
) v
JOIN users u ON u.user_id = v.user_id

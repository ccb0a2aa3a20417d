-- model: user_visits
-- meaning: When each user was there: the quarter-hour and the one before it in which that user was there (-1 where there is none). The distinct users of any period are then the rows in it whose previous_slot lies before its start.
-- grain: One row per user and quarter-hour with an event of that user.
-- reads: user_presence
-- stored: never
SELECT v.user_id, v.slot, v.previous_slot
FROM (
  SELECT
    u.user_id,
    u.slot,
    coalesce(lag(u.slot) OVER (PARTITION BY u.user_id ORDER BY u.slot), -1) AS previous_slot
  FROM user_presence u
) v
WHERE v.previous_slot < v.slot

-- model: user_slots
-- meaning: How many users were there in a quarter-hour and before that last in another (-1 where in none).
-- grain: One row per quarter-hour and previous quarter-hour.
-- reads: user_visits
SELECT v.slot, v.previous_slot, count(*) AS users
FROM user_visits v
GROUP BY v.slot, v.previous_slot

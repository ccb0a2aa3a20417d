-- model: user_presence
-- meaning: The quarter-hours in which a user was there.
-- grain: One row per user and quarter-hour with an event of that user.
-- reads: chosen_events
-- stored: never
SELECT e.user_id, e.slot
FROM chosen_events e
GROUP BY e.user_id, e.slot

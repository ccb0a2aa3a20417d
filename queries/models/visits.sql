-- model: visits
-- meaning: When users were there in which session: what presence and slots are read off faster than off the events.
-- grain: One row per user, session and quarter-hour.
-- reads: chosen_events
-- stored: never
SELECT e.user_id, e.session_key, e.slot
FROM chosen_events e
GROUP BY e.user_id, e.session_key, e.slot

-- model: session_presence
-- meaning: The quarter-hours in which a session was there.
-- grain: One row per session and quarter-hour with an event of that session.
-- reads: chosen_events
-- stored: never
SELECT e.session_key, e.slot
FROM chosen_events e
GROUP BY e.session_key, e.slot

-- model: users
-- meaning: The quarter-hour of each user's first event in the whole data, whatever the filters.
-- grain: One row per user.
-- reads: events
-- days: all
SELECT
  e.user_id,
  CAST(date_diff('minute', TIMESTAMP '1970-01-01 00:00:00', min(e.event_time)) / 15 AS integer) AS first_slot
FROM events e
GROUP BY e.user_id

-- model: slots
-- meaning: The quarter-hours (UTC, counted from 1970) in which anything happened. Zones are computed on these few rows, never on events.
-- grain: One row per quarter-hour with events.
-- reads: events
-- days: all
SELECT s.slot
FROM (
  SELECT CAST(date_diff('minute', TIMESTAMP '1970-01-01 00:00:00', e.event_time) / 15 AS integer) AS slot
  FROM events e
) s
GROUP BY s.slot

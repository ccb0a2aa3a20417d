-- model: data_range
-- meaning: The first and the last event of the whole data and how many there are.
-- grain: One row.
-- reads: events
-- days: all
SELECT
  min(event_time) AS first_event_at,
  max(event_time) AS last_event_at,
  count(*) AS events
FROM events

-- model: local_slots
-- meaning: The quarter-hours of the data in local time of the question's zone, and whether they lie in its range.
-- grain: One row per quarter-hour with events.
-- reads: slots
-- stored: never
SELECT
  s.slot,
  CAST(s.local_time AS date) AS local_day,
  hour(s.local_time) AS hour,
  day_of_week(s.local_time) AS weekday,
  CAST(s.local_time AS date) >= s.from_day AND CAST(s.local_time AS date) < s.to_day AS in_range
FROM (
  SELECT
    a.slot,
    p.from_day,
    p.to_day,
    CAST(at_timezone(with_timezone(date_add('minute', a.slot * 15, TIMESTAMP '1970-01-01 00:00:00'), 'UTC'), p.tz) AS timestamp) AS local_time
  FROM slots a
  CROSS JOIN p
) s

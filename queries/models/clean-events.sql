-- model: clean_events
-- meaning: The events with what all models need: quarter-hour, folded brand and category levels. The session key of events never merges strangers: without a session it is the user's own.
-- grain: One row per event.
-- reads: events, brands, categories
-- stored: never, streamed
SELECT
  e.event_no,
  e.event_time,
  CAST(date_diff('minute', TIMESTAMP '1970-01-01 00:00:00', e.event_time) / 15 AS integer) AS slot,
  e.event_type,
  e.product_id,
  e.category_code,
  c.level_1,
  c.level_2,
  b.brand,
  e.price,
  e.user_id,
  e.session_key
FROM events e
LEFT JOIN brands b ON b.written_brand = e.brand
LEFT JOIN categories c ON c.category_code = e.category_code

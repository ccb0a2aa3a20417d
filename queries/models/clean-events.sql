-- model: clean_events
-- meaning: The events with what all models need: quarter-hour, folded brand, category levels, and a session key that never merges strangers (without a session: the user).
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
  coalesce(e.user_session, 'user ' || CAST(e.user_id AS varchar)) AS session_key
FROM events e
LEFT JOIN brands b ON b.written_brand = e.brand
LEFT JOIN categories c ON c.category_code = e.category_code

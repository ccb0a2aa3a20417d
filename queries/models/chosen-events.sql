-- model: chosen_events
-- meaning: The events that the question's filters choose, each by its own category (first level) and brand; the empty value chooses the unknown ones. The session key of events never merges strangers: without a session it is the user's own.
-- grain: One row per chosen event.
-- reads: events, brands, categories, flagged_users
-- stored: never, streamed
SELECT
  e.event_no,
  e.event_time,
  CAST(date_diff('minute', TIMESTAMP '1970-01-01 00:00:00', e.event_time) / 15 AS integer) AS slot,
  e.event_type,
  e.product_id,
  e.category_code,
  e.brand,
  e.price,
  e.user_id,
  e.session_key
FROM events e
WHERE true
  AND e.category_code IN (SELECT c.category_code FROM categories c JOIN p ON c.level_1 = p.category) -- if category
  AND (e.category_code IS NULL OR e.category_code IN (SELECT c.category_code FROM categories c WHERE c.level_1 = '')) -- if unknown category
  AND e.brand IN (SELECT b.written_brand FROM brands b JOIN p ON b.brand = p.brand) -- if brand
  AND (e.brand IS NULL OR e.brand IN (SELECT b.written_brand FROM brands b WHERE b.brand IS NULL)) -- if unknown brand
  AND e.user_id NOT IN (SELECT f.user_id FROM flagged_users f) -- if flagged

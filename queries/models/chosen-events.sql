-- model: chosen_events
-- meaning: The events that the question's filters choose, each by its own category (first level) and brand; the empty value chooses the unknown ones.
-- grain: One row per chosen event.
-- reads: clean_events, flagged_users
-- stored: never, streamed
SELECT e.*
FROM clean_events e
CROSS JOIN p
WHERE (p.all_categories OR coalesce(e.level_1, '') = p.category)
  AND (p.all_brands OR coalesce(e.brand, '') = p.brand)
  AND (NOT p.exclude_flagged OR e.user_id NOT IN (SELECT f.user_id FROM flagged_users f))

-- model: returning_users
-- meaning: When users were there after their first quarter-hour in the whole data (first_slot). Only what depends on who came is read off here: how many came stands in user_slots.
-- grain: One row per user and quarter-hour with an event of that user, but for the first of all.
-- reads: user_visits, users
SELECT v.user_id, v.slot, v.previous_slot, u.first_slot
FROM user_visits v
JOIN users u ON u.user_id = v.user_id
WHERE u.first_slot < v.slot

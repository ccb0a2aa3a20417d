-- report: unique-visitors
-- title: Unique visitors
-- meaning: Distinct users with any event in the local day, week (from Monday) or calendar month. Visitors of the whole range are counted once, not added up over days.
-- meaning: New visitors are those whose first event in all loaded data lies in the same calendar period, so the first days of the data look too new. A session counts once, in the period of its first event in the range; events without a session count as one session per user.
-- meaning: Stickiness is the mean of daily visitors over all days of the range, divided by the mean of monthly visitors over its calendar months.
-- grain: One row per local day, week or month with events.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, grain
-- chosen by: category, brand, flagged
-- parameter grain: choice day, week, month = day -- Visitors by
-- column period: date -- Period
-- column visitors: integer visitors -- Visitors
-- column new_visitors: integer visitors -- New
-- column returning_visitors: integer visitors -- Returning
-- column sessions: integer sessions -- Sessions
-- column events: integer events -- Events
-- summary visitors: integer visitors -- Visitors
-- summary sessions: integer sessions -- Sessions
-- summary events: integer events -- Events
-- summary stickiness: number share -- Stickiness
WITH p AS (
  SELECT
    CAST(? AS varchar) AS tz,
    CAST(? AS date) AS from_day,
    CAST(? AS date) AS to_day,
    CAST(? AS boolean) AS all_categories,
    CAST(? AS varchar) AS category,
    CAST(? AS boolean) AS all_brands,
    lower(trim(CAST(? AS varchar))) AS brand,
    CAST(? AS boolean) AS exclude_flagged,
    CAST(? AS varchar) AS grain
),
-- models: local_slots, category_slots, user_slots, returning_users, session_slots
named_slots AS (
  SELECT
    s.slot,
    s.in_range,
    s.local_day,
    CAST(date_trunc('month', s.local_day) AS date) AS month,
    CASE p.grain
      WHEN 'day' THEN s.local_day
      WHEN 'week' THEN CAST(date_trunc('week', s.local_day) AS date)
      ELSE CAST(date_trunc('month', s.local_day) AS date)
    END AS period
  FROM local_slots s
  CROSS JOIN p
),
bounds AS (
  SELECT
    s.slot,
    s.in_range,
    s.period,
    min(s.slot) OVER (PARTITION BY s.period) AS calendar_start,
    min(CASE WHEN s.in_range THEN s.slot END) OVER (PARTITION BY s.period) AS period_start,
    min(CASE WHEN s.in_range THEN s.slot END) OVER (PARTITION BY s.local_day) AS day_start,
    min(CASE WHEN s.in_range THEN s.slot END) OVER (PARTITION BY s.month) AS month_start,
    min(CASE WHEN s.in_range THEN s.slot END) OVER () AS range_start
  FROM named_slots s
),
visits AS (
  SELECT
    b.period,
    CAST(sum(CASE WHEN u.previous_slot < b.period_start THEN u.users ELSE 0 END) AS bigint) AS visitors,
    CAST(sum(CASE WHEN u.previous_slot = -1 THEN u.users ELSE 0 END) AS bigint) AS first_visitors,
    CAST(sum(CASE WHEN u.previous_slot < b.day_start THEN u.users ELSE 0 END) AS bigint) AS day_visitors,
    CAST(sum(CASE WHEN u.previous_slot < b.month_start THEN u.users ELSE 0 END) AS bigint) AS month_visitors,
    CAST(sum(CASE WHEN u.previous_slot < b.range_start THEN u.users ELSE 0 END) AS bigint) AS range_visitors
  FROM user_slots u
  JOIN bounds b ON b.slot = u.slot
  WHERE b.in_range
  GROUP BY b.period
  HAVING sum(u.users) > 0
),
-- A first visit (previous_slot is -1) is that of a new visitor, unless the filters hide that the user was there before
-- the calendar period. A later one is, too, where the range leaves out the days of the period that the first lies in.
doubtful_slots AS (
  SELECT b.slot
  FROM bounds b
  WHERE b.slot >= b.calendar_start AND b.slot < b.period_start
  UNION ALL
  SELECT -1 AS slot
  FROM p
),
corrections AS (
  SELECT
    b.period,
    count(CASE WHEN r.previous_slot >= b.calendar_start AND r.previous_slot < b.period_start AND r.first_slot >= b.calendar_start THEN 1 END)
      - count(CASE WHEN r.previous_slot = -1 AND r.first_slot < b.calendar_start THEN 1 END) AS new_visitors
  FROM returning_users r
  JOIN doubtful_slots d ON d.slot = r.previous_slot
  JOIN bounds b ON b.slot = r.slot
  WHERE b.in_range
  GROUP BY b.period
),
period_events AS (
  SELECT b.period, CAST(sum(c.events) AS bigint) AS events
  FROM category_slots c
  JOIN bounds b ON b.slot = c.slot
  WHERE b.in_range
  GROUP BY b.period
),
visitors AS (
  SELECT
    v.period,
    v.visitors,
    v.first_visitors + coalesce(c.new_visitors, 0) AS new_visitors,
    v.day_visitors,
    v.month_visitors,
    v.range_visitors,
    e.events
  FROM visits v
  JOIN period_events e ON e.period = v.period
  LEFT JOIN corrections c ON c.period = v.period
),
sessions AS (
  SELECT b.period, CAST(sum(CASE WHEN s.previous_slot < b.range_start THEN s.sessions ELSE 0 END) AS bigint) AS sessions
  FROM session_slots s
  JOIN bounds b ON b.slot = s.slot
  WHERE b.in_range
  GROUP BY b.period
),
calendar AS (
  SELECT
    date_diff('day', p.from_day, p.to_day) AS days,
    date_diff('month', date_trunc('month', p.from_day), date_trunc('month', date_add('day', -1, p.to_day))) + 1 AS months
  FROM p
),
total AS (
  SELECT
    CAST(coalesce(sum(v.range_visitors), 0) AS bigint) AS visitors,
    CAST(coalesce(sum(v.events), 0) AS bigint) AS events,
    CAST(sum(v.day_visitors) AS double) AS day_visitors,
    CAST(sum(v.month_visitors) AS double) AS month_visitors
  FROM visitors v
),
total_sessions AS (
  SELECT CAST(coalesce(sum(s.sessions), 0) AS bigint) AS sessions
  FROM sessions s
)
SELECT
  t.visitors AS summary_visitors,
  ts.sessions AS summary_sessions,
  t.events AS summary_events,
  (t.day_visitors / c.days) / nullif(t.month_visitors / c.months, 0e0) AS summary_stickiness,
  v.period IS NOT NULL AS is_row,
  v.period,
  v.visitors,
  v.new_visitors,
  v.visitors - v.new_visitors AS returning_visitors,
  s.sessions,
  v.events
FROM total t
CROSS JOIN total_sessions ts
CROSS JOIN calendar c
LEFT JOIN visitors v ON true
LEFT JOIN sessions s ON s.period = v.period
ORDER BY v.period

-- report: top-categories
-- title: Top categories by hour and weekday
-- meaning: For each local hour and weekday (1 = Monday) and each category at the chosen depth of its code (a code with fewer levels is its own category): n is the number of events of the chosen measure, revenue their summed price, conversion purchases ÷ views.
-- meaning: Rate = n ÷ how often that weekday (for hours alone: any day) occurs in the range, with or without events: October 2019 has five Tuesdays and four Mondays.
-- meaning: Lift = the category's share of its slot ÷ its share of the whole range; above 1 it is stronger in that slot than usual. Its lower 95 % bound is exp(ln lift − 1.96·√(1/n(c,slot) − 1/n(slot) + 1/n(c) − 1/n)). Revenue has a lift and no bound, conversion has neither. The unknown category counts in every total, comes last and has no lift.
-- grain: One row per weekday and hour (or either) and category with events of the measure.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, measure, depth, by
-- chosen by: brand, flagged
-- of its days: slots
-- parameter measure: choice views, carts, purchases, revenue, conversion = views -- Measure
-- parameter depth: choice 1, 2, 3 = 1 -- Levels of the category
-- parameter by: choice weekday_hour, hour, weekday = weekday_hour -- Slots
-- variant by=weekday_hour: weekday, hour
-- variant by=hour: hour
-- variant by=weekday: weekday
-- column weekday: integer weekday -- Weekday
-- column hour: integer hour -- Hour
-- column category: text -- Category
-- column n: number measure -- n
-- column rate: number measure -- Rate
-- column lift: number ratio -- Lift
-- column lift_low: number ratio -- Lift, lower bound
-- summary n: number measure -- n
-- summary slots: integer slots -- Slots
-- summary unknown_share: number share -- Unknown category
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
    CAST(? AS varchar) AS measure,
    CAST(? AS integer) AS depth,
    CAST(? AS varchar) AS by_slot
),
-- models: local_slots, category_slots, categories
counted AS (
  SELECT
    CASE WHEN p.by_slot = 'hour' THEN 0 ELSE s.weekday END AS weekday,
    CASE WHEN p.by_slot = 'weekday' THEN 0 ELSE s.hour END AS hour,
    CASE p.depth WHEN 1 THEN g.level_1 WHEN 2 THEN g.level_2 ELSE g.level_3 END AS category,
    c.views,
    c.carts,
    c.purchases,
    c.revenue
  FROM category_slots c
  JOIN local_slots s ON s.slot = c.slot
  LEFT JOIN categories g ON g.category_code = c.category_code
  CROSS JOIN p
  WHERE s.in_range
    AND (p.all_categories OR coalesce(g.level_1, '') = p.category)
),
cells AS (
  SELECT
    c.weekday,
    c.hour,
    c.category,
    CAST(sum(c.views) AS double) AS views,
    CAST(sum(c.carts) AS double) AS carts,
    CAST(sum(c.purchases) AS double) AS purchases,
    CAST(sum(c.revenue) AS decimal(18,4)) AS revenue
  FROM counted c
  GROUP BY c.weekday, c.hour, c.category
),
-- What is divided by what: only conversion has a denominator of its own, and no shares.
measured AS (
  SELECT
    c.weekday,
    c.hour,
    c.category,
    p.measure,
    CASE p.measure
      WHEN 'views' THEN CAST(c.views AS decimal(18,4))
      WHEN 'carts' THEN CAST(c.carts AS decimal(18,4))
      WHEN 'revenue' THEN c.revenue
      ELSE CAST(c.purchases AS decimal(18,4))
    END AS amount,
    c.views
  FROM cells c
  CROSS JOIN p
  WHERE CASE p.measure
    WHEN 'views' THEN c.views
    WHEN 'carts' THEN c.carts
    WHEN 'conversion' THEN c.views + c.purchases
    ELSE c.purchases
  END > 0e0
),
summed AS (
  SELECT
    m.weekday,
    m.hour,
    m.category,
    m.measure,
    m.views,
    CAST(m.amount AS double) AS amount,
    CAST(sum(m.amount) OVER (PARTITION BY m.weekday, m.hour) AS double) AS slot_amount,
    CAST(sum(m.amount) OVER (PARTITION BY m.category) AS double) AS category_amount,
    CAST(sum(m.amount) OVER () AS double) AS all_amount
  FROM measured m
),
lifted AS (
  SELECT
    s.*,
    CASE WHEN s.measure <> 'conversion' AND s.category IS NOT NULL THEN
      (s.amount / nullif(s.slot_amount, 0e0)) / nullif(s.category_amount / nullif(s.all_amount, 0e0), 0e0)
    END AS lift
  FROM summed s
),
-- Counted, not listed: a sequence on Trino ends at 10,000 entries. Weekday 0 stands for any day.
range_days AS (
  SELECT date_diff('day', p.from_day, p.to_day) AS days, day_of_week(p.from_day) AS first_weekday
  FROM p
),
weekdays AS (
  SELECT
    w.weekday,
    CAST(CASE
      WHEN w.weekday = 0 THEN d.days
      WHEN (w.weekday - d.first_weekday + 7) % 7 < d.days % 7 THEN d.days / 7 + 1
      ELSE d.days / 7
    END AS double) AS days
  FROM range_days d
  CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7)) AS w (weekday)
),
by_slot AS (
  SELECT
    true AS is_row,
    l.weekday,
    l.hour,
    l.category,
    CASE WHEN l.measure = 'conversion' THEN l.amount / nullif(l.views, 0e0) ELSE l.amount END AS n,
    CASE WHEN l.measure = 'conversion' THEN l.amount / nullif(l.views, 0e0) ELSE l.amount / w.days END AS rate,
    l.lift,
    CASE WHEN l.measure <> 'revenue' THEN
      exp(ln(nullif(l.lift, 0e0)) - 1.96e0 * sqrt(greatest(0e0,
        1e0 / nullif(l.amount, 0e0) - 1e0 / nullif(l.slot_amount, 0e0) + 1e0 / nullif(l.category_amount, 0e0) - 1e0 / nullif(l.all_amount, 0e0))))
    END AS lift_low
  FROM lifted l
  JOIN weekdays w ON w.weekday = l.weekday
),
slot_count AS (
  SELECT count(*) AS slots
  FROM (SELECT m.weekday, m.hour FROM measured m GROUP BY m.weekday, m.hour) k
),
total AS (
  SELECT
    max(m.measure) AS measure,
    CAST(sum(m.amount) AS double) AS amount,
    sum(m.views) AS views,
    CAST(sum(CASE WHEN m.category IS NULL THEN m.amount ELSE 0 END) AS double) AS unknown_amount
  FROM measured m
)
SELECT
  CASE WHEN p.measure = 'conversion' THEN t.amount / nullif(t.views, 0e0) ELSE coalesce(t.amount, 0e0) END AS summary_n,
  c.slots AS summary_slots,
  CASE WHEN p.measure <> 'conversion' THEN t.unknown_amount / nullif(t.amount, 0e0) END AS summary_unknown_share,
  b.is_row,
  b.weekday,
  b.hour,
  b.category,
  b.n,
  b.rate,
  b.lift,
  b.lift_low
FROM total t
CROSS JOIN slot_count c
CROSS JOIN p
LEFT JOIN by_slot b ON true
ORDER BY b.weekday, b.hour, CASE WHEN b.category IS NULL THEN 1 ELSE 0 END, b.n DESC, b.category

-- report: shop-days
-- title: The shop day by day
-- meaning: Events of each kind and the price of what was purchased, by local day. Conversion is purchases ÷ views.
-- grain: One row per local day with events.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged
-- chosen by: brand, flagged
-- of its days: slots
-- column day: date -- Day
-- column events: integer events -- Events
-- column views: integer events -- Views
-- column carts: integer events -- Carts
-- column removes: integer events -- Removed from cart
-- column purchases: integer events -- Purchases
-- column revenue: number money -- Revenue
-- column conversion: number share -- Purchases ÷ views
-- summary events: integer events -- Events
-- summary views: integer events -- Views
-- summary carts: integer events -- Carts
-- summary removes: integer events -- Removed from cart
-- summary purchases: integer events -- Purchases
-- summary revenue: number money -- Revenue
-- summary conversion: number share -- Purchases ÷ views
WITH p AS (
  SELECT
    CAST(? AS varchar) AS tz,
    CAST(? AS date) AS from_day,
    CAST(? AS date) AS to_day,
    CAST(? AS boolean) AS all_categories,
    CAST(? AS varchar) AS category,
    CAST(? AS boolean) AS all_brands,
    lower(trim(CAST(? AS varchar))) AS brand,
    CAST(? AS boolean) AS exclude_flagged
),
-- models: local_slots, category_slots, categories
by_day AS (
  SELECT
    s.local_day AS day,
    CAST(sum(c.events) AS bigint) AS events,
    CAST(sum(c.views) AS bigint) AS views,
    CAST(sum(c.carts) AS bigint) AS carts,
    CAST(sum(c.removes) AS bigint) AS removes,
    CAST(sum(c.purchases) AS bigint) AS purchases,
    CAST(sum(c.revenue) AS decimal(18,4)) AS revenue
  FROM category_slots c
  JOIN local_slots s ON s.slot = c.slot
  LEFT JOIN categories g ON g.category_code = c.category_code
  CROSS JOIN p
  WHERE s.in_range
    AND (p.all_categories OR coalesce(g.level_1, '') = p.category)
  GROUP BY s.local_day
  HAVING sum(c.events) > 0
),
total AS (
  SELECT
    CAST(coalesce(sum(d.events), 0) AS bigint) AS events,
    CAST(coalesce(sum(d.views), 0) AS bigint) AS views,
    CAST(coalesce(sum(d.carts), 0) AS bigint) AS carts,
    CAST(coalesce(sum(d.removes), 0) AS bigint) AS removes,
    CAST(coalesce(sum(d.purchases), 0) AS bigint) AS purchases,
    CAST(coalesce(sum(d.revenue), 0) AS decimal(18,4)) AS revenue
  FROM by_day d
)
SELECT
  t.events AS summary_events,
  t.views AS summary_views,
  t.carts AS summary_carts,
  t.removes AS summary_removes,
  t.purchases AS summary_purchases,
  CAST(t.revenue AS double) AS summary_revenue,
  CAST(t.purchases AS double) / nullif(CAST(t.views AS double), 0e0) AS summary_conversion,
  d.day IS NOT NULL AS is_row,
  d.day,
  d.events,
  d.views,
  d.carts,
  d.removes,
  d.purchases,
  CAST(d.revenue AS double) AS revenue,
  CAST(d.purchases AS double) / nullif(CAST(d.views AS double), 0e0) AS conversion
FROM total t
LEFT JOIN by_day d ON true
ORDER BY d.day

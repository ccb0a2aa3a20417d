-- report: brand-opportunities
-- title: Brands that need more marketing
-- meaning: Sessions with a view or purchase of a brand, per category (the first two levels of its code), against those that bought it. Expected purchase sessions are what the same sessions would give at each category's average, so that cables and phones are not compared. ConvIndex = 100 · (purchase sessions + 10) ÷ (expected + 10); its 95 % interval puts Byar's limits in place of the purchase sessions.
-- meaning: Interest share = the brand's sessions ÷ all sessions of its categories, purchase share likewise; gap = purchase share − interest share. Under-exposed: interest below the median of the eligible brands and ConvIndex of 100 or more: more marketing pays; the stake is the revenue of the missing sessions. Leaky: interest at or above the median, ConvIndex below 100: the stake is the revenue of the missing purchases. Stars and niches have no stake.
-- meaning: Eligible are brands with enough sessions. The unknown brand has no row and no part in the median, but counts in its categories. Ranked by stake where the interval excludes 100.
-- grain: One row per eligible brand.
-- values: tz, from, to, all_categories, category, all_brands, brand, exclude_flagged, min-sessions
-- chosen by: flagged
-- of its days: slots
-- parameter min-sessions: integer 1..1000000000 = 500 -- Least sessions of a brand
-- column brand: text -- Brand
-- column sessions: integer sessions -- Sessions
-- column purchase_sessions: integer sessions -- Purchase sessions
-- column expected_purchase_sessions: number sessions -- Expected purchase sessions
-- column conv_index: number index -- ConvIndex
-- column conv_index_low: number index -- ConvIndex, lower bound
-- column conv_index_high: number index -- ConvIndex, upper bound
-- column interest_share: number share -- Interest share
-- column purchase_share: number share -- Purchase share
-- column gap: number share -- Gap
-- column revenue: number money -- Revenue
-- column segment: text -- Segment
-- column stake: number money -- Stake
-- summary eligible_brands: integer brands -- Eligible brands
-- summary median_interest_share: number share -- Median interest share
-- summary unknown_brand_share: number share -- Unknown brand
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
    CAST(? AS bigint) AS min_sessions
),
-- models: local_slots, brand_slots, brand_days, brand_purchases
-- Days of UTC that lie whole in the range are read off brand_days, but where that is no table: it would be made of all
-- events once more.
slots_in_range AS (
  SELECT s.slot, s.day, s.range_start, s.is_in_whole_day
  FROM (
    SELECT
      d.slot,
      d.day,
      d.in_range,
      min(CASE WHEN d.in_range THEN d.slot END) OVER () AS range_start,
      false
        OR count(CASE WHEN NOT d.in_range THEN 1 END) OVER (PARTITION BY d.day) = 0 -- if brand_days
        AS is_in_whole_day
    FROM (
      SELECT a.slot, a.slot / 96 AS day, a.in_range
      FROM local_slots a
    ) d
  ) s
  WHERE s.in_range
),
-- Three that hold far more rows than there are brands with a category: each is summed before they meet.
in_slots AS (
  SELECT b.brand, b.category, sum(CASE WHEN b.previous_slot < s.range_start THEN b.sessions ELSE 0 END) AS sessions
  FROM brand_slots b
  JOIN slots_in_range s ON s.slot = b.slot
  WHERE NOT s.is_in_whole_day
  GROUP BY b.brand, b.category
),
in_whole_days AS (
  SELECT b.brand, b.category, sum(CASE WHEN b.previous_slot < s.range_start THEN b.sessions ELSE 0 END) AS sessions
  FROM brand_days b
  JOIN (
    SELECT r.day, min(r.range_start) AS range_start
    FROM slots_in_range r
    WHERE r.is_in_whole_day
    GROUP BY r.day
  ) s ON s.day = b.day
  GROUP BY b.brand, b.category
),
bought AS (
  SELECT
    b.brand,
    b.category,
    sum(CASE WHEN b.previous_slot < s.range_start THEN b.sessions ELSE 0 END) AS sessions,
    sum(b.purchases) AS purchases,
    CAST(sum(b.revenue) AS decimal(18,4)) AS revenue
  FROM brand_purchases b
  JOIN slots_in_range s ON s.slot = b.slot
  GROUP BY b.brand, b.category
),
in_range AS (
  SELECT s.brand, s.category, s.sessions, 0 AS purchase_sessions, 0 AS purchases, CAST(0 AS decimal(18,4)) AS revenue FROM in_slots s
  UNION ALL SELECT d.brand, d.category, d.sessions, 0, 0, CAST(0 AS decimal(18,4)) FROM in_whole_days d -- if brand_days
  UNION ALL SELECT b.brand, b.category, 0, b.sessions, b.purchases, b.revenue FROM bought b
),
-- n_bc, k_bc, r_bc of the definitions.
brand_categories AS (
  SELECT
    b.brand,
    b.category,
    CAST(sum(b.sessions) AS double) AS sessions,
    CAST(sum(b.purchase_sessions) AS double) AS purchase_sessions,
    CAST(sum(b.purchases) AS double) AS purchases,
    CAST(sum(b.revenue) AS decimal(18,4)) AS revenue
  FROM in_range b
  CROSS JOIN p
  WHERE p.all_categories OR coalesce(split_part(CAST(b.category AS varchar), '.', 1), '') = p.category
  GROUP BY b.brand, b.category
  HAVING sum(b.sessions) > 0
),
-- What all brands have together stands beside each brand: window sums, as a join would read everything once more.
in_category AS (
  SELECT
    b.*,
    sum(b.sessions) OVER (PARTITION BY b.category) AS category_sessions,
    sum(b.purchase_sessions) OVER (PARTITION BY b.category) AS category_purchase_sessions,
    CAST(sum(b.revenue) OVER (PARTITION BY b.category) AS double) / nullif(sum(b.purchases) OVER (PARTITION BY b.category), 0e0) AS category_average_purchase
  FROM brand_categories b
),
-- Summed as decimals: a sum of doubles would end in other digits at every run.
brands_summed AS (
  SELECT
    lower(regexp_replace(CAST(b.brand AS varchar), '^\s+|\s+$')) AS brand,
    sum(b.sessions) AS sessions,
    sum(b.purchase_sessions) AS purchase_sessions,
    CAST(sum(CAST(b.sessions * (b.category_purchase_sessions / nullif(b.category_sessions, 0e0)) AS decimal(38,12))) AS double) AS expected,
    sum(b.category_sessions) AS category_sessions,
    sum(b.category_purchase_sessions) AS category_purchase_sessions,
    CAST(sum(b.revenue) AS double) AS revenue,
    coalesce(
      CAST(sum(b.revenue) AS double) / nullif(sum(b.purchases), 0e0),
      CAST(sum(CAST(b.sessions * b.category_average_purchase AS decimal(38,12))) AS double) / nullif(sum(CASE WHEN b.category_average_purchase IS NOT NULL THEN b.sessions END), 0e0)
    ) AS average_purchase
  FROM in_category b
  WHERE b.brand IS NOT NULL
  GROUP BY b.brand
),
-- Byar's limits of a Poisson count k: Breslow and Day, Statistical Methods in Cancer Research II (1987), 2.3.
eligible AS (
  SELECT
    b.brand,
    b.sessions,
    b.purchase_sessions,
    b.expected,
    b.category_sessions,
    b.revenue,
    b.average_purchase,
    1e2 * (b.purchase_sessions + 10e0) / (b.expected + 10e0) AS conv_index,
    CASE WHEN b.purchase_sessions = 0e0 THEN 0e0
      ELSE b.purchase_sessions * power(1e0 - 1e0 / (9e0 * b.purchase_sessions) - 1.96e0 / (3e0 * sqrt(b.purchase_sessions)), 3e0)
    END AS purchase_sessions_low,
    (b.purchase_sessions + 1e0) * power(1e0 - 1e0 / (9e0 * (b.purchase_sessions + 1e0)) + 1.96e0 / (3e0 * sqrt(b.purchase_sessions + 1e0)), 3e0) AS purchase_sessions_high,
    b.sessions / nullif(b.category_sessions, 0e0) AS interest_share,
    b.purchase_sessions / nullif(b.category_purchase_sessions, 0e0) AS purchase_share
  FROM brands_summed b
  CROSS JOIN p
  WHERE b.sessions >= p.min_sessions
),
ranked AS (
  SELECT
    e.*,
    1e2 * (e.purchase_sessions_low + 10e0) / (e.expected + 10e0) AS conv_index_low,
    1e2 * (e.purchase_sessions_high + 10e0) / (e.expected + 10e0) AS conv_index_high,
    row_number() OVER (ORDER BY e.interest_share, e.brand) AS place,
    count(*) OVER () AS n
  FROM eligible e
),
compared AS (
  SELECT
    r.*,
    avg(CASE WHEN 2 * r.place >= r.n AND 2 * r.place <= r.n + 2 THEN r.interest_share END) OVER () AS median_interest_share
  FROM ranked r
),
placed AS (
  SELECT
    c.*,
    CASE
      WHEN round(c.conv_index, 9) >= 1e2 AND round(c.interest_share, 9) < round(c.median_interest_share, 9) THEN 'under_exposed'
      WHEN round(c.conv_index, 9) >= 1e2 THEN 'star'
      WHEN round(c.interest_share, 9) < round(c.median_interest_share, 9) THEN 'niche'
      ELSE 'leaky'
    END AS segment
  FROM compared c
),
staked AS (
  SELECT
    x.*,
    CASE x.segment
      WHEN 'under_exposed' THEN (x.median_interest_share * x.category_sessions - x.sessions) * (x.purchase_sessions / x.sessions) * x.average_purchase
      WHEN 'leaky' THEN (x.expected - x.purchase_sessions) * x.average_purchase
    END AS stake
  FROM placed x
),
shown AS (
  SELECT
    true AS is_row,
    s.*,
    CASE WHEN s.stake IS NOT NULL AND (s.conv_index_low > 1e2 OR s.conv_index_high < 1e2) THEN 1 ELSE 2 END AS tier
  FROM staked s
  CROSS JOIN p
  WHERE p.all_brands OR s.brand = p.brand
),
eligible_total AS (
  SELECT count(*) AS eligible_brands, max(c.median_interest_share) AS median_interest_share
  FROM compared c
),
market AS (
  SELECT sum(CASE WHEN c.brand IS NULL THEN c.sessions ELSE 0e0 END) / nullif(sum(c.sessions), 0e0) AS unknown_brand_share
  FROM brand_categories c
)
SELECT
  t.eligible_brands AS summary_eligible_brands,
  t.median_interest_share AS summary_median_interest_share,
  m.unknown_brand_share AS summary_unknown_brand_share,
  s.is_row,
  s.brand,
  CAST(s.sessions AS bigint) AS sessions,
  CAST(s.purchase_sessions AS bigint) AS purchase_sessions,
  s.expected AS expected_purchase_sessions,
  s.conv_index,
  s.conv_index_low,
  s.conv_index_high,
  s.interest_share,
  s.purchase_share,
  s.purchase_share - s.interest_share AS gap,
  s.revenue,
  s.segment,
  s.stake
FROM eligible_total t
CROSS JOIN market m
LEFT JOIN shown s ON true
ORDER BY s.tier, CASE WHEN s.tier = 1 THEN s.stake END DESC, s.sessions DESC, s.brand

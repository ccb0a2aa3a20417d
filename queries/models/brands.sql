-- model: brands
-- meaning: Each brand as it is written in the files, and trimmed and case-folded as the reports count it; first_written stands for all that are the same brand.
-- grain: One row per brand as written; the unknown brand has none.
-- reads: events
SELECT
  w.written_brand,
  w.brand,
  CASE WHEN w.brand IS NOT NULL THEN min(w.written_brand) OVER (PARTITION BY w.brand) END AS first_written
FROM (
  SELECT
    e.brand AS written_brand,
    nullif(lower(regexp_replace(CAST(e.brand AS varchar), '^\s+|\s+$')), '') AS brand
  FROM events e
  WHERE e.brand IS NOT NULL
  GROUP BY e.brand
) w

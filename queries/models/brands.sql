-- model: brands
-- meaning: Each brand as it is written in the files, and trimmed and case-folded as the reports count it.
-- grain: One row per brand as written; the unknown brand has none.
-- reads: events
SELECT
  e.brand AS written_brand,
  nullif(lower(regexp_replace(CAST(e.brand AS varchar), '^\s+|\s+$')), '') AS brand
FROM events e
WHERE e.brand IS NOT NULL
GROUP BY e.brand

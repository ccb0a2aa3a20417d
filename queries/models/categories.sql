-- model: categories
-- meaning: Each category code with its first one, two and three levels; a code with fewer levels stands for itself. level_2_code stands for all codes with the same first two levels.
-- grain: One row per category_code that occurs; the unknown category has none.
-- reads: events
SELECT
  l.category_code,
  l.level_1,
  l.level_2,
  l.level_3,
  min(l.category_code) OVER (PARTITION BY l.level_2) AS level_2_code
FROM (
  SELECT
    c.category_code,
    c.level_1,
    CASE WHEN c.part_2 IS NULL THEN c.code ELSE c.level_1 || '.' || c.part_2 END AS level_2,
    CASE WHEN c.part_3 IS NULL THEN c.code ELSE c.level_1 || '.' || c.part_2 || '.' || c.part_3 END AS level_3
  FROM (
    SELECT
      d.category_code,
      d.code,
      split_part(d.code, '.', 1) AS level_1,
      split_part(d.code, '.', 2) AS part_2,
      split_part(d.code, '.', 3) AS part_3
    FROM (
      SELECT e.category_code, CAST(e.category_code AS varchar) AS code
      FROM events e
      WHERE e.category_code IS NOT NULL
      GROUP BY e.category_code
    ) d
  ) c
) l

/** What the filters offer: first-level categories and folded brands. */
import type { DatasetFacets, Facet } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { countedIn } from './counted-values.js';

async function count(
  connection: Connection,
  value: string,
  column: 'brand' | 'category_code',
): Promise<readonly Facet[]> {
  // Grouped as stored first: the texts are then made of some thousand words and not of every row.
  const rows = await connection.rows(`SELECT ${value} AS value, CAST(sum(events) AS BIGINT) AS events
    FROM (SELECT coalesce(CAST(${column} AS VARCHAR), '') AS word, events
      FROM ${countedIn[column]})
    GROUP BY 1 ORDER BY 2 DESC, 1`);
  return rows.map((row) => ({ value: String(row.value), events: Number(row.events) }));
}

export async function countFacets(connection: Connection): Promise<DatasetFacets> {
  return {
    categories: await count(connection, `split_part(word, '.', 1)`, 'category_code'),
    brands: await count(connection, 'lower(trim(word))', 'brand'),
  };
}

/** Events by product and brand, and by category: what quality, profile and facets ask of, instead of all rows each. */
import type { Connection } from '../database.js';
import { idOf } from './dictionaries.js';

/** The temporary tables that {@link countValues} makes, by the fields that they count. */
export const countedIn = {
  product_id: 'counted_products',
  brand: 'counted_products',
  category_id: 'counted_categories',
  category_code: 'counted_categories',
} as const;

export async function countValues(connection: Connection): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE counted_products AS
    SELECT product_id, brand, count(*) AS events FROM stored_events GROUP BY ALL`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE counted_categories AS
    SELECT ${idOf('category_id')} AS category_id, category_code, events
    FROM (SELECT category_id, category_code, count(*) AS events FROM stored_events GROUP BY ALL)`);
}

/** Rows by the values of one of those fields: `SELECT value, events`. */
export const eventsBy = (field: keyof typeof countedIn) =>
  `SELECT ${field} AS value, CAST(sum(events) AS BIGINT) AS events FROM ${countedIn[field]} GROUP BY ${field}`;

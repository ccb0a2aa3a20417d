/** Events by product and brand, and by category: what quality, profile and facets ask of, instead of all rows each. */
import type { Connection } from '../database.js';

/** The temporary tables that {@link countValues} makes, by the fields that they count. */
export const countedIn = {
  product_id: 'counted_products',
  brand: 'counted_products',
  category_id: 'counted_categories',
  category_code: 'counted_categories',
} as const;

export async function countValues(connection: Connection): Promise<void> {
  const count = (columns: string) => `SELECT ${columns}, count(*) AS events FROM events GROUP BY ${columns}`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE counted_products AS ${count('product_id, brand')}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE counted_categories AS ${count('category_id, category_code')}`);
}

/** Rows by the values of one of those fields: `SELECT value, events`. */
export const eventsBy = (field: keyof typeof countedIn) =>
  `SELECT ${field} AS value, CAST(sum(events) AS BIGINT) AS events FROM ${countedIn[field]} GROUP BY ${field}`;

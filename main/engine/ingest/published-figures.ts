/** Figures that others have published about a file, beside what we count in it. */
import { z } from 'zod';
import type { PublishedFigure } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

/** How each figure is counted in `events`; sessions are distinct `user_session`, whoever the user. */
const counts = {
  rows: 'SELECT count(*) FROM events',
  views: `SELECT count(*) FROM events WHERE event_type = 'view'`,
  carts: `SELECT count(*) FROM events WHERE event_type = 'cart'`,
  purchases: `SELECT count(*) FROM events WHERE event_type = 'purchase'`,
  users: 'SELECT count(DISTINCT user_id) FROM events',
  sessions: 'SELECT count(DISTINCT user_session) FROM events',
  products: 'SELECT count(DISTINCT product_id) FROM events',
  purchase_value: `SELECT sum(price) FROM events WHERE event_type = 'purchase'`,
  null_category_code: 'SELECT count(*) FROM events WHERE category_code IS NULL',
  null_brand: 'SELECT count(*) FROM events WHERE brand IS NULL',
  sessions_with_purchase: `SELECT count(DISTINCT user_session) FROM events WHERE event_type = 'purchase'`,
} as const;

type Counted = keyof typeof counts;

const figures = z.strictObject({
  rows: z.number(),
  views: z.number(),
  carts: z.number(),
  purchases: z.number(),
  users: z.number(),
  sessions: z.number(),
  products: z.number(),
  purchase_value: z.number(),
  null_category_code: z.number(),
  null_brand: z.number(),
  duplicate_surplus: z.number(),
  sessions_with_purchase: z.number().optional(),
});

const knownDatasets = z.object({
  source: z.string(),
  datasets: z.array(z.object({ name: z.string(), figures })),
});

/** `resources/known-datasets.json`. */
export type KnownDatasets = z.infer<typeof knownDatasets>;

export function parseKnownDatasets(text: string): KnownDatasets {
  return knownDatasets.parse(JSON.parse(text));
}

/** Money is published in cents. */
const areEqual = (expected: number, actual: number) => Math.abs(expected - actual) < 0.005;

/** Empty where no known dataset has exactly `rows` rows. */
export async function comparePublished(
  connection: Connection,
  known: KnownDatasets,
  rows: number,
  duplicates: number,
): Promise<readonly PublishedFigure[]> {
  const dataset = known.datasets.find((candidate) => candidate.figures.rows === rows);
  const compared: PublishedFigure[] = [];
  for (const [figure, expected] of Object.entries(dataset?.figures ?? {})) {
    if (expected === undefined) continue;
    const actual = figure === 'duplicate_surplus' ? duplicates : await connection.number(counts[figure as Counted]);
    compared.push({ figure, expected, actual, equal: areEqual(expected, actual) });
  }
  return compared;
}

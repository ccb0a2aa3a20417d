/** Figures that others have published about a file, beside what we count in it. */
import { z } from 'zod';
import type { PublishedFigure } from '../../../preload/contract.js';
import type { Connection } from '../database.js';

/** How each figure is counted; sessions are those with a text, whoever the user: the keys of the others are negative. */
const counts = {
  rows: 'SELECT count(*) FROM events',
  views: `SELECT count(*) FROM events WHERE event_type = 'view'`,
  carts: `SELECT count(*) FROM events WHERE event_type = 'cart'`,
  removes: `SELECT count(*) FROM events WHERE event_type = 'remove_from_cart'`,
  purchases: `SELECT count(*) FROM events WHERE event_type = 'purchase'`,
  users: 'SELECT count(DISTINCT user_id) FROM events',
  sessions: 'SELECT count(user_session) FROM sessions',
  products: 'SELECT count(DISTINCT product_id) FROM events',
  purchase_value: `SELECT sum(price) FROM events WHERE event_type = 'purchase'`,
  null_category_code: 'SELECT count(*) FROM events WHERE category_code IS NULL',
  null_brand: 'SELECT count(*) FROM events WHERE brand IS NULL',
  sessions_with_purchase: `SELECT count(DISTINCT session_key) FROM events WHERE event_type = 'purchase' AND session_key >= 0`,
} as const;

type Counted = keyof typeof counts;
type Figure = Counted | 'duplicate_surplus';

const optional = z.number().optional();

/** Of most files only some figures are published. */
const figures = z.strictObject({
  rows: z.number(),
  views: optional,
  carts: optional,
  removes: optional,
  purchases: optional,
  users: optional,
  sessions: optional,
  products: optional,
  purchase_value: optional,
  null_category_code: optional,
  null_brand: optional,
  duplicate_surplus: optional,
  sessions_with_purchase: optional,
} satisfies Record<Figure, z.ZodType>);

const knownDatasets = z.object({
  /** Of the datasets that name none themselves. */
  source: z.string(),
  datasets: z.array(z.object({ name: z.string(), source: z.string().optional(), figures })),
});

/** `resources/known-datasets.json`. */
export type KnownDatasets = z.infer<typeof knownDatasets>;

export function parseKnownDatasets(text: string): KnownDatasets {
  return knownDatasets.parse(JSON.parse(text));
}

/** The figures of one known dataset beside the actual ones, and who published them. */
export interface Comparison {
  readonly published: readonly PublishedFigure[];
  readonly source: string;
}

/** Money is published in cents. */
const areEqual = (expected: number, actual: number) => Math.abs(expected - actual) < 0.005;

const countEqual = ({ published }: Comparison) => published.filter(({ equal }) => equal).length;

/**
 * Compares with the known dataset that has exactly `rows` rows; null where there is none. Of several with as many rows
 * it is the one with the most equal figures.
 */
export async function comparePublished(
  connection: Connection,
  known: KnownDatasets,
  rows: number,
  duplicates: number,
): Promise<Comparison | null> {
  const counted = new Map<Figure, number>([['duplicate_surplus', duplicates]]);
  const comparisons: Comparison[] = [];
  for (const candidate of known.datasets.filter((dataset) => dataset.figures.rows === rows)) {
    const published: PublishedFigure[] = [];
    for (const [name, expected] of Object.entries(candidate.figures)) {
      if (expected === undefined) continue;
      const figure = name as Figure;
      const actual = counted.get(figure) ?? (await connection.number(counts[figure as Counted]));
      counted.set(figure, actual);
      published.push({ figure, expected, actual, equal: areEqual(expected, actual) });
    }
    comparisons.push({ published, source: candidate.source ?? known.source });
  }
  const [first = null, ...others] = comparisons;
  return others.reduce((best, next) => (best && countEqual(next) <= countEqual(best) ? best : next), first);
}

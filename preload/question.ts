/** What all reports are asked with, and what a dataset may be called. */
import { z } from 'zod';

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD');

/** A dataset's name is also its folder's name, so it keeps to what every file system takes. */
export const datasetName = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}_-])?$/u,
    'a dataset name has 1 to 64 letters, digits, spaces, dots, dashes or underscores and begins with a letter or digit',
  );

/** A connection is named as a dataset is. */
export const connectionName = z
  .string()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}_-])?$/u,
    'a connection name has 1 to 64 letters, digits, spaces, dots, dashes or underscores and begins with a letter or digit',
  );

export const engineKinds = ['duckdb', 'athena', 'trino'] as const;
export type EngineKind = (typeof engineKinds)[number];

/** `own` holds the report's own parameters by the names of its head. */
export const reportQuestion = z.strictObject({
  report: z.string(),
  /** Of a remote engine: the dataset that the lake was made of, or any name to show. */
  dataset: datasetName,
  from: day.optional(),
  to: day.optional(),
  tz: z.string().optional(),
  category: z.string().optional(),
  brand: z.string().optional(),
  excludeFlagged: z.boolean().optional(),
  own: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Left out: DuckDB, on this machine. The others need a `connection`. */
  engine: z.enum(engineKinds).optional(),
  connection: connectionName.optional(),
  /** What a person has agreed to have scanned, where the estimate is beyond the connection's soft limit. */
  approvedBytes: z.number().min(0).optional(),
});
export type ReportQuestion = z.infer<typeof reportQuestion>;

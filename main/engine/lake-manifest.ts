/** The page that says what a published lake holds. It is written last: a lake without it, or `publishing`, is not read. */
import { z } from 'zod';
import { fields } from '../../preload/layout.js';

/** Below the place that was published to. */
export const manifestKey = 'manifest.json';

const publishedObject = z.object({
  /** Below the place that was published to. */
  key: z.string(),
  bytes: z.number(),
  rows: z.number(),
  sha256: z.string(),
  /** Of the rows it holds, whatever file they are written to: equal rows need not be sent again. */
  fingerprint: z.string(),
  /** `event_date`; null where the table is not parted. */
  partition: z.string().nullable(),
  /** Compressed, of each of the table's columns in their order. */
  columnBytes: z.array(z.number()),
});

const publishedTable = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      /** As Athena writes it. */
      type: z.string(),
      /** Compressed, over all objects: what a query that reads this column scans of it. */
      bytes: z.number(),
    }),
  ),
  objects: z.array(publishedObject),
  rows: z.number(),
});

export const lakeManifest = z.object({
  format: z.literal('vitrine-lake'),
  version: z.literal(1),
  state: z.enum(['publishing', 'complete']),
  dataset: z.string(),
  database: z.string(),
  publishedAt: z.string(),
  /** Of the app that published it: models of another one are not read. */
  models: z.string(),
  rows: z.number(),
  /** First and last event, ISO 8601; null without rows. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  absentFields: z.array(z.enum(fields)),
  sessionGapMinutes: z.number().nullable(),
  /** `events`, and the models, by name. */
  tables: z.record(z.string(), publishedTable),
  /** The statement that made each table, hashed: one that is as it would be made need not be made anew. */
  definitions: z.record(z.string(), z.string()).default({}),
  raw: z.array(
    z.object({
      key: z.string(),
      bytes: z.number(),
      /** Of the content, uncompressed. */
      sha256: z.string(),
      /** CSV or gzipped CSV with the usual header: what the table of raw events can read. */
      isUsual: z.boolean(),
    }),
  ),
});
export type LakeManifest = z.infer<typeof lakeManifest>;

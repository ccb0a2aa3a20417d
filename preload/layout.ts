/** How a shop writes its event files: the small JSON that maps them to the nine fields. It imports zod and nothing of ours. */
import { z } from 'zod';

z.config({ jitless: true }); // before the first schema is made, and contract.ts reads this file first: a strict CSP forbids what zod would compile

export const fields = [
  'event_time',
  'event_type',
  'product_id',
  'category_id',
  'category_code',
  'brand',
  'price',
  'user_id',
  'user_session',
] as const;
export type Field = (typeof fields)[number];

export const eventTypes = ['view', 'cart', 'remove_from_cart', 'purchase'] as const;
export type EventType = (typeof eventTypes)[number];

/** Without these a row is no event. */
export const neededFields = ['event_time', 'event_type', 'product_id', 'user_id'] as const satisfies readonly Field[];

/**
 * Where a field stands: the column's name (for NDJSON a path such as `product.id`), its 1-based position in a file
 * without header, or several names of which the first that is there counts. Names are compared without case and
 * surrounding blanks.
 */
const column = z.union([z.string().min(1), z.int().min(1), z.array(z.string().min(1)).min(1)]);

const columns = z.strictObject({
  event_time: column,
  event_type: column,
  product_id: column,
  category_id: column.optional(),
  category_code: column.optional(),
  brand: column.optional(),
  price: column.optional(),
  user_id: column,
  user_session: column.optional(),
});

const oneSign = z.string().length(1, 'one character');

export const fileLayout = z.strictObject({
  name: z.string().min(1).max(80),
  about: z.string().optional(),
  /** Parquet files are read by their column names; `csv` is said for them too. */
  format: z.enum(['csv', 'ndjson']).default('csv'),
  delimiter: oneSign.default(','),
  /** The empty text: no field is quoted. */
  quote: z.union([z.literal(''), oneSign]).default('"'),
  /** `auto`: the first record is a header when it names a column of the layout. */
  header: z.enum(['auto', 'yes', 'no']).default('auto'),
  encoding: z.enum(['utf-8', 'windows-1252', 'iso-8859-1', 'utf-16']).default('utf-8'),
  decimal: z.enum(['.', ',']).default('.'),
  columns,
  /** Fields whose absence in a row rejects it, beside the four that every event needs. */
  required: z.array(z.enum(fields)).default([]),
  time: z
    .strictObject({
      /** `text`: YYYY-MM-DD hh:mm:ss, with `T` or a blank, fractions, and an offset or `UTC`; or a strptime pattern such as `%d/%m/%Y %H:%M:%S`. */
      form: z
        .union([
          z.enum(['text', 'epoch-seconds', 'epoch-milliseconds', 'epoch-microseconds']),
          z.string().includes('%'),
        ])
        .default('text'),
      /** IANA name of the zone of times that name none themselves. */
      zone: z.string().min(1).default('UTC'),
    })
    .default({ form: 'text', zone: 'UTC' }),
  /** The words of `event_type`, compared without case and surrounding blanks. */
  words: z.record(z.string().min(1), z.enum(eventTypes)),
  /** Rows with another word: rejected with a reason, or ignored and counted. */
  unknownWords: z.enum(['reject', 'ignore']).default('reject'),
  /** `number`: whole numbers up to 9223372036854775807, everything else is rejected; `text`: any text, kept as it stands. */
  ids: z.enum(['number', 'text']).default('text'),
});
/** A layout with its defaults filled in. */
export type FileLayout = z.infer<typeof fileLayout>;
/** A layout as people write it. */
export type WrittenLayout = z.input<typeof fileLayout>;

/** The known layout of a shop's event file: its nine fields, in the order in which a file without a header has them. */

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

/** Where each field stands in a file: the 0-based column of every field. */
export type FieldColumns = Readonly<Record<Field, number>>;

export interface Layout {
  readonly hasHeader: boolean;
  readonly columns: readonly { readonly name: string; readonly field: Field | null }[];
  readonly missingFields: readonly Field[];
  /** Null where the file has every field exactly once; else why it cannot be loaded. */
  readonly problem: string | null;
}

function isField(name: string): name is Field {
  return (fields as readonly string[]).includes(name);
}

const quoteNames = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ');

/** Maps named columns to fields; case and surrounding blanks do not matter, unknown columns are not used. */
export function mapNamedColumns(names: readonly string[]): Layout {
  const mapped = names.map((name) => {
    const known = name.trim().toLowerCase();
    return { name, field: isField(known) ? known : null };
  });
  const count = (field: Field) => mapped.filter((column) => column.field === field).length;
  const missingFields = fields.filter((field) => count(field) === 0);
  const doubled = fields.filter((field) => count(field) > 1);
  let problem: string | null = null;
  if (missingFields.length > 0) problem = `The file has no column named ${quoteNames(missingFields)}.`;
  else if (doubled.length > 0) problem = `The file has more than one column named ${quoteNames(doubled)}.`;
  return { hasHeader: true, columns: mapped, missingFields, problem };
}

const separators = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;

/** What stands between the columns of a record that has no comma; null where nothing does. */
function findOtherSeparator([only, ...others]: readonly string[]): string | null {
  if (only === undefined || others.length > 0) return null;
  const found = Object.entries(separators).find(([sign]) => only.split(sign).length >= fields.length);
  return found?.[1] ?? null;
}

const looksLikeTime = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;

/**
 * Decides from a file's first record whether it is a header: it is one when it names a field. Without a header the
 * file has to have the nine fields in their order.
 */
export function decideLayout(firstRecord: readonly string[]): Layout {
  const named = mapNamedColumns(firstRecord);
  const separator = findOtherSeparator(firstRecord);
  if (separator !== null)
    return { ...named, problem: `The file has ${separator} between its columns; commas are expected.` };
  if (named.missingFields.length < fields.length) return named;
  if (!firstRecord.some((text) => looksLikeTime.test(text))) return named;
  const columns = firstRecord.map((_, at) => ({ name: fields[at] ?? `column ${at + 1}`, field: fields[at] ?? null }));
  const problem =
    firstRecord.length === fields.length
      ? null
      : `The file has no header and ${firstRecord.length} columns; without a header it has to have the ${fields.length} of the known layout.`;
  return { hasHeader: false, columns, missingFields: fields.slice(firstRecord.length), problem };
}

/** The column of every field, in columns that have them all. */
export function locateFields(columns: readonly { readonly field: string | null }[]): FieldColumns {
  const at = (field: Field) => columns.findIndex((column) => column.field === field);
  return Object.fromEntries(fields.map((field) => [field, at(field)])) as Record<Field, number>;
}

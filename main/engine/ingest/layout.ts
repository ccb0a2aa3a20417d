/** Where the nine fields of an event stand in a file, by its layout and its header. */
import { eventTypes, fields, neededFields, type Field, type FileLayout } from '../../../preload/layout.js';

export { eventTypes, fields };
export type { Field };

/** The 0-based column of every field; null where the file has none. */
export type FieldColumns = Readonly<Record<Field, number | null>>;

type ColumnPlace = NonNullable<FileLayout['columns'][Field]>;

/** A layout laid over a file. */
export interface Fit {
  readonly hasHeader: boolean;
  readonly columns: readonly { readonly name: string; readonly field: Field | null }[];
  readonly fieldColumns: FieldColumns;
  /** Fields that the file has no column for. */
  readonly missingFields: readonly Field[];
  /** Null where the file has all that an event needs; else why it cannot be loaded. */
  readonly problem: string | null;
}

const quoteNames = (names: readonly string[]) => names.map((name) => `“${name}”`).join(', ');

/** The names of a field in the order in which they count; none where it is told by its position. */
export function namesOf(place: ColumnPlace | undefined): readonly string[] {
  if (place === undefined || typeof place === 'number') return [];
  return typeof place === 'string' ? [place] : place;
}

const normal = (name: string) => name.trim().toLowerCase();

/** Fields without which a row of this layout is rejected. */
export function requiredFields(layout: FileLayout): readonly Field[] {
  return fields.filter(
    (field) => (neededFields as readonly Field[]).includes(field) || layout.required.includes(field),
  );
}

/** Columns of the file that the first of a field's names to be there has; a position counts from 1. */
function findColumns(place: ColumnPlace | undefined, names: readonly string[]): readonly number[] {
  if (typeof place === 'number') return place <= names.length ? [place - 1] : [];
  for (const wanted of namesOf(place)) {
    const found = names.flatMap((name, at) => (normal(name) === normal(wanted) ? [at] : []));
    if (found.length > 0) return found;
  }
  return [];
}

const maximumNames = 3;

/** A field's names for people, the likeliest of many. */
function describeNames(field: Field, place: ColumnPlace | undefined): string {
  const names = place === undefined ? [field] : namesOf(place);
  const more = names.length > maximumNames ? ` (or ${names.length - maximumNames} other names)` : '';
  const shown = names.slice(0, maximumNames).map((name) => `“${name}”`);
  return `${shown.join(' or ')}${more}`;
}

function describeLacking({ columns }: FileLayout, lacking: readonly Field[]): string {
  const named = lacking.filter((field) => typeof columns[field] !== 'number');
  const places = named.map((field) => describeNames(field, columns[field]));
  const positions = lacking.flatMap((field) => (named.includes(field) ? [] : [`no column ${String(columns[field])}`]));
  const parts = [...(places.length > 0 ? [`no column named ${places.join(', ')}`] : []), ...positions];
  return `The file has ${parts.join(', and ')}.`;
}

function findProblem(layout: FileLayout, names: readonly string[]): string | null {
  const found = (field: Field) => findColumns(layout.columns[field], names);
  const lacking = requiredFields(layout).filter((field) => found(field).length === 0);
  if (lacking.length > 0) return describeLacking(layout, lacking);
  const doubled = fields.filter((field) => found(field).length > 1);
  if (doubled.length === 0) return null;
  const doubledNames = doubled.map((field) => names[found(field)[0] ?? 0] ?? field);
  return `The file has more than one column named ${quoteNames([...new Set(doubledNames)])}.`;
}

/** Lays a layout over named columns (the positions of columns without names count too). */
export function fitColumns(layout: FileLayout, names: readonly string[], hasHeader: boolean): Fit {
  const place = (field: Field) => findColumns(layout.columns[field], names)[0] ?? null;
  const fieldColumns = Object.fromEntries(fields.map((field) => [field, place(field)])) as Record<Field, number | null>;
  return {
    hasHeader,
    columns: names.map((name, at) => ({ name, field: fields.find((field) => fieldColumns[field] === at) ?? null })),
    fieldColumns,
    missingFields: fields.filter((field) => fieldColumns[field] === null),
    problem: findProblem(layout, names),
  };
}

/** Whether names are exactly the nine fields in their order: then a file without header has them so. */
const isNineNames = (layout: FileLayout) => fields.every((field) => layout.columns[field] === field);

const isPositional = (layout: FileLayout) => fields.every((field) => namesOf(layout.columns[field]).length === 0);

function isHeader(layout: FileLayout, firstRecord: readonly string[]): boolean {
  if (layout.header !== 'auto') return layout.header === 'yes';
  if (isPositional(layout)) {
    const place = layout.columns.event_time;
    return typeof place === 'number' && !/\d/.test(firstRecord[place - 1] ?? ''); // no time is without digits
  }
  const isKnown = fields.some((field) => {
    const place = layout.columns[field];
    return typeof place !== 'number' && findColumns(place, firstRecord).length > 0;
  });
  return isKnown || !firstRecord.some((text) => looksLikeTime.test(text));
}

const looksLikeTime = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/;

/**
 * Lays a layout over a CSV whose first record is given. Without a header the columns are told by their positions; a
 * layout that names the nine fields stands for them in their order.
 */
export function fitCsv(layout: FileLayout, firstRecord: readonly string[]): Fit {
  if (isHeader(layout, firstRecord)) return fitColumns(layout, firstRecord, true);
  const hasNames = isNineNames(layout);
  const columns = firstRecord.map((_, at) => (hasNames ? fields[at] : undefined) ?? `column ${at + 1}`);
  const fit = fitColumns(layout, columns, false);
  if (hasNames && firstRecord.length !== fields.length)
    return {
      ...fit,
      problem: `The file has no header and ${firstRecord.length} columns; without a header it has to have the ${fields.length} of the known layout.`,
    };
  const named = requiredFields(layout).filter((field) => typeof layout.columns[field] !== 'number');
  if (fit.problem === null || hasNames || named.length === 0) return fit;
  return { ...fit, problem: `The file has no header: its layout has to tell ${named.join(', ')} by positions from 1.` };
}

/** The nine fields as the columns that they are. */
export const nineColumns: FieldColumns = Object.fromEntries(fields.map((field, at) => [field, at])) as Record<
  Field,
  number
>;

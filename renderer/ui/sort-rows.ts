/** The order of a table's rows, as row numbers: the columns themselves never move. */
import type { Column } from '../../preload/shapes.js';
import { orderNumbers } from './order-numbers.js';

export interface SortBy {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

type CompareTexts = (a: string, b: string) => number;

/** Ids of so many digits are exact as doubles. */
const exactDigits = 15;

/** Whole numbers written as text, of any length. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Null comes last in either direction; equal texts keep their order. */
function orderTexts(
  values: readonly (string | null)[],
  compare: CompareTexts,
  direction: SortBy['direction'],
): Uint32Array {
  const sign = direction === 'ascending' ? 1 : -1;
  return Uint32Array.from(values, (_, row) => row).sort((a, b) => {
    const x = values[a] ?? null;
    const y = values[b] ?? null;
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
    return sign * compare(x, y) || a - b;
  });
}

function areExact(ids: readonly (string | null)[]): boolean {
  return ids.every((id) => id === null || id.length <= exactDigits);
}

/** Row numbers in the order asked for; equal rows keep the order they came in, what is not known comes last. */
export function sortRows(columns: readonly Column[], rowCount: number, sort: SortBy | null): Uint32Array {
  const column = columns.find(({ name }) => name === sort?.column);
  if (!sort || !column) return Uint32Array.from({ length: rowCount }, (_, row) => row);
  const { values } = column;
  if (values instanceof Float64Array) return orderNumbers(values, sort.direction);
  if (column.type !== 'id') return orderTexts(values, compareTexts, sort.direction);
  if (!areExact(values)) return orderTexts(values, compareIds, sort.direction);
  const numbers = Float64Array.from(values, (id) => (id === null ? NaN : Number(id)));
  return orderNumbers(numbers, sort.direction);
}

/** What a click on a column's head asks for: its first direction, the other one, the order of the result. */
export function nextSort(now: SortBy | null, column: string, first: SortBy['direction']): SortBy | null {
  if (now?.column !== column) return { column, direction: first };
  if (now.direction === first) return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
  return null;
}

/** The order of a table's rows, as row numbers: the columns themselves never move. */
import type { Column } from '../../preload/shapes.js';

export interface SortBy {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

type Compare = (a: number, b: number) => number;

/** Whole numbers written as text, of any length: ids are over 2^53. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is not known comes last, whatever the direction. */
function compareColumn(column: Column, sign: 1 | -1): Compare {
  const { values } = column;
  if (values instanceof Float64Array) {
    return (a, b) => {
      const x = values[a] ?? NaN;
      const y = values[b] ?? NaN;
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return sign * (x - y);
    };
  }
  const compare = column.type === 'id' ? compareIds : compareTexts;
  return (a, b) => {
    const x = values[a] ?? null;
    const y = values[b] ?? null;
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sign * compare(x, y);
  };
}

/** Row numbers in the order asked for; equal rows keep the order they came in. Null keeps the order of the result. */
export function sortRows(columns: readonly Column[], rowCount: number, sort: SortBy | null): Uint32Array {
  const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
  const column = columns.find(({ name }) => name === sort?.column);
  if (!sort || !column) return rows;
  const compare = compareColumn(column, sort.direction === 'ascending' ? 1 : -1);
  return rows.sort((a, b) => compare(a, b) || a - b);
}

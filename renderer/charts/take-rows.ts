import type { Column, Table } from '../../preload/shapes.js';

function takeValues(column: Column, rows: readonly number[]): Column {
  switch (column.type) {
    case 'integer':
    case 'number':
      return { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? NaN) };
    default:
      return { ...column, values: rows.map((row) => column.values[row] ?? null) };
  }
}

/** These rows of a table, in this order. */
export function takeRows(table: Table, rows: readonly number[]): Table {
  return { rowCount: rows.length, columns: table.columns.map((column) => takeValues(column, rows)) };
}

/** How the columns of a table are laid out and read. */
import type { Column, ColumnMeta } from '../../preload/shapes.js';
import { formatCell } from './format-number.js';

export type CellFormat = (value: number | string | null, row: number) => string;

/** Another way to write the cells of a column than its unit says, by the column's name. */
export type CellFormats = Readonly<Record<string, CellFormat>>;

export function isNumeric({ type }: ColumnMeta): boolean {
  return type === 'integer' || type === 'number';
}

export function readCell(column: Column, row: number): number | string | null {
  return column.values[row] ?? null;
}

/** Null in a key column is a group of its own, not something missing. */
const unknownGroups = new Set(['category', 'brand']);

export function cellText(column: Column, row: number, formats: CellFormats): string {
  const value = readCell(column, row);
  const format = formats[column.name];
  if (format) return format(value, row);
  if (value === null && unknownGroups.has(column.name)) return 'unknown';
  return formatCell(value, column);
}

/** The value as a spreadsheet or a program takes it: no separators, ids exact, nothing for not known. */
export function plainCell(column: Column, row: number): string {
  const value = readCell(column, row);
  return value === null || Number.isNaN(value) ? '' : String(value);
}

/** Tab-separated, with the names of the columns first. */
export function plainTable(columns: readonly Column[], rows: Uint32Array): string {
  const lines = [columns.map(({ name }) => name).join('\t')];
  for (const row of rows)
    lines.push(columns.map((column) => plainCell(column, row).replaceAll(/[\t\r\n]/g, ' ')).join('\t'));
  return lines.join('\n');
}

const sampleRows = 64;
const cellPadding = 24;
const sortArrow = 16;
const charWidth = 7.4;

/** One grid track a column: as wide as its head and a sample of its cells; texts take what is left. */
export function gridTemplate(columns: readonly Column[], rowCount: number, formats: CellFormats): string {
  const step = Math.max(1, Math.floor(rowCount / sampleRows));
  const widths = columns.map((column) => {
    let longest = 0;
    for (let row = 0; row < rowCount; row += step) longest = Math.max(longest, cellText(column, row, formats).length);
    const content = Math.min(longest, 40) * charWidth + cellPadding;
    return Math.ceil(Math.max(content, column.title.length * charWidth + cellPadding + sortArrow, 64));
  });
  return columns.map((column, at) => `minmax(${widths[at]}px, ${isNumeric(column) ? 1 : 2}fr)`).join(' ');
}

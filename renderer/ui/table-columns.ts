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
/** The padding, and what the widths below are wrong by. */
const cellPaddingPx = 28;
const sortArrowPx = 16;
const narrowestPx = 64;
const widestPx = 320;
/** A text wants at most so much room when there is room to give. */
const mostWantedPx = 900;

function characterWidth(character: string): number {
  if (/[mwMW@%]/.test(character)) return 11.6;
  if (/[0-9A-Z—]/.test(character)) return 8.8;
  return /[.,:;'’|ijlt ]/.test(character) ? 4.4 : 7.6;
}

/** How wide a text is at 13 px with tabular figures, near enough to lay out a column. */
function estimateWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

export interface TableLayout {
  /** One grid track a column: at least what its head and a sample of its cells need, a share of the rest by content. */
  readonly template: string;
  /** Narrower, the table scrolls. */
  readonly minWidthPx: number;
}

export function layOutColumns(columns: readonly Column[], rowCount: number, formats: CellFormats): TableLayout {
  const step = Math.max(1, Math.floor(rowCount / sampleRows));
  const tracks = columns.map((column) => {
    let content = 0;
    for (let row = 0; row < rowCount; row += step)
      content = Math.max(content, estimateWidth(cellText(column, row, formats)));
    const head = estimateWidth(column.title) + sortArrowPx;
    const least = Math.ceil(Math.max(Math.min(Math.max(content, head), widestPx) + cellPaddingPx, narrowestPx));
    return { least, wanted: Math.ceil(Math.max(least, Math.min(content, mostWantedPx))) };
  });
  return {
    template: tracks.map(({ least, wanted }) => `minmax(${least}px, ${wanted}fr)`).join(' '),
    minWidthPx: tracks.reduce((sum, { least }) => sum + least, 0),
  };
}

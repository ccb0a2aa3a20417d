/** A report's table on paper: heads repeat on every page, widths follow the contents. */
import type { Content, ContentTable, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import type { Column, ReportResult } from '../../../preload/shapes.js';
import { describeColumn } from '../../../charts/describe-column.js';
import { cellReader } from './cell-text.js';
import { colours, page } from './pdf-style.js';

/** Above this many rows a document is no longer read: the rest is left to the CSV. 20,000 rows take about 7 s and 450 pages. */
export const maxPrintedRows = 20_000;

const fontSize = 7.5;
const characterPt = fontSize * 0.56;
const paddingPt = 8;
const widestColumn = 40;
const sampledRows = 2000;
const longWord = /[^\s\u200b]{25,}/g;

export const tableLayout: CustomTableLayout = {
  hLineWidth: (line, node) => (line === 0 || line === node.table.body.length ? 0 : line === 1 ? 0.8 : 0.4),
  hLineColor: (line) => (line === 1 ? colours.axis : colours.line),
  vLineWidth: () => 0,
  paddingLeft: () => paddingPt / 2,
  paddingRight: () => paddingPt / 2,
  paddingTop: () => 2.2,
  paddingBottom: () => 2.2,
  fillColor: (row) => (row === 0 ? colours.head : null),
};

function isNumeric(column: Column): boolean {
  return column.values instanceof Float64Array && column.unit !== 'weekday' && column.unit !== 'hour';
}

/** Lets a long word break: after dots and underscores where it has them, else after each 20 letters. */
function makeBreakable(text: string): string {
  return text.replace(longWord, (word) => word.replace(/[._/-]|.{20}/gu, '$&\u200b'));
}

/** How many characters wide a column would like to be. */
function naturalWidth(column: Column, read: (row: number) => string, rows: number): number {
  let widest = Math.max(...column.title.split(' ').map((word) => word.length + 1), 5);
  for (let row = 0; row < Math.min(rows, sampledRows); row++) widest = Math.max(widest, read(row).length);
  return Math.min(widest, widestColumn);
}

export interface MeasuredTable {
  readonly columns: readonly Column[];
  readonly readers: readonly ((row: number) => string)[];
  readonly naturalWidths: readonly number[];
  /** True where the columns do not fit on an upright page: the table then has pages that lie on their side. */
  readonly isWide: boolean;
}

type Printed = Pick<ReportResult, 'table' | 'params'>;

/** Measures what the page's orientation depends on. */
export function measureTable(result: Printed): MeasuredTable {
  const { rowCount } = result.table;
  const columns = result.table.columns.map((column) => describeColumn(column, result.params));
  const readers = columns.map((column) => cellReader(column, result.params));
  const naturalWidths = columns.map((column, at) => naturalWidth(column, readers[at] ?? (() => ''), rowCount));
  const wantedPt = naturalWidths.reduce((sum, width) => sum + width * characterPt + paddingPt, 0);
  return { columns, readers, naturalWidths, isWide: wantedPt > page.contentPt };
}

/** The table as a node of the document, at most {@link maxPrintedRows} rows; `draw` replaces what the font lacks. */
export function buildTable(
  result: Printed,
  { columns, readers, naturalWidths, isWide }: MeasuredTable,
  draw: (text: string) => string,
): Content {
  const { rowCount } = result.table;
  const alignments = columns.map((column) => (isNumeric(column) ? 'right' : 'left') as 'right' | 'left');
  const head: TableCell[] = columns.map((column, at) => ({
    text: draw(column.title),
    bold: true,
    alignment: alignments[at],
  }));
  const body: TableCell[][] = [head];
  for (let row = 0; row < Math.min(rowCount, maxPrintedRows); row++) {
    body.push(readers.map((read, at) => ({ text: makeBreakable(draw(read(row))), alignment: alignments[at] })));
  }
  const wanted = naturalWidths.reduce((sum, width) => sum + width, 0);
  const available = (isWide ? page.wideContentPt : page.contentPt) - paddingPt * columns.length;
  const table: ContentTable = {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 2,
      dontBreakRows: true,
      widths: naturalWidths.map((width) => (available * width) / wanted),
      body,
    },
    layout: 'report',
    fontSize,
  };
  return table;
}

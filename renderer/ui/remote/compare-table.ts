/** A comparison as a table for the screen: one line for each cell. */
import type { AnswerComparison, ComparedCell, ComparedRow, ComparedValue } from '../../../charts/compare-answers.js';
import { describeColumn } from '../../../charts/describe-column.js';
import type { Column, ColumnMeta, ReportResult, Table } from '../../../preload/shapes.js';
import { formatCell, locale, notKnown } from '../format-number.js';
import type { CellFormats } from '../table-columns.js';

interface Line {
  readonly row: ComparedRow | null;
  readonly cell: ComparedCell;
}

export interface CompareTable {
  readonly table: Table;
  readonly formats: CellFormats;
}

const signed = new Intl.NumberFormat(locale, { maximumSignificantDigits: 6, signDisplay: 'exceptZero' });

function numberOf(value: ComparedValue): number {
  return typeof value === 'number' ? value : NaN;
}

function stateOf({ row, cell }: Line, nameHere: string, nameThere: string): string {
  if (row?.side === 'here') return `only in ${nameHere}`;
  if (row?.side === 'there') return `only in ${nameThere}`;
  return cell.isEqual ? 'equal' : 'differs';
}

/** Whole numbers with all their digits: they are counts. */
function formatDifference(difference: number): string {
  return Number.isInteger(difference)
    ? difference.toLocaleString(locale, { signDisplay: 'exceptZero' })
    : signed.format(difference);
}

/** The value of a cell as its column says; with all its digits where two that differ would read the same. */
function formatValue(value: ComparedValue, { cell }: Line, params: ReportResult['params']): string {
  if (value === null) return notKnown;
  const column = describeColumn<ColumnMeta>(cell.column, params);
  const readsSame = !cell.isEqual && formatCell(cell.here, column) === formatCell(cell.there, column);
  return readsSame && typeof value === 'number'
    ? value.toLocaleString(locale, { maximumSignificantDigits: 17 })
    : formatCell(value, column);
}

/** Columns: the keys (none for the summary), the figure, its value on either side, the difference, how it stands. */
function layOut(
  lines: readonly Line[],
  keys: readonly ColumnMeta[],
  { here, there }: CompareNames,
  { params }: ReportResult,
  keyFormats: CellFormats,
): CompareTable {
  const text = (name: string, title: string, values: readonly (string | null)[]): Column => ({
    name,
    title,
    type: 'text',
    unit: '',
    values,
  });
  const number = (name: string, title: string, values: readonly number[]): Column => ({
    name,
    title,
    type: 'number',
    unit: '',
    values: Float64Array.from(values),
  });
  const keyColumns = keys.map((key, at): Column => {
    const values = lines.map(({ row }) => row?.key[at] ?? null);
    return key.type === 'integer' || key.type === 'number'
      ? { ...key, type: key.type, values: Float64Array.from(values.map(numberOf)) }
      : { ...key, type: key.type, values: values.map((value) => (value === null ? null : String(value))) };
  });
  const titles = lines.map(({ cell }) => describeColumn<ColumnMeta>(cell.column, params).title);
  const byLine = (pick: (line: Line) => string) => (_value: unknown, row: number) => {
    const line = lines[row];
    return line ? pick(line) : notKnown;
  };
  return {
    table: {
      rowCount: lines.length,
      columns: [
        ...keyColumns,
        text('figure', 'Figure', titles),
        number(
          'here',
          here,
          lines.map(({ cell }) => numberOf(cell.here)),
        ),
        number(
          'there',
          there,
          lines.map(({ cell }) => numberOf(cell.there)),
        ),
        number(
          'difference',
          'Difference',
          lines.map(({ cell }) => cell.difference ?? NaN),
        ),
        text(
          'state',
          'State',
          lines.map((line) => stateOf(line, here, there)),
        ),
      ],
    },
    formats: {
      ...Object.fromEntries(keys.flatMap(({ name }) => (keyFormats[name] ? [[name, keyFormats[name]]] : []))),
      here: byLine((line) => formatValue(line.cell.here, line, params)),
      there: byLine((line) => formatValue(line.cell.there, line, params)),
      difference: byLine(({ cell: { difference, isEqual } }) =>
        difference === null ? notKnown : isEqual ? '0' : formatDifference(difference),
      ),
    },
  };
}

export interface CompareNames {
  readonly here: string;
  readonly there: string;
}

/** The summary's figures, and the cells of all rows; `onlyDifferent` leaves the equal ones out. */
export function tabulateComparison(
  comparison: AnswerComparison,
  names: CompareNames,
  result: ReportResult,
  keyFormats: CellFormats,
  onlyDifferent: boolean,
): { readonly summary: CompareTable; readonly rows: CompareTable } {
  const isWanted = ({ cell }: Line) => !onlyDifferent || !cell.isEqual;
  const summary = comparison.summary.map((cell) => ({ row: null, cell }));
  const rows = comparison.rows.flatMap((row) => row.cells.map((cell) => ({ row, cell })));
  return {
    summary: layOut(summary.filter(isWanted), [], names, result, keyFormats),
    rows: layOut(rows.filter(isWanted), comparison.keys, names, result, keyFormats),
  };
}

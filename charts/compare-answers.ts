/** Two answers to one question, side by side: which rows and cells differ, and by how much. */
import type { Column, ColumnMeta, ReportResult } from '../preload/shapes.js';

/** What is not known is null. */
export type ComparedValue = number | string | null;

export interface ComparedCell {
  readonly column: ColumnMeta;
  readonly here: ComparedValue;
  readonly there: ComparedValue;
  /** There minus here, of numbers; null where one is not known or no number. */
  readonly difference: number | null;
  readonly isEqual: boolean;
}

export interface ComparedRow {
  /** The values of the key columns, in their order. */
  readonly key: readonly ComparedValue[];
  readonly side: 'both' | 'here' | 'there';
  /** The columns that are no keys. Of a row that one side lacks, that side's values are null, and no cell is equal. */
  readonly cells: readonly ComparedCell[];
}

export interface AnswerComparison {
  readonly keys: readonly ColumnMeta[];
  readonly summary: readonly ComparedCell[];
  /** In the order of the first answer; then those that only the second has. */
  readonly rows: readonly ComparedRow[];
  /** Of either answer. */
  readonly columnCount: number;
  /** Of the summary and of rows that both have. */
  readonly differentCells: number;
  readonly onlyHere: number;
  readonly onlyThere: number;
  /** Parameters that were not the same as they were used: the whole range of other data, for one. */
  readonly otherParams: readonly string[];
  readonly isEqual: boolean;
}

/** Engines add up in different orders: what is not whole may differ in its last digits, or by what a subtraction leaves. */
const tolerance = 1e-9;

export function isSameValue(here: ComparedValue, there: ComparedValue): boolean {
  if (typeof here !== 'number' || typeof there !== 'number') return here === there;
  if (Object.is(here, there) || here === there) return true;
  if (Number.isInteger(here) && Number.isInteger(there)) return false;
  return Math.abs(here - there) <= tolerance * Math.max(1, Math.abs(here), Math.abs(there));
}

const isNumeric = ({ type }: ColumnMeta) => type === 'integer' || type === 'number';

/** The leading columns that say what a row is about: texts, days, ids, weekdays and hours; else the first one. */
function findKeys(columns: readonly Column[]): readonly Column[] {
  const end = columns.findIndex((column) => isNumeric(column) && column.unit !== 'weekday' && column.unit !== 'hour');
  return columns.slice(0, Math.max(1, end === -1 ? columns.length : end));
}

function readValue(column: Column | undefined, row: number): ComparedValue {
  const value = column?.values[row] ?? null;
  return typeof value === 'number' && Number.isNaN(value) ? null : value;
}

function compareCell(column: ColumnMeta, here: ComparedValue, there: ComparedValue): ComparedCell {
  const difference = typeof here === 'number' && typeof there === 'number' ? there - here : null;
  return { column, here, there, difference, isEqual: isSameValue(here, there) };
}

/** All columns of either side, those of the first side first. */
function unite<Named extends { readonly name: string }>(
  here: readonly Named[],
  there: readonly Named[],
): readonly Named[] {
  return [...here, ...there.filter(({ name }) => !here.some((column) => column.name === name))];
}

function compareSummaries(here: ReportResult, there: ReportResult): readonly ComparedCell[] {
  const known = (value: number | null | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  return unite(here.summaryColumns, there.summaryColumns).map((column) =>
    compareCell(column, known(here.summary[column.name]), known(there.summary[column.name])),
  );
}

/** Row numbers by key; equal keys, which a report should not have, are told apart by their order. */
function numberRows({ table }: ReportResult, keys: readonly ColumnMeta[]): Map<string, number> {
  const columns = keys.map(({ name }) => table.columns.find((column) => column.name === name));
  const rows = new Map<string, number>();
  const seen = new Map<string, number>();
  for (let row = 0; row < table.rowCount; row += 1) {
    const key = JSON.stringify(columns.map((column) => readValue(column, row)));
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    rows.set(`${key} ${count}`, row);
  }
  return rows;
}

/** Rows are found by their keys, whatever their order. Both answers are to the same report with the same parameters. */
export function compareAnswers(here: ReportResult, there: ReportResult): AnswerComparison {
  const columns = unite(here.table.columns, there.table.columns);
  const keys = findKeys(columns);
  const values = columns.slice(keys.length);
  const column = (result: ReportResult, name: string) => result.table.columns.find((other) => other.name === name);
  const pairs = values.map((meta) => ({ meta, here: column(here, meta.name), there: column(there, meta.name) }));
  const rowsHere = numberRows(here, keys);
  const rowsThere = numberRows(there, keys);

  const toRow = (rowHere: number | undefined, rowThere: number | undefined): ComparedRow => {
    const side = rowThere === undefined ? 'here' : rowHere === undefined ? 'there' : 'both';
    const [result, row] = rowHere === undefined ? [there, rowThere ?? 0] : [here, rowHere];
    return {
      key: keys.map(({ name }) => readValue(column(result, name), row)),
      side,
      cells: pairs.map((pair) => {
        const cell = compareCell(
          pair.meta,
          rowHere === undefined ? null : readValue(pair.here, rowHere),
          rowThere === undefined ? null : readValue(pair.there, rowThere),
        );
        const isThere = pair.here !== undefined && pair.there !== undefined;
        return side === 'both' && isThere ? cell : { ...cell, isEqual: false };
      }),
    };
  };
  const rows = [
    ...[...rowsHere].map(([key, row]) => toRow(row, rowsThere.get(key))),
    ...[...rowsThere].filter(([key]) => !rowsHere.has(key)).map(([, row]) => toRow(undefined, row)),
  ];
  const summary = compareSummaries(here, there);
  const cells = [...summary, ...rows.filter(({ side }) => side === 'both').flatMap((row) => row.cells)];
  const differentCells = cells.filter(({ isEqual }) => !isEqual).length;
  const onlyHere = rows.filter(({ side }) => side === 'here').length;
  const onlyThere = rows.filter(({ side }) => side === 'there').length;
  return {
    keys,
    summary,
    rows,
    columnCount: columns.length,
    differentCells,
    onlyHere,
    onlyThere,
    otherParams: [...new Set([...Object.keys(here.params), ...Object.keys(there.params)])].filter(
      (name) => (here.params[name] ?? null) !== (there.params[name] ?? null),
    ),
    isEqual: differentCells === 0 && onlyHere === 0 && onlyThere === 0,
  };
}

const count = (n: number, noun: string) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** `Equal: 31 rows, 6 columns`, or what differs: `2 cells differ, 1 row only in DuckDB`. */
export function describeComparison(comparison: AnswerComparison, nameHere: string, nameThere: string): string {
  const { isEqual, rows, columnCount, differentCells, onlyHere, onlyThere } = comparison;
  if (isEqual) return `Equal: ${count(rows.length, 'row')}, ${count(columnCount, 'column')}`;
  const parts: string[] = [];
  if (differentCells > 0) parts.push(`${count(differentCells, 'cell')} ${differentCells === 1 ? 'differs' : 'differ'}`);
  if (onlyHere > 0) parts.push(`${count(onlyHere, 'row')} only in ${nameHere}`);
  if (onlyThere > 0) parts.push(`${count(onlyThere, 'row')} only in ${nameThere}`);
  return parts.join(', ');
}

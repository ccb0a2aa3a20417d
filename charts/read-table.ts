/** Columns of a result by name, and the parameters it was asked with. */
import type { ReportResult } from '../preload/shapes.js';

/** Numbers of a column, null for what is not known. Throws where the result has no such column of numbers. */
export function readNumbers(result: ReportResult, name: string): readonly (number | null)[] {
  const column = result.table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || !(column.values instanceof Float64Array))
    throw new Error(`${result.report} has no column of numbers named ${name}`);
  const { values } = column;
  const numbers = new Array<number | null>(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] ?? NaN;
    numbers[row] = Number.isNaN(value) ? null : value;
  }
  return numbers;
}

/** Texts of a column. Throws where the result has no such column of texts. */
export function readTexts(result: ReportResult, name: string): readonly (string | null)[] {
  const column = result.table.columns.find((candidate) => candidate.name === name);
  if (column === undefined || column.values instanceof Float64Array)
    throw new Error(`${result.report} has no column of texts named ${name}`);
  return column.values;
}

export function hasColumn(result: ReportResult, name: string): boolean {
  return result.table.columns.some((column) => column.name === name);
}

/** False where no row of the result knows the column: the dataset has no prices. */
export function isKnown(result: ReportResult, name: string): boolean {
  return (
    hasColumn(result, name) &&
    (result.table.rowCount === 0 || readNumbers(result, name).some((value) => value !== null))
  );
}

/** A parameter as text; the empty text where it was not given. */
export function readParam(result: ReportResult, name: string): string {
  const value = result.params[name] ?? result.params[name.replaceAll('_', '-')] ?? '';
  return String(value);
}

/** The zone of the bar, as it is named beside every hour. */
export function readZone(result: ReportResult): string {
  return readParam(result, 'tz') || 'UTC';
}

const sharedParams = ['from', 'to', 'tz', 'category', 'brand', 'exclude_flagged'] as const;

/** Whether two results are about the same days and filters: while one is asked anew, the other is still the old one. */
export function isSameSlice(one: ReportResult, other: ReportResult): boolean {
  return (
    one.dataset === other.dataset &&
    sharedParams.every((name) => (one.params[name] ?? null) === (other.params[name] ?? null))
  );
}

export function sumKnown(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** What an engine returns for a report becomes its table and its summary, whichever engine it is. */
import { EngineError, type Column, type ColumnMeta, type ReportResult } from '../../../preload/contract.js';
import type { ReportFile } from '../query-files.js';
import type { ResultColumn } from '../result-columns.js';

function find(columns: readonly ResultColumn[], name: string): ResultColumn['values'] {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new EngineError('internal', `The report returned no column ${name}.`);
  return column.values;
}

/** The column that the head names, of those rows that are rows. */
function pickColumn(columns: readonly ResultColumn[], meta: ColumnMeta, rowCount: number): Column {
  const values = find(columns, meta.name);
  const { type } = meta;
  if (type === 'integer' || type === 'number') {
    const numbers =
      values instanceof Float64Array ? values : Float64Array.from(values, (v) => (v === null ? NaN : Number(v)));
    return { ...meta, type, values: numbers.subarray(0, rowCount) };
  }
  const texts = Array.from<number | string | null, string | null>(values, (value) =>
    value === null ? null : String(value),
  );
  return { ...meta, type, values: texts.slice(0, rowCount) };
}

/** The keys of other variants are left out. */
function chosenColumns(report: ReportFile, params: ReportResult['params']): readonly ColumnMeta[] {
  const keys = new Set(report.variants.flatMap((variant) => variant.keys));
  const variant = report.variants.find((candidate) => params[candidate.parameter] === candidate.value);
  return report.columns.filter((column) => !keys.has(column.name) || variant?.keys.includes(column.name));
}

function readSummary(report: ReportFile, columns: readonly ResultColumn[]): ReportResult['summary'] {
  return Object.fromEntries(
    report.summary.map(({ name }) => {
      const value = Number(find(columns, `summary_${name}`)[0] ?? NaN);
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}

/** Throws EngineError `internal` where a column is missing. */
export function shapeAnswer(
  report: ReportFile,
  params: ReportResult['params'],
  columns: readonly ResultColumn[],
): Pick<ReportResult, 'summary' | 'table'> {
  const isRow = find(columns, 'is_row');
  const rowCount = isRow[0] === 'true' ? isRow.length : 0;
  return {
    summary: readSummary(report, columns),
    table: { rowCount, columns: chosenColumns(report, params).map((meta) => pickColumn(columns, meta, rowCount)) },
  };
}

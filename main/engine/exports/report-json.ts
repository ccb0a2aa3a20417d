/** A report as one JSON document: numbers as JSON numbers, ids as texts, not known as null (the command line's contract). */
import { describeColumn } from '../../../charts/describe-column.js';
import type { Column, ColumnMeta, ReportResult } from '../../../preload/shapes.js';

type Cell = string | number | boolean | null;

function cellReader(column: Column): (row: number) => Cell {
  const { values, type } = column;
  if (values instanceof Float64Array) {
    return (row) => {
      const value = values[row] ?? NaN;
      return Number.isFinite(value) ? value : null;
    };
  }
  if (type !== 'boolean') return (row) => values[row] ?? null;
  return (row) => (values[row] === null || values[row] === undefined ? null : values[row] === 'true');
}

/** The document in small texts, one row a line, so that a large table is never one string. */
export function* reportJson(result: ReportResult): Generator<string> {
  const { report, dataset, params, summary, notes, table, sql, elapsedMs } = result;
  const columns = table.columns.map((column) => {
    const { name, type, unit, title } = describeColumn<ColumnMeta>(column, params);
    return { name, type, unit, title };
  });
  const head = { report, title: result.title, dataset, params, summary, notes, columns };
  yield `${JSON.stringify(head).slice(0, -1)},"rows":[`;
  const readers = table.columns.map((column) => [column.name, cellReader(column)] as const);
  for (let row = 0; row < table.rowCount; row++) {
    const record = Object.fromEntries(readers.map(([name, read]) => [name, read(row)]));
    yield `${row === 0 ? '\n' : ',\n'}${JSON.stringify(record)}`;
  }
  const { engine, kept, remote, values, datasetRows, datasetRejected } = result;
  const ran = { sql, values, elapsedMs, ...(kept && { kept }), engine, ...(remote && { remote }) };
  const tail = { ...ran, datasetRows, datasetRejected };
  yield `],${JSON.stringify(tail).slice(1)}\n`;
}

/** A report for people in a terminal: what it is of, the headline numbers, the table. */
import { formatValue } from '../../charts/format-value.js';
import type { Column, ReportParameter, ReportResult } from '../../preload/contract.js';
import { describeColumn } from '../../charts/describe-column.js';
import { cellReader, engineText, parameterTexts, rangeText } from '../engine/exports/cell-text.js';
import { stripControls, tableLines, type TextColumn } from './text-table.js';

function toTextColumn(column: Column, { params, table }: ReportResult): TextColumn {
  const read = cellReader(column, params);
  return {
    title: describeColumn(column, params).title,
    align: column.values instanceof Float64Array ? 'right' : 'left',
    cells: Array.from({ length: table.rowCount }, (_, row) => read(row)),
  };
}

/** The lines of the report, each with its line end. */
export function* reportLines(result: ReportResult, own: readonly ReportParameter[]): Generator<string> {
  const { title, dataset, params, summary, summaryColumns, table, notes } = result;
  const filters = parameterTexts(params, own).map(([name, value]) => `${name}: ${value}`);
  yield `${title}\n`;
  yield `${stripControls([dataset, rangeText(params), String(params['tz'] ?? 'UTC'), ...filters].join(' · '))}\n\n`;
  if (result.remote !== undefined) yield `${stripControls(engineText(result))}\n\n`;
  for (const note of notes) yield `${note}\n`;
  if (notes.length > 0) yield '\n';
  for (const column of summaryColumns) {
    const { title: name, unit } = describeColumn(column, params);
    yield `${name}: ${formatValue(summary[column.name] ?? null, unit)}\n`;
  }
  yield '\n';
  if (table.rowCount === 0) yield 'No event fits this question.\n';
  else yield* tableLines(table.columns.map((column) => toTextColumn(column, result)));
}

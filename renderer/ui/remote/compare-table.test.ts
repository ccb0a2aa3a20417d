import { expect, test } from 'vitest';
import { compareAnswers } from '../../../charts/compare-answers.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { tabulateComparison } from './compare-table.js';

function answer(sessions: number, stickiness: number): ReportResult {
  return {
    ...{ report: 'r', title: 'R', meaning: '', dataset: 'Shop', params: {}, sql: '', values: [], notes: [] },
    ...{ elapsedMs: 1, engine: 'DuckDB', datasetRows: 1, datasetRejected: 0 },
    summary: { sessions, stickiness },
    summaryColumns: [
      { name: 'sessions', title: 'Sessions', type: 'integer', unit: 'count' },
      { name: 'stickiness', title: 'Stickiness', type: 'number', unit: 'share' },
    ],
    table: { rowCount: 0, columns: [] },
  };
}

/** The lines of the summary: here, there, difference. */
function readLines(here: ReportResult, there: ReportResult): readonly (readonly string[])[] {
  const names = { here: 'DuckDB', there: 'lake' };
  const { table, formats } = tabulateComparison(compareAnswers(here, there), names, here, {}, false).summary;
  return Array.from({ length: table.rowCount }, (_, row) =>
    ['here', 'there', 'difference'].map((name) => formats[name]?.(null, row) ?? ''),
  );
}

test('values stand as on the report, and differences in a few digits, counts in all', () => {
  expect(readLines(answer(1_234_567_890, 0.09129056099945164), answer(1, 0.5408163265306123))).toEqual([
    ['1,234,567,890', '1', '-1,234,567,889'],
    ['9.1%', '54.1%', '+0.449526'],
  ]);
});

test('values that differ and would read the same stand with all their digits', () => {
  expect(readLines(answer(5, 0.09129056), answer(5, 0.09129156))).toEqual([
    ['5', '5', '0'],
    ['0.09129056', '0.09129156', expect.stringMatching(/^\+0\.000001/)],
  ]);
});

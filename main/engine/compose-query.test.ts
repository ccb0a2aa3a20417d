/** Which lines a text has, by the question's filters and by what is a table. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeReport, storedModels } from './compose-query.js';
import { readQueryFiles, type ReportFile } from './query-files.js';

const files = await readQueryFiles(join(import.meta.dirname, '../../queries'));
const stored = new Set(storedModels(files).map((model) => model.name));
const dialect = 'duckdb';

function report(id: string): ReportFile {
  const found = files.reports.get(id);
  if (found === undefined) throw new Error(`no report ${id}`);
  return found;
}

test('days are read where there is a table of them, and else not made of the events once more', () => {
  const brands = report('brand-opportunities');
  expect(composeReport(files, brands, { tables: stored, dialect })).toMatch(/FROM in_whole_days/);
  expect(composeReport(files, brands, { tables: new Set(), dialect })).not.toMatch(/FROM in_whole_days/);
});

test('events are chosen by the filters that a question has and a report chooses by', () => {
  const ask = (id: string, filters: readonly ('brand' | 'flagged')[]) =>
    composeReport(files, report(id), { tables: new Set(), dialect, filters: new Set(filters) });
  expect(ask('top-categories', ['brand'])).toMatch(/AND e\.brand IN/);
  expect(ask('top-categories', [])).not.toMatch(/AND e\.brand IN|flagged_users f/);
  expect(ask('brand-opportunities', ['brand', 'flagged'])).toMatch(/flagged_users f/);
  expect(ask('brand-opportunities', ['brand', 'flagged'])).not.toMatch(/AND e\.brand IN/);
});

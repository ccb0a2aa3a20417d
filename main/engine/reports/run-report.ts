/** Runs a report on a dataset's models, or on its events where the filters choose among them. */
import {
  EngineError,
  type Column,
  type ColumnMeta,
  type DatasetInfo,
  type ReportDefinition,
  type ReportQuestion,
  type ReportResult,
} from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';
import { composeReport, dependsOnFilters, storedModels } from '../compose-query.js';
import type { QueryFiles, ReportFile } from '../query-files.js';
import type { ResultColumn } from '../result-columns.js';
import { flagUsers, type FlaggedUsers } from './flag-users.js';
import { resolveQuestion } from './question-values.js';
import { showIds } from './show-ids.js';
import { blankMoney, describeMissing } from './what-is-missing.js';

export interface Reports {
  readonly definitions: readonly ReportDefinition[];
  /** Throws EngineError `not_found`, `bad_params`, `cancelled`, `query_failed` (with the report and its SQL). */
  run(question: ReportQuestion, signal: AbortSignal): Promise<ReportResult>;
}

export interface ReportsNeeds {
  readonly files: QueryFiles;
  readonly getDataset: (name: string) => Promise<DatasetInfo>;
  readonly withDataset: <T>(
    name: string,
    options: { signal: AbortSignal },
    work: (connection: Connection) => Promise<T>,
  ) => Promise<T>;
  /** Asked where a question leaves the flagged users out. */
  readonly findFlagged: (dataset: string) => Promise<FlaggedUsers>;
}

function find(columns: readonly ResultColumn[], name: string): ResultColumn['values'] {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new EngineError('internal', `The report returned no column ${name}.`);
  return column.values;
}

/** The columns that the head names, of those rows that are rows. */
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

/** The models that are tables of the dataset and do not change with the filters of the question. */
export function readyTables(files: QueryFiles, report: ReportFile, question: ReportQuestion): ReadonlySet<string> {
  const active = [
    question.category === undefined ? null : 'category',
    question.brand === undefined ? null : 'brand',
    question.excludeFlagged ? 'flagged' : null,
  ];
  const chosen = report.chosenBy.some((filter) => active.includes(filter));
  const names = storedModels(files).map((model) => model.name);
  return new Set(chosen ? names.filter((name) => !dependsOnFilters(files, name)) : names);
}

/** Answers the question on a connection whose tables are the dataset's; `tables` says which models to read as such. */
export async function answer(
  connection: Connection,
  files: QueryFiles,
  report: ReportFile,
  question: ReportQuestion,
  tables: ReadonlySet<string>,
): Promise<Pick<ReportResult, 'params' | 'summary' | 'table' | 'sql' | 'values'>> {
  const { params, values } = await resolveQuestion(connection, report, question);
  const sql = composeReport(files, report, { tables, dialect: 'duckdb' });
  const columns = await connection.columns(sql, values);
  const isRow = find(columns, 'is_row');
  const rowCount = isRow[0] === 'true' ? isRow.length : 0;
  return {
    params,
    summary: readSummary(report, columns),
    table: { rowCount, columns: chosenColumns(report, params).map((meta) => pickColumn(columns, meta, rowCount)) },
    sql,
    values,
  };
}

export function createReports({ files, getDataset, withDataset, findFlagged }: ReportsNeeds): Reports {
  return {
    definitions: [...files.reports.values()].map(({ id, title, meaning, grain, parameters, columns, summary }) => ({
      id,
      title,
      meaning,
      grain,
      parameters,
      columns,
      summary,
    })),

    async run(question, signal) {
      const report = files.reports.get(question.report);
      if (report === undefined)
        throw new EngineError('not_found', `There is no report “${question.report}”.`, {
          wayOut: `The reports are ${[...files.reports.keys()].join(', ')}.`,
        });
      const dataset = await getDataset(question.dataset);
      const started = performance.now();
      try {
        const tables = readyTables(files, report, question);
        const flagged = question.excludeFlagged ? await findFlagged(dataset.name) : null;
        const answered = await withDataset(dataset.name, { signal }, async (connection) => {
          if (flagged !== null) await flagUsers(connection, flagged.users);
          const found = await answer(connection, files, report, question, tables);
          return { ...found, table: await showIds(connection, found.table) };
        });
        return {
          ...blankMoney(answered, report, dataset),
          report: report.id,
          title: report.title,
          meaning: report.meaning,
          dataset: dataset.name,
          summaryColumns: report.summary,
          notes: [...(flagged?.notes ?? []), ...describeMissing(report, answered.params, dataset)],
          elapsedMs: performance.now() - started,
          engine: `DuckDB ${Database.version}`,
          datasetRows: dataset.rows,
          datasetRejected: dataset.rowsRejected,
        };
      } catch (error) {
        const failed = EngineError.from(error);
        throw new EngineError(failed.code, failed.message, { ...failed.details, report: report.id });
      }
    },
  };
}

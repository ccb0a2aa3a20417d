/** Runs a report on a dataset's models, or on its events where the filters choose among them. */
import {
  EngineError,
  type DatasetInfo,
  type ReportDefinition,
  type ReportQuestion,
  type ReportResult,
} from '../../../preload/contract.js';
import { Database, type Connection } from '../database.js';
import { composeReport, dependsOnFilters, storedModels, type Filter } from '../compose-query.js';
import type { QueryFiles, ReportFile } from '../query-files.js';
import { flagUsers, type FlaggedUsers } from './flag-users.js';
import { leaveOutFlagged } from './leave-out-flagged.js';
import { checkZone, readLocalDays, resolveQuestion } from './question-values.js';
import { shapeAnswer } from './shape-answer.js';
import { readWords, showIds } from './show-ids.js';
import { blankMoney, describeMissing } from './what-is-missing.js';

/** What an engine has answered, before what stands beside it. */
export type Answered = Pick<ReportResult, 'params' | 'summary' | 'table' | 'sql' | 'values' | 'kept'>;

interface Asked {
  readonly question: ReportQuestion;
  readonly report: ReportFile;
  readonly dataset: DatasetInfo;
}

/** Has `work` answer on the dataset's connection, unless the answer is known. */
export type RunOnDataset = (
  asked: Asked,
  options: { signal: AbortSignal },
  work: (connection: Connection) => Promise<Answered>,
) => Promise<Answered>;

export interface Reports {
  readonly definitions: readonly ReportDefinition[];
  /** Throws EngineError `not_found`, `bad_params`, `cancelled`, `query_failed` (with the report and its SQL). */
  run(question: ReportQuestion, signal: AbortSignal): Promise<ReportResult>;
}

export interface ReportsNeeds {
  readonly files: QueryFiles;
  readonly getDataset: (name: string) => Promise<DatasetInfo>;
  readonly runOnDataset: RunOnDataset;
  /** Asked where a question leaves the flagged users out. */
  readonly findFlagged: (dataset: string) => Promise<FlaggedUsers>;
}

/** The error with the report that it is of. */
export function nameReport(error: unknown, report: string): EngineError {
  const failed = EngineError.from(error);
  return new EngineError(failed.code, failed.message, { ...failed.details, report });
}

/** Throws EngineError `not_found`. */
export function findReport(files: QueryFiles, id: string): ReportFile {
  const report = files.reports.get(id);
  if (report !== undefined) return report;
  throw new EngineError('not_found', `There is no report “${id}”.`, {
    wayOut: `The reports are ${[...files.reports.keys()].join(', ')}.`,
  });
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

/** The filters that are active, as texts name them. */
export function filtersOf({ category, brand, excludeFlagged = false }: ReportQuestion): ReadonlySet<Filter> {
  const filters = new Set<Filter>();
  if (category !== undefined) filters.add(category === '' ? 'unknown category' : 'category');
  if (brand !== undefined) filters.add(/^ *$/.test(brand) ? 'unknown brand' : 'brand');
  if (excludeFlagged) filters.add('flagged');
  return filters;
}

/** Answers the question on a connection whose tables are the dataset's; `tables` says which models to read as such. */
export async function answer(
  connection: Connection,
  files: QueryFiles,
  report: ReportFile,
  question: ReportQuestion,
  tables: ReadonlySet<string>,
): Promise<Answered> {
  const tz = question.tz ?? 'UTC';
  await checkZone(connection, tz);
  const { params, values } = await resolveQuestion(report, question, () => readLocalDays(connection, tz));
  const sql = composeReport(files, report, { tables, dialect: 'duckdb', filters: filtersOf(question) });
  const columns = await connection.columns(sql, values);
  return { params, ...shapeAnswer(report, params, columns), sql, values };
}

/** The answer with all that stands beside it; `startedAt` is of `performance.now()`. */
export function completeAnswer(
  answered: Answered,
  report: ReportFile,
  dataset: Pick<DatasetInfo, 'name' | 'rows' | 'rowsRejected' | 'absentFields' | 'sessionGapMinutes'>,
  { startedAt, notes }: { readonly startedAt: number; readonly notes: readonly string[] },
): ReportResult {
  return {
    ...blankMoney(answered, report, dataset),
    report: report.id,
    title: report.title,
    meaning: report.meaning,
    dataset: dataset.name,
    summaryColumns: report.summary,
    notes: [...notes, ...describeMissing(report, answered.params, dataset)],
    elapsedMs: performance.now() - startedAt,
    engine: `DuckDB ${Database.version}`,
    datasetRows: dataset.rows,
    datasetRejected: dataset.rowsRejected,
  };
}

export function createReports({ files, getDataset, runOnDataset, findFlagged }: ReportsNeeds): Reports {
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
      const report = findReport(files, question.report);
      const dataset = await getDataset(question.dataset);
      const startedAt = performance.now();
      try {
        // Flagged users are taken off the models; those that the other filters choose events for leave them out by themselves.
        const tables = readyTables(files, report, { ...question, excludeFlagged: false });
        const flagged = question.excludeFlagged ? await findFlagged(dataset.name) : null;
        const answered = await runOnDataset({ question, report, dataset }, { signal }, async (connection) => {
          if (flagged !== null) {
            await flagUsers(connection, flagged.users);
            await leaveOutFlagged(connection, files, report, tables);
          }
          const found = await answer(connection, files, report, question, tables);
          return { ...found, table: await showIds(found.table, (...asked) => readWords(connection, ...asked)) };
        });
        return completeAnswer(answered, report, dataset, { startedAt, notes: flagged?.notes ?? [] });
      } catch (error) {
        throw nameReport(error, report.id);
      }
    },
  };
}

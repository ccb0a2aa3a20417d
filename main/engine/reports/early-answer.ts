/** Reports that are answered before there is a dataset: those that are made of counts by quarter-hour and category alone. */
import type { DatasetInfo, EarlyAnswers } from '../../../preload/contract.js';
import { composeModel, storedModels } from '../compose-query.js';
import { quoteIdentifier, type Connection } from '../database.js';
import type { QueryFiles } from '../query-files.js';
import { answer, completeAnswer, findReport, readyTables } from './run-report.js';

/** By their ids, in the order in which they are shown. */
const earlyReports = ['shop-days', 'top-categories'] as const;

/** What is known of the dataset that the rows are going to be in. */
export type EarlyFacts = Pick<DatasetInfo, 'name' | 'rowsRejected' | 'absentFields' | 'sessionGapMinutes'>;

export type AnswerEarly = (connection: Connection, facts: EarlyFacts) => Promise<EarlyAnswers>;

/** The stored models that `reads` comes to, itself or through others. */
function storedAmong(files: QueryFiles, reads: readonly string[]): readonly string[] {
  return reads.flatMap((name) => {
    const model = files.models.get(name);
    if (model === undefined) return [];
    return model.stored ? [name] : storedAmong(files, model.reads);
  });
}

/** The models that {@link createEarlyAnswers} reads: `categories`, `category_slots`, `slots`, and `data_range` for the days. */
export function modelsOfEarlyAnswers(files: QueryFiles): ReadonlySet<string> {
  return new Set([
    'data_range',
    ...storedAmong(
      files,
      earlyReports.flatMap((id) => findReport(files, id).reads),
    ),
  ]);
}

/**
 * Answers from a connection that finds {@link modelsOfEarlyAnswers}, as temporary tables or others; `events` need not be
 * there. The texts are those that the dataset is asked with later. Throws what running them throws.
 */
export function createEarlyAnswers(files: QueryFiles): AnswerEarly {
  return async (connection, facts) => {
    const rows = await connection.number('SELECT events FROM data_range');
    const answers = [];
    for (const id of earlyReports) {
      const startedAt = performance.now();
      const report = findReport(files, id);
      const question = { report: id, dataset: facts.name };
      const answered = await answer(connection, files, report, question, readyTables(files, report, question));
      answers.push(completeAnswer(answered, report, { ...facts, rows }, { startedAt, notes: [] }));
    }
    return { answers, rows };
  };
}

/**
 * The same from the relation `events` of a connection, of which it makes the models that are not `ready` as temporary
 * tables.
 */
export function createSampleAnswers(files: QueryFiles, ready: ReadonlySet<string> = new Set()): AnswerEarly {
  const answerEarly = createEarlyAnswers(files);
  return async (connection, facts) => {
    const needed = modelsOfEarlyAnswers(files);
    await connection.run('CREATE OR REPLACE TEMP TABLE flagged_users (user_id BIGINT)');
    for (const model of storedModels(files)) {
      if (!needed.has(model.name) || ready.has(model.name)) continue;
      const sql = composeModel(files, model, { tables: ready, dialect: 'duckdb' });
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${quoteIdentifier(model.name)} AS\n${sql}`);
    }
    return answerEarly(connection, facts);
  };
}

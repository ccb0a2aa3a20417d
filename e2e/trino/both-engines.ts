/** The same events on DuckDB, as a dataset of the app, and on Trino, as two bare tables; reports are asked on both. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import { composeReport } from '../../main/engine/compose-query.js';
import { Database, type Connection } from '../../main/engine/database.js';
import { readQueryFiles, type QueryFiles, type ReportFile } from '../../main/engine/query-files.js';
import { createModelBuilder } from '../../main/engine/reports/build-models.js';
import { compareResults } from '../../main/engine/reports/reference/reference-compare.js';
import type { Cell, ReferenceResult } from '../../main/engine/reports/reference/reference-events.js';
import { toRecords } from '../../main/engine/reports/reference/reference-database.js';
import { answer, filtersOf, readyTables } from '../../main/engine/reports/run-report.js';
import { askTrino, explainOnTrino, type TrinoAnswer } from './ask-trino.js';
import { writeTable } from './write-table.js';

export type AskedReport = Omit<ReportQuestion, 'dataset'>;

export interface BothEngines {
  /** How Trino's answer differs from DuckDB's, a sentence each; and how many rows DuckDB gave. */
  compare(question: AskedReport): Promise<{ readonly differences: readonly string[]; readonly rowCount: number }>;
  /** Stages of Trino's plan for the report. Trino refuses plans of more than 150, and Athena cannot be told otherwise. */
  countStages(report: string): Promise<number>;
  close(): Promise<void>;
}

export interface TrinoPlace {
  readonly url: string;
  readonly folder: string;
}

const queriesDir = join(import.meta.dirname, '../../queries');

/**
 * Loads a CSV of the shop's nine columns, with header, into both. `schema` names it on Trino: `[a-z0-9_]`. `flagged` are
 * users that alerts have flagged, or how many of those that come first.
 */
export async function loadBothEngines(
  place: TrinoPlace,
  schema: string,
  csvFile: string,
  flagged: readonly string[] | number = [],
): Promise<BothEngines> {
  const files = await readQueryFiles(queriesDir);
  const tempDirectory = join(place.folder, `duckdb-${schema}`);
  const database = await Database.open({
    prelude: files.prelude,
    tempDirectory,
    memoryLimitBytes: 2 ** 30,
    threads: 2,
  });
  await database.attach(':memory:', 'shop', 'read-write');
  await database.withConnection({ catalog: 'shop' }, async (connection) => {
    await loadEvents(connection, csvFile);
    await createModelBuilder(files)(connection, () => undefined);
    if (typeof flagged === 'number')
      await connection.run('INSERT INTO flagged_users SELECT DISTINCT user_id FROM events ORDER BY user_id LIMIT ?', [
        flagged,
      ]);
    else for (const user of flagged) await connection.run('INSERT INTO flagged_users SELECT CAST(? AS bigint)', [user]);
    await writeTable(connection, 'SELECT * FROM events ORDER BY event_no', place.folder, schema, 'events');
    await writeTable(connection, 'SELECT * FROM flagged_users', place.folder, schema, 'flagged_users');
  });

  function find({ report: id, ...asked }: AskedReport): { readonly report: ReportFile; readonly sql: string } {
    const report = files.reports.get(id);
    if (report === undefined) throw new Error(`There is no report ${id}.`);
    return {
      report,
      sql: composeReport(files, report, {
        tables: new Set(),
        dialect: 'trino',
        filters: filtersOf({ report: id, dataset: 'shop', ...asked }),
      }),
    };
  }

  function askDuckDb(report: ReportFile, question: AskedReport) {
    const asked = { ...question, dataset: 'shop' };
    return database.withConnection({ catalog: 'shop' }, (connection) =>
      answer(connection, files, report, asked, readyTables(files, report, asked)),
    );
  }

  return {
    async compare(question) {
      const { report, sql } = find(question);
      const onDuckDb = await askDuckDb(report, question);
      const onTrino = await askTrino(place.url, schema, sql, onDuckDb.values);
      return {
        differences: compareResults(toRecords(onDuckDb), readAnswer(report, onDuckDb.table, onTrino)),
        rowCount: onDuckDb.table.rowCount,
      };
    },
    async countStages(id) {
      const { report, sql } = find({ report: id, category: 'electronics', brand: 'apple', excludeFlagged: true });
      const { values } = await askDuckDb(report, { report: id });
      const plan = await explainOnTrino(place.url, schema, sql, values);
      return plan.match(/^Fragment \d+/gm)?.length ?? 0;
    },
    async close() {
      database.close();
      await rm(tempDirectory, { recursive: true, force: true });
    },
  };
}

/** The columns as a dataset stores them: ENUMs in the order of first occurrence, which is not the alphabet's. */
async function loadEvents(connection: Connection, csvFile: string): Promise<void> {
  await connection.run(
    `CREATE TABLE raw AS FROM read_csv(?, header = true, auto_detect = false, quote = '"', escape = '"', nullstr = '',
      columns = { event_time: 'varchar', event_type: 'varchar', product_id: 'bigint', category_id: 'bigint',
        category_code: 'varchar', brand: 'varchar', price: 'decimal(18,4)', user_id: 'bigint', user_session: 'varchar' })`,
    [csvFile],
  );
  for (const column of ['event_type', 'category_code', 'brand'])
    await connection.run(`CREATE TYPE ${column}_enum AS ENUM (
      SELECT ${column} FROM raw WHERE ${column} IS NOT NULL GROUP BY ${column} ORDER BY min(rowid))`);
  await connection.run(`CREATE TABLE stored_events AS
    SELECT * REPLACE (CAST(substr(event_time, 1, 19) AS timestamp) AS event_time, CAST(event_type AS event_type_enum) AS event_type,
      CAST(category_code AS category_code_enum) AS category_code, CAST(brand AS brand_enum) AS brand) FROM raw ORDER BY rowid`);
  await connection.run(`CREATE VIEW events AS SELECT rowid AS event_no, *,
    coalesce(user_session, 'user ' || CAST(user_id AS VARCHAR)) AS session_key FROM stored_events`);
}

/** Trino's rows with the columns that DuckDB's table has. */
function readAnswer(report: ReportFile, shown: ReportResult['table'], { names, rows }: TrinoAnswer): ReferenceResult {
  const cell = (row: readonly unknown[] | undefined, name: string, isNumber: boolean): Cell => {
    if (!names.includes(name)) throw new Error(`Trino returned no column ${name}.`);
    const value = row?.[names.indexOf(name)] ?? null;
    if (value === null) return null;
    return isNumber ? Number(value) : String(value);
  };
  return {
    summary: Object.fromEntries(
      report.summary.map(({ name }) => [name, cell(rows[0], `summary_${name}`, true) as number | null]),
    ),
    rows: rows
      .filter((row) => cell(row, 'is_row', false) === 'true')
      .map((row) =>
        Object.fromEntries(
          shown.columns.map(({ name, type }) => [name, cell(row, name, type === 'integer' || type === 'number')]),
        ),
      ),
  };
}

/** The report files, for tests that walk through their parameters. */
export function readReports(): Promise<QueryFiles> {
  return readQueryFiles(queriesDir);
}

/** A real DuckDB with the events of a test, asked as a dataset is asked. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportResult } from '../../../../preload/contract.js';
import { Database, type Connection } from '../../database.js';
import { readQueryFiles, type QueryFiles } from '../../query-files.js';
import { createModelBuilder } from '../build-models.js';
import { flagUsers } from '../flag-users.js';
import { leaveOutFlagged } from '../leave-out-flagged.js';
import { answer, readyTables } from '../run-report.js';
import type { Cell, ReferenceResult, ShopEvent } from './reference-events.js';
import type { FixtureQuestion } from './reference-fixtures.js';

/** Models as tables where the filters allow it, as in the app; or every model inlined over the raw events. */
export type Way = 'from models' | 'from events';

export interface ReferenceDatabase {
  /** Loads the events as a dataset of its own, builds the models, and hands a function that asks reports. */
  withEvents<T>(
    events: readonly ShopEvent[],
    flaggedUsers: ReadonlySet<string>,
    work: (ask: Ask) => Promise<T>,
  ): Promise<T>;
  close(): void;
}

export type Ask = (way: Way, report: string, question: FixtureQuestion) => Promise<ReferenceResult>;

const queriesDir = join(import.meta.dirname, '../../../../queries');

export async function openReferenceDatabase(): Promise<ReferenceDatabase> {
  const files = await readQueryFiles(queriesDir);
  const database = await Database.open({
    prelude: files.prelude,
    tempDirectory: join(tmpdir(), 'vitrine-reference'),
    memoryLimitBytes: 512 * 2 ** 20,
    threads: 1,
  });
  let datasets = 0;
  return {
    async withEvents(events, flaggedUsers, work) {
      const catalog = `events_${datasets++}`;
      await database.attach(':memory:', catalog, 'read-write');
      try {
        return await database.withConnection({ catalog }, async (connection) => {
          await loadEvents(connection, events);
          await createModelBuilder(files)(connection, () => undefined);
          return work((way, report, question) =>
            database.withConnection({ catalog }, async (job) => {
              await flagUsers(job, flaggedUsers);
              return ask(job, files, way, report, question);
            }),
          );
        });
      } finally {
        await database.detach(catalog);
      }
    },
    close: () => database.close(),
  };
}

/** The columns as a dataset stores them; ENUMs in the order of first occurrence, which is not the alphabet's. */
async function loadEvents(connection: Connection, events: readonly ShopEvent[]): Promise<void> {
  await connection.run(`CREATE TYPE event_kind AS ENUM ('view', 'cart', 'remove_from_cart', 'purchase')`);
  await createEnum(
    connection,
    'code',
    events.map((event) => event.categoryCode),
  );
  await createEnum(
    connection,
    'brand_name',
    events.map((event) => event.brand),
  );
  await connection.run(`CREATE TABLE stored_events (event_time TIMESTAMP, event_type event_kind, product_id BIGINT,
    category_id BIGINT, category_code code, brand brand_name, price DECIMAL(18, 4), user_id BIGINT, user_session VARCHAR)`);
  const rows = events.map((event) => [
    event.eventTime,
    event.eventType,
    event.productId,
    event.categoryId,
    event.categoryCode,
    event.brand,
    event.price,
    event.userId,
    event.userSession,
  ]);
  await connection.run(
    `INSERT INTO stored_events VALUES ${rows.map((row) => `(${row.map(quote).join(', ')})`).join(', ')}`,
  );
  await connection.run('CREATE TABLE user_words (code BIGINT, word VARCHAR)');
  await connection.run(`CREATE VIEW events AS SELECT rowid AS event_no, *,
    coalesce(user_session, 'user ' || CAST(user_id AS VARCHAR)) AS session_key FROM stored_events`);
}

async function createEnum(connection: Connection, name: string, values: readonly (string | null)[]): Promise<void> {
  const distinct = [...new Set(values)].filter((value) => value !== null);
  if (distinct.length === 0) distinct.push(''); // an ENUM needs a word
  await connection.run(`CREATE TYPE ${name} AS ENUM (${distinct.map(quote).join(', ')})`);
}

function quote(value: string | null): string {
  return value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
}

async function ask(
  connection: Connection,
  files: QueryFiles,
  way: Way,
  report: string,
  fixture: FixtureQuestion,
): Promise<ReferenceResult> {
  const file = files.reports.get(report);
  if (file === undefined) throw new Error(`no report ${report}`);
  const question = {
    ...fixture,
    report,
    dataset: 'test',
    own: fixture.own === undefined ? undefined : { ...fixture.own },
  };
  const tables =
    way === 'from models' ? readyTables(files, file, { ...question, excludeFlagged: false }) : new Set<string>();
  if (question.excludeFlagged) await leaveOutFlagged(connection, files, file, tables);
  return toRecords(await answer(connection, files, file, question, tables));
}

/** A report's answer as the reference gives it: an object a row, null for not known. */
export function toRecords({ summary, table }: Pick<ReportResult, 'summary' | 'table'>): ReferenceResult {
  const rows = Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(
      table.columns.map((column): [string, Cell] => {
        const value = column.values[row] ?? null;
        return [column.name, typeof value === 'number' && Number.isNaN(value) ? null : value];
      }),
    ),
  );
  return { summary, rows };
}

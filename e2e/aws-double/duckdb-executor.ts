/** Runs a SELECT on DuckDB, over the lake's views, and writes its rows as Athena writes its result file. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../preload/contract.js';
import { quoteIdentifier, type Connection, type Database } from '../../main/engine/database.js';
import { toResultType, writeAsText, type ResultType } from './hive-types.js';
import { catalogName, type LakeTable } from './lake-views.js';
import { readDuckDbFailure } from './query-failure.js';

export interface ResultColumn extends ResultType {
  readonly label: string;
}

export interface Executed {
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
}

export interface SelectQuery {
  /** With literals in place of the parameters. */
  readonly sql: string;
  /** The text as it was sent, and the literals. */
  readonly text: string;
  readonly parameters: readonly string[];
  readonly database: string;
  /** Those that it names. */
  readonly tables: readonly LakeTable[];
}

/** Both throw QueryFailure, or EngineError `cancelled`. */
export interface Executor {
  /** Writes header and rows to `file`. */
  select(query: SelectQuery, file: string, signal: AbortSignal): Promise<Executed>;
  /** The plan, as lines. */
  explain(query: SelectQuery, signal: AbortSignal): Promise<readonly string[]>;
}

/** A line of a result file, without its end. */
export function csvLine(cells: readonly (string | null)[]): string {
  return cells.map((cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',');
}

export async function setSearchPath(connection: Connection, database: string): Promise<void> {
  const path = `${quoteIdentifier(catalogName)}.${quoteIdentifier(database)},memory.main`;
  await connection.run(`SET search_path = '${path.replaceAll("'", "''")}'`);
}

/** Columns without a name are `_col0`, by their place; null where the text has a `*`. */
async function nameColumns(connection: Connection, sql: string): Promise<readonly (string | null)[] | null> {
  const [row] = await connection.rows('SELECT json_serialize_sql(CAST(? AS varchar)) AS tree', [sql]);
  const tree = JSON.parse(String(row?.['tree'])) as {
    readonly statements?: readonly {
      readonly node?: { readonly select_list?: readonly { readonly class: string; readonly alias: string }[] };
    }[];
  };
  const list = tree.statements?.[0]?.node?.select_list;
  if (list === undefined || list.some((item) => item.class === 'STAR')) return null;
  return list.map((item, at) => (item.class === 'COLUMN_REF' || item.alias !== '' ? null : `_col${at}`));
}

/** Runs a statement whose errors are the query's own. `start` is put before its text. */
async function attempt<T>(query: SelectQuery, start: string, run: (sql: string) => Promise<T>): Promise<T> {
  try {
    return await run(`${start}${query.sql}`);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'cancelled') throw error;
    throw readDuckDbFailure(error.message, query.database, start.length);
  }
}

async function select(connection: Connection, query: SelectQuery, file: string): Promise<Executed> {
  await attempt(query, 'CREATE TEMP TABLE athena_result AS ', (sql) => connection.run(sql));
  const described = await connection.rows('DESCRIBE temp.athena_result');
  const given = await nameColumns(connection, query.sql);
  const columns = described.map((row, at) => {
    const stored = String(row['column_name']);
    const label = given?.length === described.length ? (given[at] ?? stored) : stored;
    return { stored, duckDb: String(row['column_type']), label };
  });
  const texts = columns.map(({ stored, duckDb }) => writeAsText(quoteIdentifier(stored), duckDb));
  const rowsFile = `${file}.rows`;
  await writeFile(file, `${csvLine(columns.map(({ label }) => label))}\n`);
  await connection.run(
    `COPY (SELECT ${texts.join(', ')} FROM temp.athena_result) TO '${rowsFile.replaceAll("'", "''")}'
      (FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR '', DELIMITER ',', QUOTE '"', ESCAPE '"')`,
  );
  await pipeline(createReadStream(rowsFile, { highWaterMark: 1 << 20 }), createWriteStream(file, { flags: 'a' }));
  await rm(rowsFile, { force: true });
  const rows = await connection.number('SELECT count(*) FROM temp.athena_result');
  return { columns: columns.map(({ duckDb, label }) => ({ ...toResultType(duckDb), label })), rows };
}

export function createDuckDbExecutor(database: Database): Executor {
  function within<T>(
    query: SelectQuery,
    signal: AbortSignal,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    return database.withConnection({ signal }, async (connection) => {
      await setSearchPath(connection, query.database);
      return work(connection);
    });
  }
  return {
    select: (query, file, signal) => within(query, signal, (connection) => select(connection, query, file)),
    explain: (query, signal) =>
      within(query, signal, async (connection) => {
        const rows = await attempt(query, 'EXPLAIN ', (sql) => connection.rows(sql));
        return rows.flatMap((row) => String(row['explain_value']).split('\n'));
      }),
  };
}

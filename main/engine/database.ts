/**
 * DuckDB for the whole engine: one in-memory instance to which dataset files are attached. One connection per job;
 * the job's signal interrupts it. Integer division and the session zone are Trino's (see queries/duckdb-prelude.sql).
 */
import { DuckDBInstance, version as duckdbVersion, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { EngineError } from '../../preload/contract.js';
import { appendVectors, joinVectors, type NumberVector } from './number-vectors.js';
import { readColumns, type ResultColumn } from './result-columns.js';

export interface DatabaseConfig {
  /** Text of queries/duckdb-prelude.sql. */
  readonly prelude: string;
  /** Folder for what does not fit in memory. */
  readonly tempDirectory: string;
  readonly memoryLimitBytes: number;
  readonly threads: number;
}

export type BoundValue = string | number | bigint | boolean;

/** What a job sees of its connection. All methods throw EngineError: `query_failed` with the SQL, `cancelled`, `out_of_memory`, `no_space`, `in_use`. */
export interface Connection {
  /** Runs statements for their effect; `values` are bound to the `?` of a single statement. */
  run(sql: string, values?: readonly BoundValue[]): Promise<void>;
  /** The whole result as columns (see result-columns.ts for the values). */
  columns(sql: string, values?: readonly BoundValue[]): Promise<readonly ResultColumn[]>;
  /** The whole result as one plain object a row: for small results only. 64-bit integers and decimals come as text. */
  rows(sql: string, values?: readonly BoundValue[]): Promise<readonly Record<string, unknown>[]>;
  /** The number in the first column of the first row (0 for null): for counts and sums. */
  number(sql: string, values?: readonly BoundValue[]): Promise<number>;
  /**
   * The whole result as one typed array a column, of the kind that its SQL type is stored in (DOUBLE: Float64Array,
   * BIGINT: BigInt64Array, INTEGER: Int32Array, UTINYINT: Uint8Array). Nulls are not told: write them as a number.
   */
  vectors(sql: string, values?: readonly BoundValue[]): Promise<readonly NumberVector[]>;
  /**
   * Adds rows to a temporary table, one typed array a column of exactly its type (DOUBLE: Float64Array, INTEGER: Int32Array),
   * without nulls.
   */
  append(table: string, columns: readonly (Float64Array | Int32Array)[]): Promise<void>;
  /** Aborted when the job is: for work between statements. */
  readonly signal: AbortSignal | undefined;
  /** Percentage of the running statement, −1 where DuckDB does not know. */
  readonly percentage: number;
}

export interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** Catalog of an attached file whose tables are found without a prefix. */
  readonly catalog?: string;
  /** Several of them, searched in this order; what is made is made in the first. */
  readonly catalogs?: readonly string[];
}

const interruptEveryMs = 20;

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The statement that has names looked up in these catalogs, then among the prelude's macros. */
export function searchPath(catalogs: readonly string[]): string {
  const path = [...catalogs.map((catalog) => `${quoteIdentifier(catalog)}.main`), 'memory.main'].join(',');
  return `SET search_path = '${path.replaceAll("'", "''")}'`;
}

function toEngineError(error: unknown, sql: string): EngineError {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('INTERRUPT')) return new EngineError('cancelled', 'Cancelled.');
  if (/No space left|disk is full|max_temp_directory_size/i.test(message))
    return new EngineError('no_space', `The disk is full: ${message}`, {
      sql,
      wayOut: 'Free some disk space and try again.',
    });
  if (message.startsWith('Out of Memory'))
    return new EngineError('out_of_memory', `The query needs more memory than it may use: ${message}`, {
      sql,
      wayOut: 'Raise the memory limit in Settings, or choose a shorter range.',
    });
  if (message.includes('Could not set lock on file'))
    return new EngineError('in_use', 'Another program has this dataset open for writing.', {
      wayOut: 'Close the other program and try again.',
    });
  return new EngineError('query_failed', message, { sql });
}

export class Database {
  /** Of DuckDB: `1.5.5`. */
  static readonly version = duckdbVersion().replace(/^v/, '');

  private constructor(private readonly instance: DuckDBInstance) {}

  /** Opens the in-memory instance with the network and extensions shut off, and defines the prelude's macros in it. */
  static async open(config: DatabaseConfig): Promise<Database> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(config.memoryLimitBytes / 2 ** 20)}MiB`,
      threads: String(config.threads),
      temp_directory: config.tempDirectory,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
    });
    const database = new Database(instance);
    await database.withConnection({}, (connection) => connection.run(config.prelude));
    return database;
  }

  /** Makes a file's tables reachable under `catalog`. Attaching the same name twice is an error: detach first. */
  async attach(file: string, catalog: string, mode: 'read-only' | 'read-write'): Promise<void> {
    // ATTACH takes no bound values: the path is written as a literal here and nowhere else.
    const literal = `'${file.replaceAll("'", "''")}'`;
    const option = mode === 'read-only' ? ' (READ_ONLY)' : '';
    await this.withConnection({}, (connection) =>
      connection.run(`ATTACH ${literal} AS ${quoteIdentifier(catalog)}${option}`),
    );
  }

  async detach(catalog: string): Promise<void> {
    await this.withConnection({}, (connection) => connection.run(`DETACH ${quoteIdentifier(catalog)}`));
  }

  /** Gives `work` a connection of its own and closes it afterwards. An abort interrupts what runs; it then rejects with `cancelled`. */
  async withConnection<T>(options: ConnectOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    const { signal, catalog, catalogs = catalog === undefined ? [] : [catalog] } = options;
    if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
    const raw = await this.instance.connect();
    let repeating: NodeJS.Timeout | undefined;
    // An interrupt that comes while a statement begins is lost, so it is repeated until the job ends.
    const interrupt = () => {
      raw.interrupt();
      repeating ??= setInterval(() => raw.interrupt(), interruptEveryMs);
    };
    signal?.addEventListener('abort', interrupt);
    try {
      // The prelude's macros are the instance's, its settings only those of the connection that ran it.
      await raw.run("SET integer_division = true; SET TimeZone = 'UTC'");
      await raw.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
      if (catalogs.length > 0) await raw.run(searchPath(catalogs));
      return await work(wrap(raw, signal));
    } finally {
      signal?.removeEventListener('abort', interrupt);
      clearInterval(repeating);
      raw.closeSync();
    }
  }

  /** Takes effect at once; what is over the new limit is spilled or let go. */
  async limitMemory(bytes: number): Promise<void> {
    await this.withConnection({}, (connection) =>
      connection.run(`SET memory_limit = '${Math.floor(bytes / 2 ** 20)}MiB'`),
    );
  }

  close(): void {
    this.instance.closeSync();
  }
}

function wrap(raw: DuckDBConnection, signal: AbortSignal | undefined): Connection {
  async function attempt<T>(sql: string, execute: () => Promise<T>): Promise<T> {
    if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
    try {
      return await execute();
    } catch (error) {
      throw toEngineError(error, sql);
    }
  }
  const bind = (values: readonly BoundValue[]) => (values.length > 0 ? ([...values] as DuckDBValue[]) : undefined);
  // Not streamed: a stream that fails ends as one that is at its end.
  const ask = (sql: string, values: readonly BoundValue[]) => attempt(sql, () => raw.run(sql, bind(values)));

  return {
    async run(sql, values = []) {
      await ask(sql, values);
    },
    async columns(sql, values = []) {
      return readColumns(await ask(sql, values));
    },
    async rows(sql, values = []) {
      const reader = await attempt(sql, () => raw.runAndReadAll(sql, bind(values)));
      return reader.getRowObjectsJson() as Record<string, unknown>[];
    },
    async number(sql, values = []) {
      const [column] = readColumns(await ask(sql, values));
      const value = column?.values[0];
      return value === null || value === undefined || Number.isNaN(value) ? 0 : Number(value);
    },
    async vectors(sql, values = []) {
      return joinVectors(await ask(sql, values));
    },
    async append(table, columns) {
      await attempt(`INSERT INTO ${table}`, async () =>
        appendVectors(await raw.createAppender(table, 'main', 'temp'), columns),
      );
    },
    signal,
    get percentage() {
      return raw.progress.percentage;
    },
  };
}

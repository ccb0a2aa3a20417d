/** A query on its way: QUEUED, RUNNING (perhaps QUEUED again), and one of the ends. */
import type { ResultColumn } from './duckdb-executor.js';
import type { Statement } from './statement.js';

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

export interface Execution {
  readonly id: string;
  /** As it was sent. */
  readonly query: string;
  readonly parameters: readonly string[];
  readonly statement: Statement;
  readonly catalog: string;
  readonly database: string;
  readonly workGroup: string;
  readonly engineVersion: string;
  /** Of the result, or the folder it will be in; null with managed results. */
  readonly outputLocation: string | null;
  readonly reuseMinutes: number | null;
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  state: State;
  runningAt: number | null;
  completedAt: number | null;
  reason: string | null;
  error: {
    readonly category: number;
    readonly type: number;
    readonly retryable: boolean;
    readonly message: string;
  } | null;
  bytesScanned: number;
  planningMs: number;
  reusedFrom: string | null;
  result: {
    readonly columns: readonly ResultColumn[];
    /** The double's own copy of the result. */
    readonly file: string;
    readonly rows: number;
    readonly isCsv: boolean;
  } | null;
  readonly stop: AbortController;
}

export function isActive({ state }: Execution): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

export function statementType({ kind }: Statement): 'DML' | 'DDL' | 'UTILITY' {
  if (kind === 'select' || kind === 'unload') return 'DML';
  return kind === 'explain' || kind.startsWith('show') || kind === 'describe' ? 'UTILITY' : 'DDL';
}

function substatementType({ kind }: Statement): string {
  const types: Partial<Record<Statement['kind'], string>> = {
    show_create: 'SHOW_CREATE_TABLE',
    describe: 'DESCRIBE_TABLE',
    repair: 'MSCK',
    set_properties: 'ALTER_TABLE',
    set_location: 'ALTER_TABLE',
    add_columns: 'ALTER_TABLE',
    add_partitions: 'ALTER_TABLE_ADD_PARTITION',
    drop_partitions: 'ALTER_TABLE_DROP_PARTITION',
  };
  return types[kind] ?? kind.toUpperCase();
}

function seconds(ms: number): number {
  return ms / 1000;
}

/** While it waits there are no statistics but none are promised either; cost is known once it has run. */
function writeStatistics(execution: Execution, nowMs: number): object | undefined {
  const { runningAt, submittedAt, completedAt } = execution;
  if (runningAt === null && completedAt === null) return undefined;
  const end = completedAt ?? nowMs;
  const queue = (runningAt ?? end) - submittedAt;
  const engine = runningAt === null ? 0 : end - runningAt;
  return {
    EngineExecutionTimeInMillis: Math.round(engine),
    DataScannedInBytes: execution.bytesScanned,
    TotalExecutionTimeInMillis: Math.round(end - submittedAt),
    QueryQueueTimeInMillis: Math.round(queue),
    ...(completedAt !== null && {
      ServicePreProcessingTimeInMillis: 0,
      QueryPlanningTimeInMillis: Math.round(Math.min(execution.planningMs, engine)),
      ServiceProcessingTimeInMillis: 0,
    }),
    ResultReuseInformation: { ReusedPreviousResult: execution.reusedFrom !== null },
  };
}

/** As GetQueryExecution tells it. */
export function describeExecution(execution: Execution, nowMs: number): object {
  const { error } = execution;
  return {
    QueryExecutionId: execution.id,
    Query: execution.query,
    StatementType: statementType(execution.statement),
    SubstatementType: substatementType(execution.statement),
    ...(execution.outputLocation === null
      ? { ManagedQueryResultsConfiguration: { Enabled: true }, ResultConfiguration: {} }
      : { ResultConfiguration: { OutputLocation: execution.outputLocation } }),
    ResultReuseConfiguration: {
      ResultReuseByAgeConfiguration:
        execution.reuseMinutes === null
          ? { Enabled: false }
          : { Enabled: true, MaxAgeInMinutes: execution.reuseMinutes },
    },
    QueryExecutionContext: { Database: execution.database, Catalog: execution.catalog },
    Status: {
      State: execution.state,
      SubmissionDateTime: seconds(execution.submittedAt),
      ...(execution.completedAt !== null && { CompletionDateTime: seconds(execution.completedAt) }),
      ...(execution.reason !== null && { StateChangeReason: execution.reason }),
      ...(error !== null && {
        AthenaError: {
          ErrorCategory: error.category,
          ErrorType: error.type,
          Retryable: error.retryable,
          ErrorMessage: error.message,
        },
      }),
    },
    Statistics: writeStatistics(execution, nowMs),
    WorkGroup: execution.workGroup,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: execution.engineVersion },
    ...(execution.parameters.length > 0 && { ExecutionParameters: execution.parameters }),
  };
}

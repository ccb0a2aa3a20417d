/** Runs a SELECT on a real Trino, whose tables are files that the double writes. */
import type { Executor } from './duckdb-executor.js';
import { QueryFailure } from './query-failure.js';

export function createTrinoExecutor(): Executor {
  return () => Promise.reject(new QueryFailure(0, 'Not there yet.', 1));
}

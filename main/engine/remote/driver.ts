/** What the engines elsewhere do each in its own way: run one query, and tell how far it is. */
import { EngineError, type RemoteState } from '../../../preload/contract.js';
import type { RemoteQuery } from '../elsewhere.js';
import type { ResultColumn } from '../result-columns.js';

/** What the engine last said of a query. */
export interface Seen {
  readonly state: RemoteState;
  readonly bytesScanned: number | null;
  readonly reused: boolean;
}

export interface Run {
  /** Of this query alone; the same at every attempt to send it. */
  readonly token: string;
  /** A driver that sees it aborted stops the query over there, waits for its end for some seconds, and rejects. */
  readonly signal: AbortSignal;
  /** Call it as soon as the engine has named the query: it is written down. */
  accepted(queryId: string): Promise<void>;
  saw(seen: Partial<Seen>): void;
  /** What people read while they wait. */
  phase(phase: string, done?: number, total?: number | null): void;
}

export interface DriverAnswer {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  /** Null: the engine does not say. */
  readonly queueMs: number | null;
  readonly planningMs: number | null;
  readonly engineMs: number | null;
  readonly totalMs: number | null;
}

/** Runs a query to its end and reads its whole result. Throws EngineError. */
export type Drive = (query: RemoteQuery, run: Run) => Promise<DriverAnswer>;

/** The error with the line of the text that it is about; null: it says none. */
export function withLine(error: EngineError, line: number | null): EngineError {
  if (line === null || error.details.line !== undefined) return error;
  return new EngineError(error.code, error.message, { ...error.details, line });
}

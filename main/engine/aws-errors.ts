/** Errors of AWS, Trino and the network in people's words, with a way out. */
import { EngineError } from '../../preload/contract.js';
import { readErrorFacts } from './remote-errors/error-facts.js';
import { errorRules } from './remote-errors/error-rules.js';

export interface ErrorContext {
  /** What was tried, in words: “list the objects of the bucket shop-lake”. */
  readonly trying: string;
  /** The permission it takes: `s3:GetObject`, `athena:StartQueryExecution`. */
  readonly action?: string;
  /** The bucket, object, work group, database it was tried on. */
  readonly resource?: string;
  readonly region?: string;
  readonly sql?: string;
  /** Of the remote engine, where the query was accepted. */
  readonly queryId?: string;
}

/** A service that speaks like AWS need not have every call. */
export function isUnknownCall(error: unknown): boolean {
  return /^(UnknownOperation|NotImplemented|InvalidAction)(Exception)?$/.test(readErrorFacts(error).name);
}

/**
 * The EngineError that says it: `credentials`, `access_denied`, `misconfigured`, `throttled`, `network`, `not_found`,
 * `over_limit`, `query_failed`, `cancelled`. It never holds a secret. A query that failed is given as
 * `{ message: its StateChangeReason }` (Athena) or as Trino's own error object.
 */
export function explainRemoteError(error: unknown, context: ErrorContext): EngineError {
  if (error instanceof EngineError) return error;
  const facts = readErrorFacts(error);
  if (facts.name === 'AbortError') return new EngineError('cancelled', 'Cancelled.');
  const { queryId, sql } = context;
  for (const { fits, say } of errorRules) {
    const found = fits(facts);
    if (!found) continue;
    const { code, what, wayOut, details } = say(facts, context, Array.isArray(found) ? found : []);
    return new EngineError(code, `It was not possible to ${context.trying}: ${what}`, {
      ...(queryId !== undefined && { queryId }),
      ...(code === 'query_failed' && sql !== undefined && { sql }),
      ...(code === 'query_failed' && facts.line !== null && { line: facts.line }),
      ...details,
      wayOut,
    });
  }
  return new EngineError('query_failed', `It was not possible to ${context.trying}: ${facts.text}`, {
    ...(queryId !== undefined && { queryId }),
    ...(sql !== undefined && { sql }),
    ...(facts.line !== null && { line: facts.line }),
    wayOut: 'Try again; where it stays so, the text of the error says what the service means.',
  });
}

/** Errors of AWS, Trino and the network in people's words, with a way out. */
import { EngineError } from '../../preload/contract.js';

export interface ErrorContext {
  /** What was tried, in words: “list the objects of the bucket shop-lake”. */
  readonly trying: string;
  /** The permission it takes: `s3:GetObject`, `athena:StartQueryExecution`. */
  readonly action?: string;
  /** The bucket, object, work group, database it was tried on. */
  readonly resource?: string;
  readonly region?: string;
  readonly sql?: string;
}

/** The EngineError that says it: `credentials`, `access_denied`, `misconfigured`, `throttled`, `network`, `not_found`, `query_failed`, `cancelled`. */
export function explainRemoteError(error: unknown, { trying }: ErrorContext): EngineError {
  const failed = EngineError.from(error);
  if (error instanceof EngineError || failed.code === 'cancelled') return failed;
  return new EngineError('query_failed', `It was not possible to ${trying}: ${failed.message}`);
}

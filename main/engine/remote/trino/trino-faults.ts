/** Errors of Trino: of its HTTP answers, and of its queries. */
import { EngineError } from '../../../../preload/contract.js';
import { explainRemoteError, type ErrorContext } from '../../aws-errors.js';
import { isAway, isCut } from '../aws-faults.js';
import { withLine } from '../driver.js';
import type { TrinoPage } from './trino-session.js';

interface HttpError {
  readonly code?: string;
  readonly message?: string;
  readonly response?: { readonly status?: number; readonly data?: unknown; readonly headers?: Record<string, unknown> };
}

const read = (error: unknown) => (typeof error === 'object' && error !== null ? (error as HttpError) : {});

/** Trino's protocol: a call that ends so is to be made again, a query's first one too: nothing runs before its first page is asked for. */
const againStatuses = new Set([429, 502, 503, 504]);

export function isPassingFault(error: unknown): boolean {
  if (error instanceof EngineError || read(error).code === 'ERR_CANCELED') return false;
  return againStatuses.has(read(error).response?.status ?? 0) || isCut(error) || isAway(error);
}

/** An error of the call itself. What axios throws holds the password: none of it but these words goes on. */
export function explainCall(error: unknown, server: string, context: ErrorContext): EngineError {
  if (error instanceof EngineError) return error;
  const { response, code, message = '' } = read(error);
  if (code === 'ERR_CANCELED') return new EngineError('cancelled', 'Cancelled.');
  const status = response?.status;
  if (status === 401)
    return new EngineError('credentials', `Trino at ${server} does not accept the user and password.`, {
      wayOut: 'Enter the password of the connection again.',
    });
  if (status === 403)
    return new EngineError('access_denied', `Trino at ${server} does not allow it: ${firstWords(response?.data)}`, {
      resource: server,
      wayOut: 'Ask whoever runs the server for the right, or connect as another user.',
    });
  if (status === 431)
    return new EngineError('query_failed', 'The text is too long for a header of this Trino.', {
      wayOut: 'Have http-server.max-request-header-size raised on the server.',
    });
  if (status !== undefined && status >= 300 && status < 400)
    return new EngineError(
      'misconfigured',
      `Trino at ${server} sends one to ${String(response?.headers?.['location'] ?? 'another address')}.`,
      { wayOut: 'Give that address in the connection.' },
    );
  if (status === 404)
    return new EngineError(
      'misconfigured',
      `What answers at ${server} is not a Trino: it does not know /v1/statement.`,
      {
        wayOut: 'Look at the address and the port of the connection.',
      },
    );
  if (status !== undefined)
    return new EngineError(
      status === 429 ? 'throttled' : 'network',
      `Trino at ${server} answers with ${status}: ${firstWords(response?.data)}`,
      { wayOut: 'Try again; where it stays so, look at the server.' },
    );
  return explainRemoteError(Object.assign(new Error(message), code === undefined ? {} : { code }), {
    ...context,
    resource: server,
  });
}

const firstWords = (data: unknown) =>
  (typeof data === 'string' ? data : '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200) || 'it gives no reason';

/** An error of the query, with Trino's words and the line. */
export function explainQueryError(error: NonNullable<TrinoPage['error']>, context: ErrorContext): EngineError {
  return withLine(explainRemoteError(error, context), error.errorLocation?.lineNumber ?? null);
}

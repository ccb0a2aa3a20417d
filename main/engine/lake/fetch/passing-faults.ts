/** Which faults of a network or a service pass, and how long one waits for that. */

/** Nothing has come for too long. */
export class StalledError extends Error {
  override readonly name = 'StalledError';
  readonly code = 'ETIMEDOUT';
}

/** The stream ended before all had come. */
export class CutError extends Error {
  override readonly name = 'CutError';
  readonly code = 'ECONNRESET';
}

const passingCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_HTTP2_STREAM_ERROR',
  'HPE_INVALID_EOF_STATE',
]);

const passingNames = new Set([
  'SlowDown',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'InternalError',
  'InternalServerError',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

interface MaybeFault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly status?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly cause?: unknown;
}

/** Whether the same request may well succeed a little later. Reading is always safe to repeat. */
export function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, code, message, status, $metadata, cause } = error as MaybeFault;
  const answered = typeof status === 'number' ? status : $metadata?.httpStatusCode;
  if (typeof code === 'string' && passingCodes.has(code)) return true;
  if (typeof name === 'string' && passingNames.has(name)) return true;
  // an answer of 2xx and an error after it: the body was cut
  if (typeof answered === 'number' && (answered >= 500 || answered === 429 || answered === 408)) return true;
  if (typeof message === 'string' && /^(aborted|socket hang up|Premature close|terminated)$/i.test(message))
    return true;
  return cause !== undefined && cause !== error && isPassing(cause);
}

const firstPauseMs = 200;
const longestPauseMs = 8000;

/** Longer with each failure, and never the same for two that fail together. */
export function pauseAfter(failures: number, random: () => number = Math.random): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1)) * (0.5 + random() / 2);
}

/** Throws when the signal is aborted, at once. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Which errors of AWS pass by themselves. The SDK has tried three times, quickly, before any of these is seen. */

interface AwsError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'SlowDown',
  'RequestThrottled',
]);
const cutCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);
const awayCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);

const read = (error: unknown) => (typeof error === 'object' && error !== null ? (error as AwsError) : {});

/** All slots of the account are taken: of so many queries at once, not of so many calls a second. */
export function isOverQuota(error: unknown): boolean {
  return read(error).name === 'TooManyRequestsException';
}

function isThrottled(error: unknown): boolean {
  const { name, $metadata } = read(error);
  return throttling.has(name ?? '') || isOverQuota(error) || $metadata?.httpStatusCode === 429;
}

function isServerFault(error: unknown): boolean {
  const { $fault, $metadata } = read(error);
  return $fault === 'server' || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** The call may have arrived. */
export function isCut(error: unknown): boolean {
  const { name, code, message = '' } = read(error);
  return cutCodes.has(code ?? '') || name === 'TimeoutError' || /socket hang up|aborted|premature close/i.test(message);
}

/** The call has not arrived. */
export function isAway(error: unknown): boolean {
  return awayCodes.has(read(error).code ?? '');
}

export function isPassing(error: unknown): boolean {
  if (read(error).name === 'AbortError') return false;
  return isThrottled(error) || isServerFault(error) || isCut(error) || isAway(error);
}

/** No right to it, or not there, or in another region: another way may lead to it. */
export function isOutOfReach(error: unknown): boolean {
  const { name, $metadata } = read(error);
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    name === 'AccessDenied' || name === 'NoSuchKey' || name === 'NoSuchBucket' || [301, 307, 403, 404].includes(status)
  );
}

/** Checks the Signature Version 4 of a request's headers, as AWS does: key, scope, clock, headers, payload hash, signature. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { DoubleCredentials } from './options.js';

export interface SignedRequest {
  readonly method: string;
  /** As it came: still encoded, without the query. */
  readonly path: string;
  /** As it came, without `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Of `x-amz-content-sha256`, or computed where a service does not ask for it. */
  readonly payloadHash: string;
}

export type Refusal =
  | 'missing'
  | 'malformed'
  | 'unknown_key'
  | 'wrong_service'
  | 'wrong_region'
  | 'skewed_clock'
  | 'wrong_token'
  | 'expired'
  | 'unsigned_header'
  | 'wrong_signature';

export type Verdict =
  | { readonly identity: DoubleCredentials; readonly region: string }
  | { readonly refusal: Refusal; readonly detail: string };

const allowedSkewMs = 15 * 60 * 1000;

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Sorted by name, then value, both encoded anew. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter(Boolean)
    .map((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function headerText(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sign(
  request: SignedRequest,
  secret: string,
  scope: string,
  date: string,
  signedHeaders: readonly string[],
): string {
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(request.query),
    ...signedHeaders.map((name) => `${name}:${headerText(request.headers, name)}`),
    '',
    signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((sofar, part) => hmac(sofar, part), `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

/** `20191001T000005Z` in milliseconds; NaN where it is none. */
function readAmzDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  return parts ? Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`) : NaN;
}

export function verify(
  request: SignedRequest,
  service: 's3' | 'athena',
  regions: ReadonlySet<string>,
  credentials: readonly DoubleCredentials[],
  nowMs: number,
): Verdict {
  const refuse = (refusal: Refusal, detail = ''): Verdict => ({ refusal, detail });
  const authorization = request.headers.authorization;
  if (authorization === undefined) return refuse('missing');
  const parts = /^AWS4-HMAC-SHA256 +Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    authorization,
  );
  const [keyId = '', day = '', region = '', scopeService = '', end = ''] = (parts?.[1] ?? '').split('/');
  if (!parts || end !== 'aws4_request') return refuse('malformed');
  const identity = credentials.find(({ accessKeyId }) => accessKeyId === keyId);
  if (identity === undefined) return refuse('unknown_key', keyId);
  if (scopeService !== service) return refuse('wrong_service', scopeService);
  if (!regions.has(region)) return refuse('wrong_region', region);
  const date = headerText(request.headers, 'x-amz-date');
  if (Number.isNaN(readAmzDate(date)) || !date.startsWith(day)) return refuse('malformed');
  if (Math.abs(readAmzDate(date) - nowMs) > allowedSkewMs) return refuse('skewed_clock', date);
  if ((request.headers['x-amz-security-token'] ?? undefined) !== identity.sessionToken) return refuse('wrong_token');
  if (identity.expired) return refuse('expired', identity.sessionToken ?? '');
  const signedHeaders = (parts[2] ?? '').split(';');
  const unsigned = Object.keys(request.headers).find(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
  );
  if (unsigned !== undefined) return refuse('unsigned_header', unsigned);
  const expected = sign(request, identity.secretAccessKey, [day, region, service, end].join('/'), date, signedHeaders);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(parts[3] ?? ''))) return refuse('wrong_signature');
  return { identity, region };
}

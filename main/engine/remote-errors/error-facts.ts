/** What an error of the AWS SDK, of Trino or of Node's network says about itself, whichever shape it has. */

export interface RemoteErrorFacts {
  /** `AccessDeniedException`, `NoSuchBucket`, `SYNTAX_ERROR`; `Error` where it has no name of its own. */
  readonly name: string;
  /** Without secrets, in one line. */
  readonly text: string;
  /** Of Node's network: `ECONNREFUSED`. */
  readonly networkCode: string | null;
  /** HTTP. */
  readonly status: number | null;
  /** `CONCURRENT_QUERY_LIMIT_EXCEEDED`, `INVALID_INPUT`: what Athena adds. */
  readonly reason: string | null;
  /** Where in a query's text, counted from 1. */
  readonly line: number | null;
  readonly host: string | null;
}

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, '$1…'],
  [/((?:X-Amz-)?(?:Signature|Credential|Security-Token)["']?\s*[:=]\s*)[^\s,;&"']+/gi, '$1…'],
  [/((?:secret|password|authorization|token)\w*["']?\s*[:=]\s*)(?:(?:Bearer|Basic)\s+)?["']?[^\s,;&"']+/gi, '$1…'],
  [/\/\/[^/\s:@]+:[^/\s@]+@/g, '//'],
  [/\beyJ[\w-]{10,}\.[\w-]+\.[\w-]*/g, '…'],
  [/[A-Za-z0-9+/]{100,}={0,2}/g, '…'],
];

/** A text of somebody else's in one line, without what looks like a secret, and not endless. */
function withoutSecrets(text: string): string {
  const oneLine = secrets
    .reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text)
    .replace(/\s+/g, ' ')
    .trim();
  return oneLine.length > 600 ? `${oneLine.slice(0, 600)}…` : oneLine;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** The error and what caused it, the outermost first. */
function chainOf(error: unknown): readonly Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  let next: unknown = error;
  while (typeof next === 'object' && next !== null && chain.length < 5) {
    const record = asRecord(next);
    chain.push(record);
    next = record['cause'] ?? (Array.isArray(record['errors']) ? record['errors'][0] : undefined);
  }
  return chain;
}

const isNetworkCode = /^(E[A-Z_]{3,}|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|HPE_)/;

/** Reads {@link RemoteErrorFacts} off whatever was thrown. */
export function readErrorFacts(error: unknown): RemoteErrorFacts {
  const chain = chainOf(error);
  const [outer = {}] = chain;
  const first = <Value>(read: (record: Record<string, unknown>) => Value | null) => {
    for (const record of chain) {
      const value = read(record);
      if (value !== null) return value;
    }
    return null;
  };
  const text =
    first((record) => textOf(record['message'])) ?? textOf(outer['Message']) ?? (textOf(error) || 'no reason given');
  const location = first((record) => numberOf(asRecord(record['errorLocation'])['lineNumber']));
  const written = /\bline (\d+):\d+/.exec(text);
  const generic = new Set(['Error', 'AxiosError', 'AggregateError', 'TypeError']);
  const ownName = (record: Record<string, unknown>) => {
    const name = textOf(record['errorName']) ?? textOf(record['Code']) ?? textOf(record['name']);
    return name === null || generic.has(name) ? null : name.replace(/^.*#/, '');
  };
  return {
    name: first(ownName) ?? 'Error',
    text: withoutSecrets(text),
    networkCode: first((record) => {
      const code = textOf(record['code']);
      return code !== null && isNetworkCode.test(code) ? code : null;
    }),
    status:
      first((record) => numberOf(asRecord(record['$metadata'])['httpStatusCode'])) ??
      first((record) => numberOf(asRecord(record['response'])['status']) ?? numberOf(record['status'])),
    reason: first((record) => textOf(record['Reason']) ?? textOf(record['AthenaErrorCode'])),
    line: location ?? (written ? Number(written[1]) : null),
    host: first((record) => textOf(record['hostname'])),
  };
}

import { expect, test } from 'vitest';
import { EngineError, type ErrorCode } from '../../preload/contract.js';
import { explainRemoteError, type ErrorContext } from './aws-errors.js';

/** As the SDK throws them: a name, a text, an HTTP status. */
function aws(name: string, message = 'UnknownError', status = 400, extra: object = {}): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, ...extra });
}

function network(code: string, message = code, extra: object = {}): Error {
  return Object.assign(new Error(message), { code, ...extra });
}

const context: ErrorContext = { trying: 'try it', region: 'us-east-1', resource: 'shop-lake', action: 's3:ListBucket' };

const table: readonly (readonly [string, unknown, ErrorCode, RegExp])[] = [
  [
    'expired, Athena',
    aws('ExpiredTokenException', 'The security token included in the request is expired'),
    'credentials',
    /expired/,
  ],
  ['expired, S3', aws('ExpiredToken', 'The provided token has expired.'), 'credentials', /expired/],
  [
    'SSO ended',
    aws(
      'CredentialsProviderError',
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    ),
    'credentials',
    /sign-in of the profile has ended/,
  ],
  ['SSO refused', aws('UnauthorizedException', 'Session token not found or invalid', 401), 'credentials', /sign-in/],
  [
    'MFA',
    aws(
      'CredentialsProviderError',
      'Profile shop requires multi-factor authentication, but no MFA code callback was provided.',
    ),
    'credentials',
    /MFA/,
  ],
  [
    'no such profile',
    aws(
      'CredentialsProviderError',
      'Could not resolve credentials using profile: [shop] in configuration/credentials file(s).',
    ),
    'credentials',
    /“shop”/,
  ],
  [
    'no credentials',
    aws('CredentialsProviderError', 'Could not load credentials from any providers'),
    'credentials',
    /no credentials/,
  ],
  [
    'unknown key, S3',
    aws('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403),
    'credentials',
    /does not know this access key/,
  ],
  [
    'unknown key, Athena',
    aws('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    'credentials',
    /does not know this access key/,
  ],
  [
    'wrong secret, S3',
    aws('SignatureDoesNotMatch', 'The request signature we calculated does not match', 403),
    'credentials',
    /secret key does not belong/,
  ],
  [
    'wrong secret, Athena',
    aws(
      'InvalidSignatureException',
      "The request signature we calculated does not match. The Canonical String for this request should have been 'POST / x-amz-security-token:FwoGZXIvYXdzE'",
      403,
    ),
    'credentials',
    /secret key does not belong/,
  ],
  [
    'wrong region, Athena',
    aws('InvalidSignatureException', "Credential should be scoped to a valid region, not 'us-east-1'.", 403),
    'misconfigured',
    /region us-east-1/,
  ],
  [
    'wrong region, S3',
    aws(
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    ),
    'misconfigured',
    /in the region eu-west-1/,
  ],
  [
    'moved bucket',
    aws(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      301,
    ),
    'misconfigured',
    /region/,
  ],
  ['no region', new Error('Region is missing'), 'misconfigured', /region/],
  [
    'clock, S3',
    aws('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403),
    'credentials',
    /clock/,
  ],
  [
    'clock, Athena',
    aws('InvalidSignatureException', 'Signature expired: 20261121T100000Z is now earlier than 20261121T101500Z', 403),
    'credentials',
    /clock/,
  ],
  ['throttled', aws('ThrottlingException', 'Rate exceeded'), 'throttled', /fewer calls/],
  ['throttled, S3', aws('SlowDown', 'Please reduce your request rate.', 503), 'throttled', /fewer calls/],
  ['too many', aws('TooManyRequestsException', 'too many'), 'throttled', /fewer calls/],
  [
    'quota',
    aws(
      'TooManyRequestsException',
      'You have exceeded the limit for the number of queries you can run concurrently.',
      400,
      { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' },
    ),
    'throttled',
    /quota/,
  ],
  [
    'Trino queue',
    { errorName: 'QUERY_QUEUE_FULL', message: 'Too many queued queries for "global"' },
    'throttled',
    /quota/,
  ],
  ['cut-off', { message: 'Query cancelled! : Bytes scanned limit was exceeded' }, 'over_limit', /work group allows/],
  [
    'no output',
    aws(
      'InvalidRequestException',
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    ),
    'misconfigured',
    /where results/,
  ],
  [
    'output bucket',
    aws('InvalidRequestException', 'Unable to verify/create output bucket shop-results'),
    'misconfigured',
    /“shop-results”/,
  ],
  [
    'output region',
    aws(
      'InvalidRequestException',
      'The S3 location provided to save your query results is invalid. Please check your S3 location is correct and is in the same region and try again.',
    ),
    'misconfigured',
    /another region/,
  ],
  [
    'work group',
    aws('InvalidRequestException', 'WorkGroup shop is not found.'),
    'misconfigured',
    /“shop” does not exist in the region us-east-1/,
  ],
  [
    'work group without its name',
    aws('InvalidRequestException', 'WorkGroup is not found.'),
    'misconfigured',
    /“shop-lake” does not exist/,
  ],
  [
    'work group off',
    aws('InvalidRequestException', 'WorkGroup shop is disabled.'),
    'misconfigured',
    /“shop” is disabled/,
  ],
  ['no bucket', aws('NoSuchBucket', 'The specified bucket does not exist', 404), 'not_found', /no bucket “shop-lake”/],
  ['no object', aws('NoSuchKey', 'The specified key does not exist.', 404), 'not_found', /“shop-lake” is not there/],
  ['no object, HEAD', aws('NotFound', 'UnknownError', 404), 'not_found', /is not there/],
  [
    'archive',
    aws('InvalidObjectState', "The operation is not valid for the object's storage class", 403),
    'not_found',
    /archive/,
  ],
  [
    'no database',
    aws('MetadataException', 'Database shop not found. Please check your query.'),
    'not_found',
    /no database “shop”/,
  ],
  [
    'no database, Trino',
    { errorName: 'SCHEMA_NOT_FOUND', message: "line 1:1: Schema 'shop' does not exist" },
    'not_found',
    /no database “shop”/,
  ],
  [
    'no table',
    { message: "TABLE_NOT_FOUND: line 3:8: Table 'awsdatacatalog.shop.events' does not exist" },
    'not_found',
    /no table “awsdatacatalog.shop.events”/,
  ],
  [
    'DNS',
    network('ENOTFOUND', 'getaddrinfo ENOTFOUND s3.nowhere.test', { hostname: 's3.nowhere.test' }),
    'network',
    /“s3.nowhere.test” was not found/,
  ],
  ['refused', network('ECONNREFUSED'), 'network', /nothing answers/],
  [
    'refused, both addresses',
    Object.assign(new AggregateError([network('ECONNREFUSED')], ''), { code: 'ECONNREFUSED' }),
    'network',
    /nothing answers/,
  ],
  ['refused, as a cause', new Error('fetch failed', { cause: network('ECONNREFUSED') }), 'network', /nothing answers/],
  ['reset', network('ECONNRESET', 'socket hang up'), 'network', /broke/],
  [
    'timeout',
    Object.assign(new Error('@smithy/node-http-handler - the request socket timed out after 60000 ms of inactivity'), {
      name: 'TimeoutError',
    }),
    'network',
    /in time/,
  ],
  ['TLS', network('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'), 'network', /secured/],
  ['fault of the service', aws('InternalServerException', 'Internal error', 500), 'network', /fault of its own/],
  ['memory', { message: 'Query exhausted resources at this scale factor' }, 'query_failed', /memory/],
  ['stopped', { message: 'Query cancelled by user' }, 'cancelled', /stopped/],
  [
    'Trino, user',
    Object.assign(new Error('Request failed with status code 401'), { response: { status: 401 } }),
    'credentials',
    /user and password/,
  ],
  [
    'Trino, denied',
    { errorName: 'PERMISSION_DENIED', message: 'Access Denied: Cannot select from table lake.shop.events' },
    'access_denied',
    /s3:ListBucket/,
  ],
];

test('a connection that broke is no timeout, though the SDK calls it one', () => {
  const error = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
  expect(explainRemoteError(error, context).message).toMatch(/the connection broke/);
});

test.each(table)('%s', (_name, error, code, words) => {
  const explained = explainRemoteError(error, context);
  expect(explained).toBeInstanceOf(EngineError);
  expect([explained.code, explained.message]).toEqual([code, expect.stringMatching(words)]);
  expect(explained.message).toMatch(/^It was not possible to try it: /);
  expect(explained.details.wayOut).toMatch(/\.$/);
});

test('a refusal says which action on which resource, as the service names them', () => {
  const error = aws(
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/ana is not authorized to perform: athena:StartQueryExecution on resource: arn:aws:athena:us-east-1:123456789012:workgroup/shop because no identity-based policy allows the athena:StartQueryExecution action',
  );
  expect(explainRemoteError(error, context)).toMatchObject({
    code: 'access_denied',
    message: expect.stringContaining(
      'may not do athena:StartQueryExecution on arn:aws:athena:us-east-1:123456789012:workgroup/shop.',
    ),
    details: {
      action: 'athena:StartQueryExecution',
      resource: 'arn:aws:athena:us-east-1:123456789012:workgroup/shop',
    },
  });
  const s3 = aws(
    'AccessDenied',
    'User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::shop-lake/curated/a.parquet" because no session policy allows the s3:GetObject action',
    403,
  );
  expect(explainRemoteError(s3, context).details).toMatchObject({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::shop-lake/curated/a.parquet',
  });
});

test('a refusal that names nothing says what was tried', () => {
  expect(explainRemoteError(aws('AccessDenied', 'Access Denied', 403), context).details).toMatchObject({
    action: 's3:ListBucket',
    resource: 'shop-lake',
  });
  const inQuery = { message: 'Permission denied on S3 path: s3://shop-lake/curated/events' };
  expect(explainRemoteError(inQuery, { trying: 'ask', action: 's3:GetObject' }).details).toMatchObject({
    resource: 's3://shop-lake/curated/events',
  });
});

test('a query that failed comes with the reason, the line and the text of the query', () => {
  const athena = { message: "SYNTAX_ERROR: line 12:8: Column 'prise' cannot be resolved" };
  const asked = { trying: 'answer the report', sql: 'SELECT prise', queryId: 'q-1' };
  expect(explainRemoteError(athena, asked)).toMatchObject({
    code: 'query_failed',
    message: "It was not possible to answer the report: SYNTAX_ERROR: line 12:8: Column 'prise' cannot be resolved",
    details: { line: 12, sql: 'SELECT prise', queryId: 'q-1' },
  });
  const trino = {
    errorName: 'COLUMN_NOT_FOUND',
    message: 'no such column',
    errorLocation: { lineNumber: 3, columnNumber: 1 },
  };
  expect(explainRemoteError(trino, asked).details.line).toBe(3);
});

test('an abort is a cancellation, and what was explained already stays', () => {
  expect(explainRemoteError(Object.assign(new Error('Request aborted'), { name: 'AbortError' }), context).code).toBe(
    'cancelled',
  );
  const explained = new EngineError('over_limit', 'The cap is reached.');
  expect(explainRemoteError(explained, context)).toBe(explained);
});

test('no secret passes', () => {
  const token = 'FwoGZXIvYXdzEBYaDKQ'.repeat(10);
  const secrets = ['AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', token, 'hunter2'];
  const text = `key AKIAIOSFODNN7EXAMPLE secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY X-Amz-Security-Token=${token} at https://ana:hunter2@trino.test and ${token}`;
  for (const error of [new Error(text), aws('Odd', text), { message: text }, text, aws('AccessDenied', text, 403)]) {
    const said = JSON.stringify(explainRemoteError(error, { trying: 'try it' }).serialize());
    for (const secret of secrets) expect(said).not.toContain(secret);
  }
});

/** What S3 and Athena say of a request whose signature they do not accept, and of what a test has asked to go wrong. */
import { AwsError } from './aws-error.js';
import type { FaultKind } from './faults.js';
import type { Refusal } from './sigv4.js';

/** `region`: where the double is. */
export function refuseS3(refusal: Refusal, detail: string, region: string): AwsError {
  switch (refusal) {
    case 'missing':
      return new AwsError('AccessDenied', 'Access Denied', 403);
    case 'malformed':
      return new AwsError('AuthorizationHeaderMalformed', 'The authorization header is malformed.', 400);
    case 'unknown_key':
      return new AwsError(
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
        403,
        {
          fields: { AWSAccessKeyId: detail },
        },
      );
    case 'wrong_service':
      return new AwsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; incorrect service "${detail}". This endpoint belongs to "s3".`,
      );
    case 'wrong_region':
      return new AwsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${detail}' is wrong; expecting '${region}'`,
        400,
        { fields: { Region: region } },
      );
    case 'skewed_clock':
      return new AwsError(
        'RequestTimeTooSkewed',
        'The difference between the request time and the current time is too large.',
        403,
        { fields: { RequestTime: detail, MaxAllowedSkewMilliseconds: 900_000 } },
      );
    case 'wrong_token':
      return new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400);
    case 'expired':
      return new AwsError('ExpiredToken', 'The provided token has expired.', 400);
    case 'unsigned_header':
      return new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
        fields: { HeadersNotSigned: detail },
      });
    case 'wrong_signature':
      return new AwsError(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        403,
      );
  }
}

export function refuseAthena(refusal: Refusal, detail: string): AwsError {
  switch (refusal) {
    case 'missing':
      return new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 400);
    case 'malformed':
    case 'unsigned_header':
      return new AwsError('IncompleteSignatureException', `Authorization header is incomplete. ${detail}`, 400);
    case 'unknown_key':
    case 'wrong_token':
      return new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 400);
    case 'wrong_service':
      return new AwsError(
        'InvalidSignatureException',
        "Credential should be scoped to correct service: 'athena'.",
        403,
      );
    case 'wrong_region':
      return new AwsError('InvalidSignatureException', 'Credential should be scoped to a valid region. ', 403);
    case 'skewed_clock':
      return new AwsError(
        'InvalidSignatureException',
        `Signature expired: ${detail} is now earlier than what is allowed.`,
        403,
      );
    case 'expired':
      return new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 400);
    case 'wrong_signature':
      return new AwsError(
        'InvalidSignatureException',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
        403,
      );
  }
}

/** Null for what is no answer: a cut, a delay. */
export function answerFault(kind: FaultKind, service: 's3' | 'athena', operation: string): AwsError | null {
  if (kind === 'cut' || kind === 'delay') return null;
  const isS3 = service === 's3';
  switch (kind) {
    case 'throttling':
    case 'SlowDown':
      return isS3
        ? new AwsError('SlowDown', 'Please reduce your request rate.', 503)
        : new AwsError('ThrottlingException', 'Rate exceeded', 400);
    case 'TooManyRequests':
      return isS3
        ? new AwsError('SlowDown', 'Please reduce your request rate.', 503)
        : tooManyQueries(
            'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.',
          );
    case 'InternalError':
      return isS3
        ? new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500)
        : new AwsError('InternalServerException', 'Amazon Athena experienced an internal error.', 500);
    case 'ExpiredToken':
      return isS3 ? refuseS3('expired', '', '') : refuseAthena('expired', '');
    case 'UnknownOperation':
      return isS3
        ? new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', 501)
        : new AwsError('UnknownOperationException', '', 400);
    case 'AccessDenied':
      return isS3
        ? new AwsError('AccessDenied', 'Access Denied', 403)
        : new AwsError(
            'AccessDeniedException',
            `You are not authorized to perform: athena:${operation} on the resource.`,
            400,
          );
  }
}

export function tooManyQueries(message: string): AwsError {
  return new AwsError('TooManyRequestsException', message, 400, {
    fields: { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' },
  });
}

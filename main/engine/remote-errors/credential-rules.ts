/** None, expired, unknown or wrong credentials; clocks and regions, by which a signature is wrong too. */
import { either, named, quoted, saying, type ErrorRule } from './error-rule.js';

export const credentialRules: readonly ErrorRule[] = [
  {
    fits: saying(/SSO session|SSO token|Token is expired|sso login|aws login|Session token not found or invalid/i),
    say: () => ({
      code: 'credentials',
      what: 'the sign-in of the profile has ended, or nobody has signed in yet.',
      wayOut: 'Sign in again: with “Sign in” beside the connection, or with `aws sso login`.',
    }),
  },
  {
    fits: saying(/multi-?factor authentication|mfaCodeProvider/i),
    say: () => ({
      code: 'credentials',
      what: 'the profile asks for a code of a second device (MFA), which Vitrine cannot ask for.',
      wayOut: 'Get keys for a while with `aws sts get-session-token`, and give them to the connection.',
    }),
  },
  {
    fits: saying(/Could not resolve credentials using profile: \[?([^\]\s]+)|Profile (\S+) could not be found/i),
    say: (_facts, _context, [, profile, other]) => ({
      code: 'credentials',
      what: `the profile “${profile ?? other ?? ''}” is not in the AWS files of this machine, or holds no credentials.`,
      wayOut: 'Choose another profile, or make this one with `aws configure --profile NAME`.',
    }),
  },
  {
    fits: either(
      named('CredentialsProviderError', 'TokenProviderError'),
      saying(/Could not load credentials|Resolved credential object is not valid|credential is missing/i),
    ),
    say: () => ({
      code: 'credentials',
      what: 'there are no credentials.',
      wayOut: 'Give the connection a profile or keys, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    }),
  },
  {
    fits: either(
      named('ExpiredToken', 'TokenRefreshRequired'),
      saying(/token (?:included in the request )?(?:is|has) expired/i),
    ),
    say: () => ({
      code: 'credentials',
      what: 'the credentials have expired.',
      wayOut: 'Sign in again (“Sign in” beside the connection, or `aws sso login`), or give the connection new keys.',
    }),
  },
  {
    fits: either(
      named('RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'),
      saying(/Signature (?:expired|not yet current)|difference between the request time and the current time/i),
    ),
    say: () => ({
      code: 'credentials',
      what: 'the clock of this machine and that of the service are minutes apart.',
      wayOut: 'Set the clock of this machine right (automatic time), and try again.',
    }),
  },
  {
    fits: either(
      saying(/region '([^']+)' is wrong; expecting '([^']+)'/i),
      saying(/Credential should be scoped to a valid region/i),
      named('AuthorizationHeaderMalformed', 'PermanentRedirect', 'TemporaryRedirect', 'IllegalLocationConstraint'),
      saying(/Region is missing|must be addressed using the specified endpoint|Invalid region/i),
      ({ status }) => status === 301 || status === 307,
    ),
    say: (_facts, { region, resource }, [, , expected]) => ({
      code: 'misconfigured',
      what: `${quoted(resource, 'what was asked for')} is ${
        expected === undefined ? 'not in the region' : `in the region ${expected}, not in`
      } ${region ?? 'of the connection'}.`,
      wayOut: `Set the connection’s region to ${expected ?? 'that of the bucket and the work group'}.`,
      details: resource === undefined ? {} : { resource },
    }),
  },
  {
    fits: named('InvalidAccessKeyId', 'UnrecognizedClient', 'InvalidClientTokenId', 'InvalidToken', 'InvalidSecurity'),
    say: () => ({
      code: 'credentials',
      what: 'the service does not know this access key: it was removed, or is of another account or service.',
      wayOut: 'Give the connection a key that is in force, with its session token where it has one.',
    }),
  },
  {
    fits: named(
      'MissingAuthenticationToken',
      'MissingSecurityHeader',
      'IncompleteSignature',
      'SignatureDoesNotMatch',
      'InvalidSignature',
    ),
    say: () => ({
      code: 'credentials',
      what: 'the service does not accept the signature: the secret key does not belong to the access key.',
      wayOut: 'Enter the access key and its secret key again.',
    }),
  },
];

/** Too many calls, too many bytes, not allowed. */
import { either, named, saying, type ErrorRule } from './error-rule.js';

/** `…is not authorized to perform: s3:GetObject on resource: "arn:…" because …`. */
const notAuthorized = /not authorized to perform:? \[?([\w-]+:[\w*]+)\]?(?:.*?on resource:? ["']?([^\s"']+))?/i;
const lakeFormation = /(Insufficient Lake Formation permission)\S*(?:.*? on ([^\s()]+))?/i;

export const limitRules: readonly ErrorRule[] = [
  {
    fits: either(
      ({ reason }) => reason === 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
      named('ServiceQuotaExceeded', 'LimitExceeded', 'QuotaExceeded', 'QUERY_QUEUE_FULL'),
      saying(/concurrent quer(?:y|ies)|limit for the number of queries|Too many queued queries/i),
    ),
    say: () => ({
      code: 'throttled',
      what: 'the quota of queries at one time is used up.',
      wayOut: 'Wait until other queries have ended, or have the quota raised (Service Quotas, Athena).',
    }),
  },
  {
    fits: either(
      named('Throttling', 'Throttled', 'TooManyRequests', 'SlowDown', 'RequestLimitExceeded', 'BandwidthLimitExceeded'),
      saying(/Rate exceeded|reduce your request rate|SlowDown/i),
      ({ status }) => status === 429,
    ),
    say: () => ({
      code: 'throttled',
      what: 'the service wants fewer calls at a time.',
      wayOut: 'Wait a minute and try again: other programs of the account count, too.',
    }),
  },
  {
    fits: either(
      saying(/bytes? scanned (?:limit|cut-?off)|limit (?:for|of) bytes scanned|exceeded (?:the )?bytes scanned/i),
      named('EXCEEDED_SCAN_LIMIT'),
    ),
    say: () => ({
      code: 'over_limit',
      what: 'the query would scan more than the work group allows one query, and was ended there.',
      wayOut: 'Choose a shorter range of days, or have the work group’s limit for a query raised.',
    }),
  },
];

export const permissionRules: readonly ErrorRule[] = [
  {
    fits: either(
      saying(notAuthorized),
      saying(lakeFormation),
      named('AccessDenied', 'Forbidden', 'Unauthorized', 'AllAccessDisabled', 'PERMISSION_DENIED', 'ACCESS_DENIED'),
      saying(/Access ?Denied|Insufficient permissions|Permission denied/i),
      ({ status }) => status === 403,
    ),
    say: ({ text }, context, [, caught, on]) => {
      const isLakeFormation = caught?.startsWith('Insufficient') === true;
      const action = isLakeFormation ? 'lakeformation:GetDataAccess' : (caught ?? context.action);
      const resource = on?.replace(/[.,]$/, '') ?? /s3:\/\/[^\s,)]+/.exec(text)?.[0] ?? context.resource;
      const where = resource === undefined ? '' : ` on ${resource}`;
      return {
        code: 'access_denied',
        what: action === undefined ? text : `the credentials may not do ${action}${where}.`,
        wayOut: `Ask whoever looks after it to allow ${action ?? 'this'}${where}, or use other credentials.`,
        details: { ...(action !== undefined && { action }), ...(resource !== undefined && { resource }) },
      };
    },
  },
  {
    fits: ({ status, name }) => status === 401 || name === 'UNAUTHENTICATED',
    say: () => ({
      code: 'credentials',
      what: 'the service does not accept this user and password.',
      wayOut: 'Enter the user and the password of the connection again.',
    }),
  },
];

/** The way to the service, and faults of the service itself. */
import { either, named, saying, type ErrorRule } from './error-rule.js';
import type { RemoteErrorFacts } from './error-facts.js';

function failing(pattern: RegExp): ErrorRule['fits'] {
  return ({ networkCode }) => networkCode !== null && pattern.test(networkCode);
}

function host({ host: name }: RemoteErrorFacts): string {
  return name === null ? 'the address' : `“${name}”`;
}

const checkAddress =
  'Check the connection’s address (endpoint, server, region), the network and the VPN, and try again.';

export const networkRules: readonly ErrorRule[] = [
  {
    fits: either(failing(/^(ENOTFOUND|EAI_)/), saying(/getaddrinfo|ENOTFOUND/)),
    say: (facts) => ({
      code: 'network',
      what: `${host(facts)} was not found in the network (DNS).`,
      wayOut: checkAddress,
    }),
  },
  {
    fits: failing(/^ECONNREFUSED/),
    say: () => ({ code: 'network', what: 'nothing answers at the address.', wayOut: checkAddress }),
  },
  {
    fits: failing(/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO)/),
    say: ({ networkCode }) => ({
      code: 'network',
      what: `the connection could not be secured (${networkCode ?? 'TLS'}).`,
      wayOut:
        'Check the address and whether it speaks https. A certificate authority of one’s own is named in NODE_EXTRA_CA_CERTS before the app starts.',
    }),
  },
  {
    fits: failing(/^(EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)/),
    say: () => ({ code: 'network', what: 'there is no way to the address.', wayOut: checkAddress }),
  },
  {
    fits: either(
      failing(/^(ECONNRESET|EPIPE|ERR_STREAM_PREMATURE_CLOSE)/),
      saying(/socket hang up|Premature close|network error/i),
    ),
    say: () => ({
      code: 'network',
      what: 'the connection broke.',
      wayOut: 'Try again: what has been brought here already stays.',
    }),
  },
  {
    fits: either(
      failing(/^(ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED)/),
      named('TimeoutError', 'RequestTimeout'),
      saying(/timed? ?out after|socket timed out/i),
    ),
    say: () => ({ code: 'network', what: 'the service did not answer in time.', wayOut: checkAddress }),
  },
  {
    fits: either(failing(/^HPE_/), saying(/Deserialization error|char '.*' is not expected/i)),
    say: () => ({
      code: 'network',
      what: 'what answers at the address does not speak as this service does.',
      wayOut: checkAddress,
    }),
  },
  {
    // An answer to HEAD has no text.
    fits: ({ name, status }) => status === 400 && ['Unknown', 'UnknownError', 'BadRequest', '400'].includes(name),
    say: (_facts, { region }) => ({
      code: 'misconfigured',
      what: `the service refuses it without saying why (400), as it does for credentials that have expired and for a wrong region (${region ?? 'not known'}).`,
      wayOut: 'Test the connection: that says which of them it is.',
    }),
  },
  {
    fits: either(
      ({ status }) => status !== null && status >= 500,
      named('InternalServer', 'InternalError', 'InternalFailure', 'ServiceUnavailable'),
    ),
    say: ({ status }) => ({
      code: 'network',
      what: `the service had a fault of its own${status === null ? '' : ` (${status})`}.`,
      wayOut: 'Try again in a while.',
    }),
  },
];

/** The credentials of a connection, remembered until they end or a service says that they have. */
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { EngineError, type AthenaConnection, type ConnectionSecret } from '../../../preload/contract.js';
import { explainRemoteError } from '../aws-errors.js';

export interface Credentials {
  /** Throws EngineError `credentials`. */
  get(): Promise<AwsCredentialIdentity>;
  /** The next `get` asks anew. */
  forget(): void;
  /** Of what is remembered. */
  readonly expiresAt: Date | null;
}

/** They are asked for anew so long before they end. */
const renewBeforeMs = 5 * 60_000;

/** The SDK's advice about versions of Node is for us, not for whoever runs the app. */
export function silenceSdk(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

function keysFromEnvironment(): AwsCredentialIdentity | null {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return null;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** Keys that were entered; where this host does not have them, those of the environment may serve. */
function useKeys(name: string, secret: ConnectionSecret | null): AwsCredentialIdentity {
  if (secret && 'accessKeyId' in secret) return secret;
  const fromEnvironment = keysFromEnvironment();
  if (fromEnvironment) return fromEnvironment;
  throw new EngineError('credentials', `The keys of the connection “${name}” are not known here.`, {
    wayOut:
      'Keys that the app keeps are known to the app alone. Enter them again, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the connection a profile.',
  });
}

/** What the way out of a failure is depends on where credentials come from. */
function explain(error: unknown, { name, credentials }: AthenaConnection): EngineError {
  const explained = explainRemoteError(error, { trying: `get credentials for the connection “${name}”` });
  const isSignIn = /sign-in of the profile/.test(explained.message);
  if (credentials.from === 'profile' && isSignIn)
    return new EngineError('credentials', explained.message, {
      wayOut: `Sign in again: with “Sign in” beside the connection, or with \`aws sso login --profile ${credentials.profile}\`.`,
    });
  if (credentials.from === 'environment')
    return new EngineError('credentials', explained.message, {
      wayOut: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) before the app starts.',
    });
  return explained.code === 'query_failed'
    ? new EngineError('credentials', explained.message, {
        wayOut: 'Check the profile, or give the connection another one.',
      })
    : explained;
}

async function load(
  connection: AthenaConnection,
  readSecret: () => Promise<ConnectionSecret | null>,
): Promise<AwsCredentialIdentity> {
  const { name, region, credentials } = connection;
  if (credentials.from === 'keys') return useKeys(name, await readSecret());
  silenceSdk();
  const { fromEnv, fromIni, fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
  // Files are read again each time: they may have changed since, by the AWS tools or by a sign-in.
  const common = { ignoreCache: true, parentClientConfig: { region } };
  if (credentials.from === 'environment') return fromEnv()();
  if (credentials.from === 'profile') return fromIni({ ...common, profile: credentials.profile })();
  return fromNodeProviderChain({ ...common, timeout: 1000, maxRetries: 0 })();
}

/** One request at a time reaches the files and services behind it, however many calls wait. */
export function openCredentials(
  connection: AthenaConnection,
  readSecret: () => Promise<ConnectionSecret | null>,
): Credentials {
  let known: AwsCredentialIdentity | null = null;
  let asking: Promise<AwsCredentialIdentity> | null = null;

  function isUsable(identity: AwsCredentialIdentity | null): identity is AwsCredentialIdentity {
    return identity !== null && (identity.expiration?.getTime() ?? Infinity) - Date.now() > renewBeforeMs;
  }

  function ask(): Promise<AwsCredentialIdentity> {
    const asked = load(connection, readSecret)
      .then((identity) => (known = identity))
      .catch((error: unknown) => {
        throw explain(error, connection);
      })
      .finally(() => {
        if (asking === asked) asking = null;
      });
    asking = asked;
    return asked;
  }

  return {
    get: async () => (isUsable(known) ? known : (asking ?? ask())),
    forget() {
      known = null;
      asking = null;
    },
    get expiresAt() {
      return known?.expiration ?? null;
    },
  };
}

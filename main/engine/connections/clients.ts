/** The clients of one connection to AWS, or to a service that speaks like it. */
import type { AthenaClient } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import type { AthenaConnection } from '../../../preload/contract.js';
import { askAnew } from './ask-anew.js';
import { silenceSdk, type Credentials } from './credentials.js';

export interface AwsClients {
  readonly credentials: Credentials;
  s3(): Promise<S3Client>;
  athena(): Promise<AthenaClient>;
  close(): void;
}

function settingsOf({ region, endpoint }: AthenaConnection, credentials: Credentials) {
  // The SDK would remember credentials itself, and not ask again when a service says that they have expired.
  const provider = Object.assign(() => credentials.get(), { memoized: true });
  return {
    region,
    ...(endpoint !== null && { endpoint }),
    credentials: provider,
    maxAttempts: 4,
    retryMode: 'standard' as const,
    // Silence ends a call, not length: an upload over a slow line may take minutes.
    requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
  };
}

const askAnewOptions = { step: 'initialize', name: 'askForCredentialsAnew', priority: 'high' } as const;

export function openClients(connection: AthenaConnection, credentials: Credentials): AwsClients {
  silenceSdk();
  const settings = settingsOf(connection, credentials);
  let s3: Promise<S3Client> | null = null;
  let athena: Promise<AthenaClient> | null = null;

  async function openS3(): Promise<S3Client> {
    const { S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({
      ...settings,
      followRegionRedirects: true,
      forcePathStyle: connection.endpoint !== null,
    });
    client.middlewareStack.add(askAnew(credentials), askAnewOptions);
    return client;
  }

  async function openAthena(): Promise<AthenaClient> {
    const { AthenaClient } = await import('@aws-sdk/client-athena');
    const client = new AthenaClient(settings);
    client.middlewareStack.add(askAnew(credentials), askAnewOptions);
    return client;
  }

  return {
    credentials,
    s3: () => (s3 ??= openS3()),
    athena: () => (athena ??= openAthena()),
    close() {
      void s3?.then((client) => client.destroy());
      void athena?.then((client) => client.destroy());
    },
  };
}

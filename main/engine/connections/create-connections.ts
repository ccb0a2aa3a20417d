/** The connections of a workspace: their settings, their secrets, their clients. */
import {
  EngineError,
  type AthenaConnection,
  type ConnectionCheck,
  type ConnectionInfo,
  type ConnectionSecret,
  type ConnectionSettings,
} from '../../../preload/contract.js';
import type { Connections } from '../elsewhere.js';
import type { Handlers, Job } from '../serve.js';
import type { Vault } from '../vault.js';
import { findProfile, listProfiles } from './aws-profiles.js';
import { checkAthena } from './check-athena.js';
import { checkTrino } from './check-trino.js';
import { openClients, type AwsClients } from './clients.js';
import { openConnectionBook, type JsonFiles } from './connection-book.js';
import { openCredentials } from './credentials.js';
import { refuseUnsafe, trinoPassword } from './safe-settings.js';
import { fitsConnection, openSecrets } from './secrets.js';
import { signIn } from './sign-in.js';

export interface ConnectionsNeeds {
  readonly workspaceDir: string;
  readonly vault: Vault;
  readonly json: JsonFiles;
}

export type ConnectionHandlers = Pick<
  Handlers,
  | 'connections.list'
  | 'connections.save'
  | 'connections.remove'
  | 'connections.test'
  | 'connections.profiles'
  | 'connections.signIn'
>;

function requireAthena(connection: ConnectionSettings): AthenaConnection {
  if (connection.kind === 'athena') return connection;
  throw new EngineError('misconfigured', `The connection “${connection.name}” is one to Trino, not to S3 and Athena.`, {
    wayOut: 'Choose a connection of the kind Athena.',
  });
}

/** When the sign-in behind a connection ends, where the AWS tools' files say it. */
async function findExpiry(connection: ConnectionSettings): Promise<string | null> {
  if (connection.kind === 'trino') return null;
  const { credentials } = connection;
  if (credentials.from === 'profile') return (await findProfile(credentials.profile))?.expiresAt ?? null;
  if (credentials.from !== 'default' || process.env['AWS_ACCESS_KEY_ID']) return null;
  return (await findProfile(process.env['AWS_PROFILE'] ?? 'default'))?.expiresAt ?? null;
}

export function createConnections({ workspaceDir, vault, json }: ConnectionsNeeds): Connections & {
  readonly handlers: ConnectionHandlers;
  close(): void;
} {
  const book = openConnectionBook(workspaceDir, json);
  const secrets = openSecrets(vault);
  /** `made` tells which settings and which secret clients are of. */
  const opened = new Map<string, { readonly made: string; readonly clients: AwsClients }>();
  const secretChanges = new Map<string, number>();
  const outdated = new Set<AwsClients>();

  function forgetSecretOf(name: string): void {
    secretChanges.set(name, (secretChanges.get(name) ?? 0) + 1);
  }

  function clientsOf(connection: AthenaConnection): AwsClients {
    const { name, region, endpoint, credentials } = connection;
    const made = JSON.stringify([region, endpoint, credentials, secretChanges.get(name) ?? 0]);
    const current = opened.get(name);
    if (current?.made === made) return current.clients;
    // What is under way with the old ones comes to its end; they are closed with the engine.
    if (current) outdated.add(current.clients);
    const clients = openClients(
      connection,
      openCredentials(connection, () => secrets.read(name)),
    );
    opened.set(name, { made, clients });
    return clients;
  }

  async function describe(connection: ConnectionSettings): Promise<ConnectionInfo> {
    const [secret, expiresAt] = await Promise.all([
      secrets.stateOf(connection),
      findExpiry(connection).catch(() => null),
    ]);
    return { ...connection, secret, expiresAt };
  }

  const list = async () => Promise.all((await book.list()).map(describe));

  async function save(connection: ConnectionSettings, secret: ConnectionSecret | undefined): Promise<void> {
    await book.list(); // a damaged file is told before anything changes
    const kept = secret ?? (await secrets.read(connection.name));
    refuseUnsafe(connection, kept && fitsConnection(kept, connection) ? kept : null);
    if (secret && !fitsConnection(secret, connection))
      throw new EngineError('bad_params', 'This kind of secret does not fit the connection.', {
        wayOut: 'Keys are for Athena with “keys” as credentials, a password is for Trino.',
      });
    if (secret) await secrets.write(connection.name, secret);
    else if (kept && !fitsConnection(kept, connection)) await secrets.remove(connection.name);
    await book.put(connection);
    forgetSecretOf(connection.name);
  }

  async function remove(name: string): Promise<void> {
    await book.remove(name);
    await secrets.remove(name);
    forgetSecretOf(name);
  }

  async function test(
    connection: ConnectionSettings,
    secret: ConnectionSecret | undefined,
    job: Job,
  ): Promise<readonly ConnectionCheck[]> {
    const used = secret ?? (await secrets.read(connection.name));
    refuseUnsafe(connection, used && fitsConnection(used, connection) ? used : null);
    if (connection.kind === 'trino') return checkTrino(connection, trinoPassword(connection, used), job);
    // Clients of its own: what was signed in or entered a moment ago counts.
    const clients = openClients(
      connection,
      openCredentials(connection, async () => used),
    );
    try {
      return await checkAthena(connection, clients, job);
    } finally {
      clients.close();
    }
  }

  return {
    get: book.get,
    async change(name, { lake, events }) {
      const changed = await book.update(name, (settings) => {
        const next = events === undefined ? settings : { ...settings, events };
        return lake === undefined ? next : { ...requireAthena(next), lake };
      });
      return describe(changed);
    },
    async openS3(name) {
      const connection = requireAthena(await book.get(name));
      return { client: await clientsOf(connection).s3(), connection };
    },
    async openAthena(name) {
      const connection = requireAthena(await book.get(name));
      return { client: await clientsOf(connection).athena(), connection };
    },
    async openTrino(name) {
      const connection = await book.get(name);
      if (connection.kind !== 'trino')
        throw new EngineError('misconfigured', `The connection “${name}” is one to Athena, not to Trino.`, {
          wayOut: 'Choose a connection of the kind Trino.',
        });
      const secret = await secrets.read(name);
      refuseUnsafe(connection, secret);
      return { connection, password: trinoPassword(connection, secret) };
    },
    handlers: {
      'connections.list': list,
      'connections.save': async ({ connection, secret }) => {
        await save(connection, secret);
        return list();
      },
      'connections.remove': async ({ name }) => {
        await remove(name);
        return list();
      },
      'connections.test': async (asked, job) =>
        'name' in asked ? test(await book.get(asked.name), undefined, job) : test(asked.connection, asked.secret, job),
      'connections.profiles': async () => listProfiles(),
      'connections.signIn': async ({ profile }, job) => {
        const signedIn = await signIn(profile, job);
        for (const { clients } of opened.values()) clients.credentials.forget();
        return signedIn;
      },
    },
    close() {
      for (const { clients } of opened.values()) clients.close();
      for (const clients of outdated) clients.close();
    },
  };
}

/** The secrets of connections, in the host's vault. */
import { connectionSecret } from '../../../preload/remote/connection.js';
import type { ConnectionInfo, ConnectionSecret, ConnectionSettings } from '../../../preload/contract.js';
import type { Vault } from '../vault.js';

export interface Secrets {
  read(connection: string): Promise<ConnectionSecret | null>;
  write(connection: string, secret: ConnectionSecret): Promise<void>;
  remove(connection: string): Promise<void>;
  /** As people are told. */
  stateOf(connection: ConnectionSettings): Promise<ConnectionInfo['secret']>;
}

/** Whether a connection can use this secret: keys for Athena where it says so, a password for Trino. */
export function fitsConnection(secret: ConnectionSecret, connection: ConnectionSettings): boolean {
  if (connection.kind === 'trino') return 'password' in secret;
  return connection.credentials.from === 'keys' && 'accessKeyId' in secret;
}

export function openSecrets(vault: Vault): Secrets {
  const idOf = (connection: string) => `connection:${connection}`;

  async function read(connection: string): Promise<ConnectionSecret | null> {
    const text = await vault.read(idOf(connection));
    if (text === null) return null;
    try {
      return connectionSecret.parse(JSON.parse(text));
    } catch {
      return null; // of another version: as if it were not there, it is asked for again
    }
  }

  return {
    read,
    write: (connection, secret) => vault.write(idOf(connection), JSON.stringify(secret)),
    remove: (connection) => vault.remove(idOf(connection)),
    async stateOf(connection) {
      if (connection.kind === 'athena' && connection.credentials.from !== 'keys') return null;
      const secret = await read(connection.name).catch(() => null); // whoever uses it is told why
      if (secret && fitsConnection(secret, connection)) return vault.keeps();
      return connection.kind === 'athena' ? 'missing' : null;
    },
  };
}

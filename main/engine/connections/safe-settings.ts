/** Settings are written down in plain text and sent over a network: what must not be in them, and where a password must not go. */
import {
  EngineError,
  type ConnectionSecret,
  type ConnectionSettings,
  type TrinoConnection,
} from '../../../preload/contract.js';

const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Throws EngineError `bad_params` for an address with a password in it, and for a password over plain http. */
export function refuseUnsafe(connection: ConnectionSettings, secret: ConnectionSecret | null): void {
  const address = connection.kind === 'athena' ? connection.endpoint : connection.server;
  if (address === null) return;
  const { username, password, protocol, hostname } = new URL(address);
  if (username !== '' || password !== '')
    throw new EngineError('bad_params', 'An address holds no user and no password.', {
      wayOut: 'Give them to the connection as its credentials: there they are kept safely.',
    });
  if (connection.kind === 'trino' && secret !== null && protocol === 'http:' && !thisMachine.test(hostname))
    throw new EngineError('bad_params', 'A password is only sent to Trino over https.', {
      wayOut: 'Write the server’s address with https://, or leave the password out.',
    });
}

/** The password that is kept; without one that of TRINO_PASSWORD, as Trino's own command line takes it, over https. */
export function trinoPassword({ server }: TrinoConnection, secret: ConnectionSecret | null): string | null {
  if (secret && 'password' in secret) return secret.password;
  const fromEnvironment = process.env['TRINO_PASSWORD'];
  return fromEnvironment && server.startsWith('https:') ? fromEnvironment : null;
}

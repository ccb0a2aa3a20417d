/** The connections of a workspace: their settings, their secrets, their clients. */
import { EngineError } from '../../../preload/contract.js';
import type { Connections } from '../elsewhere.js';
import type { Handlers } from '../serve.js';
import type { Vault } from '../vault.js';

export interface ConnectionsNeeds {
  readonly workspaceDir: string;
  readonly vault: Vault;
  readonly json: {
    readonly read: (path: string) => Promise<unknown>;
    readonly write: (path: string, value: unknown) => Promise<void>;
  };
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

export function createConnections(_needs: ConnectionsNeeds): Connections & {
  readonly handlers: ConnectionHandlers;
  close(): void;
} {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Connections are not built yet.');
  };
  return {
    get: later,
    change: later,
    openS3: later,
    openAthena: later,
    openTrino: later,
    handlers: {
      'connections.list': async () => [],
      'connections.save': later,
      'connections.remove': later,
      'connections.test': later,
      'connections.profiles': later,
      'connections.signIn': later,
    },
    close: () => undefined,
  };
}

/** The engine: opens the workspace and returns the handlers. This is the only list of them. */
import { EngineError, type AppInfo, type CallEngine, type CallName } from '../../preload/contract.js';
import { Database } from './database.js';
import { callDirectly, type Handlers } from './serve.js';

export interface EngineConfig {
  /** Where datasets, alerts and settings live. */
  readonly workspaceDir: string;
  /** The folder that holds `queries/` and `resources/`: the project, or the packaged app's resources. */
  readonly shippedDir: string;
  readonly version: string;
  readonly host: AppInfo['host'];
}

export interface Engine {
  readonly handlers: Handlers;
  /** The calls without a wire. */
  readonly call: CallEngine;
  close(): Promise<void>;
}

/** Opens the engine. Throws EngineError `in_use`, `wrong_version` or `bad_input` where the workspace cannot be opened. */
export async function createEngine(config: EngineConfig): Promise<Engine> {
  const info: AppInfo = {
    version: config.version,
    duckdb: Database.version,
    node: process.versions.node,
    host: config.host,
    workspace: config.workspaceDir,
  };
  const handlers = new Proxy({ 'app.info': async () => info } as unknown as Handlers, {
    get: (target, name: CallName) =>
      target[name] ?? (() => Promise.reject(new EngineError('internal', `${name} is being built`))),
  });
  return { handlers, call: callDirectly(handlers), close: async () => undefined };
}

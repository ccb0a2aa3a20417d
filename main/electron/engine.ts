/** The engine's own process under Electron. It gets one port for each page and answers on it. */
import type { MessageEvent, MessagePortMain } from 'electron';
import type { Reply, Request, Wire } from '../../preload/contract.js';
import { createEngine, type Engine, type EngineConfig } from '../engine/engine.js';
import { serve, type Handlers } from '../engine/serve.js';
import { vaultOverMessages, type VaultAnswer } from './vault-messages.js';

export type MessageToEngine = { readonly kind: 'connect' } | { readonly kind: 'close' } | VaultAnswer;

function portWire(port: MessagePortMain): Wire<Reply, Request> {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', (event) => listener(event.data as Request));
      port.start();
    },
    onClose: (listener) => void port.on('close', () => listener('The window was closed.')),
  };
}

const secrets = vaultOverMessages((question) => process.parentPort.postMessage(question));
const config: EngineConfig = { ...(JSON.parse(process.argv[2] ?? '{}') as EngineConfig), vault: secrets.vault };
let opening: Promise<Engine> | null = null;

/** The engine, opened with the first call. Where that fails, the call fails, and the next one tries again. */
function openEngine(): Promise<Engine> {
  opening ??= createEngine(config).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

const handlers = new Proxy({} as Handlers, {
  get: (_target, name: keyof Handlers) => async (params: never, job: never) => {
    const engine = await openEngine();
    return engine.handlers[name](params, job);
  },
});

async function close(): Promise<void> {
  await opening?.then((engine) => engine.close()).catch(() => undefined);
  process.exit(0);
}

void openEngine().catch(() => undefined); // the first call says what is wrong

process.parentPort.on('message', (event: MessageEvent) => {
  const message = event.data as MessageToEngine;
  const [port] = event.ports;
  if (message.kind === 'vault') secrets.take(message);
  else if (message.kind === 'close') void close();
  else if (port) serve(handlers, portWire(port));
});

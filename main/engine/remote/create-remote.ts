/** Engines elsewhere behind one interface; what they were asked, what it cost, and how much more they may be asked. */
import type { Connection } from '../database.js';
import type { Connections, RemoteEngine, RemoteEngines } from '../elsewhere.js';
import type { Handlers } from '../serve.js';
import { createAsking } from './asking.js';
import { createAthenaEngine } from './athena/athena-engine.js';
import { settleLost } from './athena/settle-lost.js';
import { createCatalogCalls, type CatalogHandlers } from './catalog-calls.js';
import { priceScan } from './cost.js';
import { QueryHistory } from './history.js';
import { defaultPace, sleep, type Pace } from './pace.js';
import { createTrinoEngine } from './trino/trino-engine.js';
import { createTurns, type Turns } from './turns.js';

/** For what runs to be stopped when the app ends. */
const closeMs = 2000;

export interface RemoteNeeds {
  readonly workspaceDir: string;
  readonly connections: Connections;
  /** A DuckDB connection for reading results. */
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
  readonly withTemporaryFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  /** Tests wait less. */
  readonly pace?: Partial<Pace>;
}

export type RemoteHandlers = Pick<Handlers, 'remote.history' | 'remote.stopAll'> & CatalogHandlers;

export interface Remote extends RemoteEngines {
  readonly handlers: RemoteHandlers;
  /** Stops what is running, as far as that can be had in two seconds. */
  close(): Promise<void>;
}

export function createRemote(needs: RemoteNeeds): Remote {
  const { connections } = needs;
  const pace = { ...defaultPace, ...needs.pace };
  const history = new QueryHistory(needs.workspaceDir);
  const asking = createAsking(history);
  const turns = new Map<string, Turns>();
  const versions = new Map<string, string>();
  const settling = new Map<string, Promise<number>>();

  function turnsOf(name: string): Turns {
    const known = turns.get(name) ?? createTurns();
    turns.set(name, known);
    return known;
  }

  /** Resolves to how many still ran. What cannot be had now is tried again the next time. */
  async function settleAll(name: string): Promise<number> {
    try {
      const lost = await history.lost(name);
      if (lost.length === 0 || (await connections.get(name)).kind !== 'athena') return 0;
      const { client, connection } = await connections.openAthena(name);
      return await settleLost({ client, history, pricePerTb: connection.pricePerTb, pace }, lost);
    } catch {
      return 0;
    }
  }

  function settle(name: string): Promise<number> {
    const known = settling.get(name) ?? settleAll(name).finally(() => settling.delete(name));
    settling.set(name, known);
    return known;
  }

  async function open(name: string): Promise<RemoteEngine> {
    const connection = await connections.get(name);
    void settle(name);
    if (connection.kind === 'trino') return createTrinoEngine({ connection, connections, asking, pace, versions });
    return createAthenaEngine({ ...needs, connection, asking, pace, versions, turns: turnsOf(name) });
  }

  async function stopAll(): Promise<number> {
    const stopped = await asking.stopAll();
    const names = new Set((await history.lost()).map(({ connection }) => connection));
    const found = await Promise.all([...names].map(settle));
    return found.reduce((sum, count) => sum + count, stopped);
  }

  return {
    open,
    cost: async (connection, bytes) => (connection.kind === 'athena' ? priceScan(bytes, connection.pricePerTb) : null),
    todayBytes: async (name) => (await history.usedToday(name)).scanned,
    handlers: {
      ...createCatalogCalls(connections, open),
      'remote.history': (filter) => history.list(filter),
      'remote.stopAll': stopAll,
    },
    async close() {
      const stopping = Promise.all([asking.stopAll(), ...settling.values()]);
      const waiting = new AbortController();
      await Promise.race([stopping, sleep(closeMs, waiting.signal).catch(() => undefined)]);
      waiting.abort();
    },
  };
}

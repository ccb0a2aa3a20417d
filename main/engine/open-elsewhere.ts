/** The rooms `lake` and `remote`, loaded when one is needed first: most runs of the app ask nothing of AWS. */
import type { Connection } from './database.js';
import type { Connections, RemoteEngines } from './elsewhere.js';
import type { Lake, LakeHandlers, LakeNeeds } from './lake/create-lake.js';
import type { Remote, RemoteHandlers } from './remote/create-remote.js';
import type { CallName } from '../../preload/contract.js';
import type { Handlers } from './serve.js';

export interface ElsewhereNeeds extends Omit<LakeNeeds, 'engines'> {
  readonly connections: Connections;
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
}

const lakeCalls = ['lake.buckets', 'lake.list', 'lake.find', 'lake.fetch', 'lake.cache', 'lake.publish'] as const;
const remoteCalls = [
  'remote.history',
  'remote.stopAll',
  'catalog.databases',
  'catalog.tables',
  'catalog.partitions',
  'catalog.propose',
  'catalog.attach',
] as const;

function lazyHandlers<Name extends CallName>(
  names: readonly Name[],
  load: () => Promise<{ readonly handlers: Pick<Handlers, Name> }>,
): Pick<Handlers, Name> {
  const entries = names.map((name) => {
    const handle = async (params: never, job: never) => (await load()).handlers[name](params, job);
    return [name, handle] as const;
  });
  return Object.fromEntries(entries) as unknown as Pick<Handlers, Name>;
}

export function openElsewhere(needs: ElsewhereNeeds): {
  readonly handlers: LakeHandlers & RemoteHandlers;
  readonly engines: RemoteEngines;
  readonly readManifest: Lake['readManifest'];
  readonly measure: Lake['measure'];
  close(): Promise<void>;
} {
  let openedLake: Promise<Lake> | null = null;
  let openedRemote: Promise<Remote> | null = null;
  const remote = () =>
    (openedRemote ??= import('./remote/create-remote.js').then(({ createRemote }) => createRemote(needs)));
  const lake = () =>
    (openedLake ??= import('./lake/create-lake.js').then(async ({ createLake }) =>
      createLake({ ...needs, engines: await remote() }),
    ));

  return {
    handlers: { ...lazyHandlers(lakeCalls, lake), ...lazyHandlers(remoteCalls, remote) },
    engines: {
      open: async (connection) => (await remote()).open(connection),
      cost: async (connection, bytes) => (await remote()).cost(connection, bytes),
      todayBytes: async (connection) => (await remote()).todayBytes(connection),
    },
    readManifest: async (...asked) => (await lake()).readManifest(...asked),
    measure: async (...asked) => (await lake()).measure(...asked),
    async close() {
      await (await openedRemote)?.close();
    },
  };
}

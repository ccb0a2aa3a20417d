/** Connections to lakes and engines elsewhere. Their secrets go down to the engine and never come up. */
import { create } from 'zustand';
import type {
  AwsProfile,
  ConnectionCheck,
  ConnectionInfo,
  ConnectionSecret,
  ConnectionSettings,
  EventsMapping,
} from '../../preload/contract.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { changeOwn, useOwnParam } from './filters.js';
import { forgetAnswersOf } from './kept-answers.js';
import { failureOf, runTask, startTask } from './tasks.js';

export interface ConnectionRequest {
  readonly connection: ConnectionSettings;
  /** Left out, the secret that is there stays. */
  readonly secret?: ConnectionSecret;
}

export function useConnections(): CallState<readonly ConnectionInfo[]> {
  return useCall('connections.list', {});
}

/** Profiles of the AWS tools on this machine; asked for only where they are to be chosen from. */
export function useProfiles(enabled: boolean): CallState<readonly AwsProfile[]> {
  return useCall('connections.profiles', {}, { enabled });
}

/** All that comes from connections is asked again. */
function refreshConnections(): void {
  refreshCalls(
    'connections.list',
    'connections.profiles',
    'lake.buckets',
    'lake.list',
    'catalog.databases',
    'catalog.tables',
    'catalog.partitions',
    'catalog.propose',
  );
}

/** Rejects with EngineError, for the form that asked. */
export async function saveConnection(request: ConnectionRequest): Promise<void> {
  await callEngine('connections.save', request);
  forgetAnswersOf(request.connection.name);
  refreshConnections();
}

export async function removeConnection(name: string): Promise<void> {
  await runTask(
    `Removing ${name}`,
    () => callEngine('connections.remove', { name }),
    () => null,
  );
  refreshConnections();
}

/** One that is saved, by its name, or one that is tried before it is saved. Rejects with EngineError. */
export async function testConnection(
  which: { readonly name: string } | ConnectionRequest,
  signal: AbortSignal,
): Promise<readonly ConnectionCheck[]> {
  const checks = await callEngine('connections.test', which, { signal });
  refreshCalls('connections.list'); // credentials that were tried may now be known to end
  return checks;
}

interface SigningIn {
  /** The profile that is signed in, and what the person has to do for it; null while nobody signs in. */
  readonly profile: string | null;
  readonly says: string | null;
  readonly cancel: () => void;
}

const notSigningIn: SigningIn = { profile: null, says: null, cancel: () => undefined };

export const useSigningIn = create<SigningIn>(() => notSigningIn);

/** Signs in again by way of the person's browser, as a task: the address and the code are told as they come. */
export async function signIn(profile: string): Promise<void> {
  if (useSigningIn.getState().profile !== null) return;
  const task = startTask(`Signing in to ${profile}`);
  const stop = new AbortController();
  task.signal.addEventListener('abort', () => stop.abort());
  useSigningIn.setState({ profile, says: null, cancel: () => stop.abort() });
  try {
    await callEngine(
      'connections.signIn',
      { profile },
      {
        signal: stop.signal,
        onProgress: (progress) => {
          task.onProgress(progress);
          useSigningIn.setState({ says: progress.phase });
        },
      },
    );
    task.finish({ kind: 'done', message: 'Signed in' });
    refreshConnections();
  } catch (thrown) {
    task.finish(failureOf(thrown));
  } finally {
    useSigningIn.setState(notSigningIn);
  }
}

/** The connection that the Lake screen works with: the one of the URL, else the first. Undefined: there is none of the kind. */
export function useChosenConnection(
  kind: 'athena' | 'any',
): readonly [ConnectionInfo | undefined, (name: string) => void] {
  const connections = useConnections().data ?? [];
  const [chosen] = useOwnParam<string>('with', '');
  const usable = connections.filter((connection) => kind === 'any' || connection.kind === kind);
  return [usable.find(({ name }) => name === chosen) ?? usable[0], chooseConnection];
}

/** Another connection has other buckets and other databases. */
function chooseConnection(name: string): void {
  changeOwn({ with: name, bucket: null, prefix: null, database: null, table: null });
}

/** Has the connection read this table as its events; null: the lake's own again. Rejects with EngineError. */
export async function saveEvents(connection: string, events: EventsMapping | null): Promise<void> {
  await callEngine('catalog.attach', { connection, events });
  forgetAnswersOf(connection);
  refreshCalls('connections.list');
}

/** As {@link saveEvents}; trouble is told in the tray. */
export async function attachEvents(connection: string, events: EventsMapping | null): Promise<void> {
  await runTask(
    events === null ? `Detaching the events of ${connection}` : `Attaching ${events.table}`,
    () => saveEvents(connection, events),
    () => null,
  );
}

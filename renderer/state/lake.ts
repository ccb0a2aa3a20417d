/** What is fetched from a lake or the web: as a task, and then the ordinary way of files into a dataset. */
import { create } from 'zustand';
import type { CacheState, EngineError, FetchedFile } from '../../preload/contract.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { formatBytes, formatCount } from '../ui/format-number.js';
import { currentScreen } from './filters.js';
import { chooseAgain, followFetch, inspectPaths, isFetchFollowed, useLoading } from './loading.js';
import { dismissTask, failureOf, startTask, type TaskOutcome } from './tasks.js';

export interface FetchRequest {
  /** `s3://…`, which need the connection, or http(s) URLs. */
  readonly sources: readonly string[];
  readonly connection?: string;
}

interface Fetching {
  /** A fetch that has not come to its end, and why: null where the person stopped it. What is here of it is kept. */
  readonly stopped: { readonly request: FetchRequest; readonly error: EngineError | null } | null;
}

export const useFetching = create<Fetching>(() => ({ stopped: null }));

export function forgetFetch(): void {
  useFetching.setState({ stopped: null });
}

/** The last part of a key or an address: `2019-Oct.csv.gz`. */
export function lastPart(source: string): string {
  const path = source.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1) || source;
}

export function nameSources(sources: readonly string[]): string {
  const [first] = sources;
  return first !== undefined && sources.length === 1 ? lastPart(first) : formatCount(sources.length, 'file');
}

function describeFetched(files: readonly FetchedFile[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const kept = files.filter(({ fromCache }) => fromCache).length;
  const counts = `${formatCount(files.length, 'file')}, ${formatBytes(bytes)}`;
  return kept > 0 ? `${counts}; ${kept === files.length ? 'all' : kept} were here already` : counts;
}

/** Looks into what was fetched, as a new dataset unless the Load screen had it fetched. */
function lookInto(files: readonly FetchedFile[]): Promise<void> {
  if (currentScreen() !== 'load') useLoading.setState({ addTo: null });
  return inspectPaths(files.map(({ path }) => path));
}

/** Fetches in the tray, then goes on on the Load screen; to one who has gone elsewhere the tray offers it. */
export async function fetchFiles(request: FetchRequest): Promise<void> {
  const { connection, sources } = request;
  const title = `Fetching ${nameSources(sources)}`;
  const task = startTask(title);
  forgetFetch();
  if (currentScreen() === 'load') followFetch(task.id, title);
  try {
    const files = await callEngine('lake.fetch', { connection, sources: [...sources] }, task);
    refreshCalls('lake.cache');
    const isWaitedFor = isFetchFollowed(task.id) ? currentScreen() === 'load' : currentScreen() === 'lake';
    const outcome: TaskOutcome = {
      kind: 'done',
      message: describeFetched(files),
      action: { label: 'Look into it', run: () => void lookInto(files) },
    };
    task.finish(outcome);
    if (isWaitedFor) {
      dismissTask(task.id); // the files that are shown next say it
      await lookInto(files);
    } else if (isFetchFollowed(task.id)) chooseAgain();
  } catch (thrown) {
    const outcome = failureOf(thrown);
    const error = outcome.kind === 'failed' ? outcome.error : null;
    task.finish(outcome);
    useFetching.setState({ stopped: { request, error } });
    refreshCalls('lake.cache');
    if (isFetchFollowed(task.id)) chooseAgain();
    if (currentScreen() === 'load' || currentScreen() === 'lake') dismissTask(task.id); // the note there says it
  }
}

export function useCache(): CallState<CacheState> {
  return useCall('lake.cache', {});
}

/** Rejects with EngineError. */
export async function changeCache(change: { readonly clear?: boolean; readonly capBytes?: number }): Promise<void> {
  await callEngine('lake.cache', change);
  refreshCalls('lake.cache');
}

/** What engines elsewhere were asked, and what runs there now. */
import { useEffect } from 'react';
import type { RemoteHistory, RemoteRecord } from '../../preload/contract.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { formatCount } from '../ui/format-number.js';
import { runTask } from './tasks.js';

/** At most so many are listed; the search finds the others. */
export const mostListed = 500;
const refreshMs = 3000;

/** While it is looked at it is asked for again every few seconds: reports and publishing write to it. */
export function useHistoryRefresh(): void {
  useEffect(() => {
    const refresh = () => refreshCalls('remote.history');
    refresh();
    const timer = setInterval(refresh, refreshMs);
    return () => clearInterval(timer);
  }, []);
}

/** The newest first; null: of all connections. */
export function useHistory(connection: string | null, search: string): CallState<RemoteHistory> {
  return useCall('remote.history', {
    connection: connection ?? undefined,
    search: search === '' ? undefined : search,
    offset: 0,
    limit: mostListed,
  });
}

/** The bytes of those that began since this local day began. */
export function bytesToday(records: readonly RemoteRecord[], now: Date): number {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  return records
    .filter(({ startedAt }) => Date.parse(startedAt) >= midnight)
    .reduce((sum, { bytesScanned }) => sum + (bytesScanned ?? 0), 0);
}

/** Ends what this app has running elsewhere. */
export async function stopAllRemote(): Promise<void> {
  await runTask(
    'Stopping all remote queries',
    (options) => callEngine('remote.stopAll', {}, options),
    (count) => ({ message: count === 0 ? 'Nothing was running' : `${formatCount(count, 'query', 'queries')} stopped` }),
  );
  refreshCalls('remote.history');
}

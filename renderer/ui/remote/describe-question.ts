import type { RemoteEstimate, RemoteProgress, ReportQuestion } from '../../../preload/contract.js';
import { formatRange } from '../../state/range.js';
import { formatBytes } from '../format-number.js';
import { formatUsd } from '../format-usd.js';

/** What is asked, as the bar of filters says it: `1 – 31 Oct 2019 · UTC · category electronics`. */
export function describeQuestion({ from, to, tz, category, brand, excludeFlagged }: ReportQuestion): string {
  const days =
    from !== undefined && to !== undefined
      ? formatRange({ from, to })
      : from === undefined && to === undefined
        ? 'all days of the lake'
        : from !== undefined
          ? `from ${from} on`
          : `before ${to}`;
  const parts = [days, tz ?? 'UTC'];
  if (category !== undefined) parts.push(`category ${category || 'unknown'}`);
  if (brand !== undefined) parts.push(`brand ${brand || 'unknown'}`);
  if (excludeFlagged) parts.push('without flagged users');
  return parts.join(' · ');
}

/** `12.3 GB ($0.06)`; without a price the size alone. */
export function describeScan(bytes: number, costUsd: number | null | undefined): string {
  return costUsd === null || costUsd === undefined
    ? formatBytes(bytes)
    : `${formatBytes(bytes)} (${formatUsd(costUsd)})`;
}

/** What a question would scan at most, in a few words. */
export function describeEstimate({ bytes, costUsd }: Pick<RemoteEstimate, 'bytes' | 'costUsd'>): string {
  return bytes === null ? 'how much it scans is not known before' : `scans at most ${describeScan(bytes, costUsd)}`;
}

/** What has been scanned today, beside the cap; null where neither says anything. */
export function describeToday({ todayBytes, dayCapBytes }: RemoteEstimate): string | null {
  if (dayCapBytes !== null) return `Today ${formatBytes(todayBytes)} of ${formatBytes(dayCapBytes)} are used.`;
  return todayBytes > 0 ? `Today ${formatBytes(todayBytes)} were scanned; there is no cap.` : null;
}

const stateWords: Readonly<Record<RemoteProgress['state'], string>> = {
  queued: 'waits in the queue',
  running: 'runs',
  succeeded: 'is answered; the result is read',
  failed: 'has failed',
  cancelled: 'is being stopped',
};

/** How far a question is: `waits in the queue`, `runs · 1.2 GB scanned`. */
export function describeState(remote: RemoteProgress | undefined): string {
  if (remote === undefined) return 'is being sent';
  const words = stateWords[remote.state];
  return remote.bytesScanned ? `${words} · ${formatBytes(remote.bytesScanned)} scanned` : words;
}

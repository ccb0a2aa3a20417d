import type { Progress } from '../../preload/contract.js';
import { formatBytes, formatDuration, formatNumber } from './format-number.js';

/** `Reading · 48% · 20,412,000 rows · 210 MB/s · 24 s left`: only what is known. */
export function describeProgress({
  phase,
  done,
  total,
  unit,
  rows,
  bytesPerSecond,
  secondsLeft,
  frame,
}: Progress): string {
  const parts = [phase.charAt(0).toUpperCase() + phase.slice(1)];
  if (total !== null && total > 0) parts.push(`${Math.floor(Math.min(1, done / total) * 100)}%`);
  const countedRows = rows ?? (unit === 'rows' ? done : undefined);
  if (countedRows !== undefined && countedRows > 0) parts.push(`${formatNumber(countedRows)} rows`);
  if (bytesPerSecond !== undefined && bytesPerSecond > 0) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  if (frame) parts.push(`${formatNumber(Math.round(frame.health.eventsPerSecond))} events/s`);
  if (secondsLeft !== undefined && secondsLeft !== null) parts.push(`${formatDuration(secondsLeft * 1000)} left`);
  return parts.join(' · ');
}

/** What may be sent: the day's cap, and the limit beyond which a person is asked. */
import { EngineError, type ConnectionSettings } from '../../../preload/contract.js';
import type { RemoteQuery } from '../elsewhere.js';
import { priceScan } from './cost.js';

export interface UsedToday {
  readonly scanned: number;
  /** What queries that run now may still scan. */
  readonly pending: number;
}

/** In decimal units, as AWS counts. */
export function showBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const rank = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** rank;
  return `${rank === 0 || amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(3))} ${units[rank]}`;
}

/**
 * Throws EngineError `over_limit` where the cap of the day does not leave room for the query, `needs_approval` where it
 * would scan more than the soft limit, or nobody can tell, and no person has agreed to that much. DDL scans nothing.
 */
export function checkLimits(connection: ConnectionSettings, query: RemoteQuery, used: UsedToday): void {
  if (connection.kind !== 'athena' || query.purpose === 'ddl') return;
  const { dayCapBytes, softLimitBytes, pricePerTb, name } = connection;
  const { estimatedBytes, approvedBytes } = query;
  const price = {
    ...(estimatedBytes !== null && { bytes: estimatedBytes }),
    costUsd: estimatedBytes === null ? null : priceScan(estimatedBytes, pricePerTb),
  };
  if (dayCapBytes !== null) {
    const taken = used.scanned + used.pending;
    if (taken >= dayCapBytes || taken + (estimatedBytes ?? 0) > dayCapBytes)
      throw new EngineError(
        'over_limit',
        estimatedBytes === null || taken >= dayCapBytes
          ? `Queries of “${name}” have used up what may be scanned in a day: ${showBytes(taken)} of ${showBytes(dayCapBytes)}.`
          : `The query would scan up to ${showBytes(estimatedBytes)}, and “${name}” may scan ${showBytes(Math.max(0, dayCapBytes - taken))} more today (${showBytes(dayCapBytes)} a day).`,
        { ...price, wayOut: 'Choose a shorter range, raise the cap of the connection, or wait until tomorrow.' },
      );
  }
  if (softLimitBytes === null) return;
  if (estimatedBytes === null) {
    if (approvedBytes !== undefined) return;
    throw new EngineError(
      'needs_approval',
      `It cannot be told what the query would scan, and “${name}” asks before it scans more than ${showBytes(softLimitBytes)}.`,
      { ...price, wayOut: 'Agree to it, or choose a shorter range.' },
    );
  }
  if (estimatedBytes <= softLimitBytes || (approvedBytes ?? 0) >= estimatedBytes) return;
  throw new EngineError(
    'needs_approval',
    `The query would scan up to ${showBytes(estimatedBytes)}; “${name}” asks before it scans more than ${showBytes(softLimitBytes)}.`,
    { ...price, wayOut: 'Agree to it, or choose a shorter range.' },
  );
}

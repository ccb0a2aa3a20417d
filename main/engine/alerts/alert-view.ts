/** Runs' alerts in memory, folded and in the order of the list; read again only as far as their journals have changed. */
import type { Alert } from '../../../preload/contract.js';
import { AlertJournal } from './alert-journal.js';
import { groupAlerts } from './group-alerts.js';
import { alertsPath } from './runs.js';

export interface AlertView {
  /** Newest detection first, then by id. */
  readonly alerts: readonly Alert[];
  /** When each was detected, ms since 1970. */
  readonly detectedMs: readonly number[];
  readonly byId: ReadonlyMap<string, Alert>;
  /** By the id of an alert that of the first of its group. */
  readonly groups: ReadonlyMap<string, string>;
}

interface Cached {
  readonly journal: AlertJournal;
  changes: number;
  view: AlertView;
}

/** A hundred thousand alerts take about 100 MB. */
const keptViews = 3;

function sortAlerts(byId: ReadonlyMap<string, Alert>): AlertView {
  const timed = [...byId.values()].map((alert) => ({ alert, ms: Date.parse(alert.detectedAt) }));
  timed.sort((a, b) => b.ms - a.ms || (a.alert.id < b.alert.id ? -1 : a.alert.id > b.alert.id ? 1 : 0));
  return {
    alerts: timed.map(({ alert }) => alert),
    detectedMs: timed.map(({ ms }) => ms),
    byId,
    groups: groupAlerts([...byId.values()]),
  };
}

/** Returns what reads a run's alerts by the run's folder. */
export function createViews(): (runFolder: string) => Promise<AlertView> {
  /** The one that was used last stands last. */
  const cache = new Map<string, Cached>();
  return async (runFolder) => {
    const cached = cache.get(runFolder) ?? {
      journal: new AlertJournal(alertsPath(runFolder)),
      changes: -1,
      view: sortAlerts(new Map()),
    };
    cache.delete(runFolder);
    cache.set(runFolder, cached);
    for (const oldest of cache.keys()) {
      if (cache.size <= keptViews) break;
      cache.delete(oldest);
    }
    const byId = await cached.journal.read();
    if (cached.changes !== cached.journal.changes) {
      cached.changes = cached.journal.changes;
      cached.view = sortAlerts(new Map(byId));
    }
    return cached.view;
  };
}

/** Alerts that belong together: of one user and its sessions, or of one product, which overlap in time. */
import type { Alert } from '../../../preload/contract.js';

const subjectOf = ({ entity, user }: Alert) => (user === null ? `${entity.type} ${entity.id}` : `user ${user}`);

/** By the id of each alert the id of the first one of its group, from first to last event; alone it is its own. */
export function groupAlerts(alerts: readonly Alert[]): ReadonlyMap<string, string> {
  const timed = alerts.map((alert) => ({
    alert,
    firstMs: Date.parse(alert.firstEventAt),
    lastMs: Date.parse(alert.lastEventAt),
  }));
  timed.sort((a, b) => a.firstMs - b.firstMs || (a.alert.id < b.alert.id ? -1 : a.alert.id > b.alert.id ? 1 : 0));
  /** Of each subject its latest group, and when that ends. */
  const latest = new Map<string, { readonly id: string; lastMs: number }>();
  const groups = new Map<string, string>();
  for (const { alert, firstMs, lastMs } of timed) {
    const subject = subjectOf(alert);
    const before = latest.get(subject);
    if (before === undefined || firstMs > before.lastMs) {
      latest.set(subject, { id: alert.id, lastMs });
      groups.set(alert.id, alert.id);
    } else {
      before.lastMs = Math.max(before.lastMs, lastMs);
      groups.set(alert.id, before.id);
    }
  }
  return groups;
}

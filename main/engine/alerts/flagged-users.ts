/** Who is flagged: the definition of docs/definitions, applied to one run's alerts. */
import type { Alert } from '../../../preload/contract.js';
import type { CareNow } from './care.js';

/** Whether the alert flags a user: confirmed by a person, or high and neither dismissed nor allow-listed. */
function flags(alert: Alert, care: CareNow): boolean {
  if (alert.family === 'baseline') return false;
  const verdict = care.verdictOf(alert);
  return verdict === 'confirmed' || (alert.severity === 'high' && verdict === 'none' && !care.isAllowed(alert));
}

/** The users, as written, of user alerts and of sessions of session alerts; product and global alerts flag nobody. */
export function listFlaggedUsers(alerts: Iterable<Alert>, care: CareNow): ReadonlySet<string> {
  const users = new Set<string>();
  for (const alert of alerts) {
    const { entity, user } = alert;
    const flagged = entity.type === 'user' ? entity.id : entity.type === 'session' ? user : null;
    if (flagged !== null && !users.has(flagged) && flags(alert, care)) users.add(flagged);
  }
  return users;
}

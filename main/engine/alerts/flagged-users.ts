/** Who is flagged: the definition of flagged users, applied to one run's alerts. */
import type { Alert, RunInfo } from '../../../preload/contract.js';
import type { CareNow } from './care.js';

export interface Flagged {
  /** As written. */
  readonly users: ReadonlySet<string>;
  /** The run whose alerts count; null where the active pack has none. */
  readonly run: RunInfo | null;
  /** Whether the run has come to the end, now or before it was played again. */
  readonly hasAll: boolean;
  readonly activePack: string;
  /** Whether any pack has been replayed. */
  readonly hasRuns: boolean;
}

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

/** What the reports say of it: how many are left out, and what the number may lack. */
export function describeFlagged({ users, run, hasAll, activePack, hasRuns }: Flagged): string {
  if (!hasRuns) return 'No replay has been run: nobody is flagged.';
  if (run === null) return `No replay with the active pack “${activePack}” has been run: nobody is flagged.`;
  const { size } = users;
  const said =
    size === 0
      ? `The alerts of the pack “${activePack}” flag nobody.`
      : size === 1
        ? `One user that the alerts of the pack “${activePack}” flag is left out.`
        : `${size.toLocaleString('en-US')} users that the alerts of the pack “${activePack}” flag are left out.`;
  const limits = [
    run.isCurrent ? [] : ['is of the data as they were before'],
    hasAll ? [] : ['has not come to the end'],
    run.from === null && run.to === null ? [] : ['is of a part of the data'],
  ].flat();
  return limits.length === 0 ? said : `${said} Their replay ${limits.join(' and ')}.`;
}

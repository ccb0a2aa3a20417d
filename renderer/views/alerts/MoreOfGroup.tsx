import { severityOrder } from '../../../charts/alert-words.js';
import type { KeptAlert } from '../../../preload/contract.js';
import type { Severity } from '../../../preload/rules/rule-kind.js';
import { formatNumber } from '../../ui/format-number.js';
import { nameFamily } from './alert-table.js';
import classes from './AlertsScreen.module.css';

export function worstOf(alerts: readonly KeptAlert[]): Severity {
  return severityOrder.find((severity) => alerts.some((alert) => alert.severity === severity)) ?? 'low';
}

/** How many alerts are folded under a row, and of which families. */
export function MoreOfGroup({ others }: { readonly others: readonly KeptAlert[] }) {
  const families = [...new Set(others.map(({ family }) => nameFamily(family)))];
  return (
    <span className={classes.more} title={families.join(', ')}>
      +{formatNumber(others.length)} more
    </span>
  );
}

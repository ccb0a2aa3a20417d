/** Severities, states and families of alerts in words, and the colours of severities. */
import type { AlertState, Verdict } from '../preload/alert.js';
import type { Family, Severity } from '../preload/rules/rule-kind.js';
import type { ChartTheme } from './theme.js';

/** The worst first, as lists show them. */
export const severityOrder: readonly Severity[] = ['high', 'medium', 'low'];

export function severityColors(theme: ChartTheme): Readonly<Record<Severity, string>> {
  const [orange = theme.accent] = theme.categorical;
  return { high: theme.outcomes.abandoned, medium: orange, low: theme.other };
}

export const severityWords: Readonly<Record<Severity, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

export const stateWords: Readonly<Record<AlertState, string>> = {
  pending: 'Pending',
  firing: 'Firing',
  recovering: 'Recovering',
  resolved: 'Resolved',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  none: 'Not judged',
  confirmed: 'Confirmed',
  dismissed: 'Dismissed',
};

export const familyWords: Readonly<Record<Family, string>> = {
  baseline: 'Baseline',
  rate: 'Rate',
  crawl: 'Crawl',
  product_flood: 'Product flood',
  global_flood: 'Global flood',
  regularity: 'Regularity',
  id_order: 'Id order',
  session_score: 'Session score',
  hoarding: 'Hoarding',
  purchase_velocity: 'Purchase velocity',
  interleaving: 'Interleaving',
  never_sleeps: 'Never sleeps',
  shop_health: 'Shop health',
  own: 'Own rule',
};

/** Alerts as ticks over a span of time, for the strip that one seeks on. */
import type { Severity } from '../preload/rules/rule-kind.js';

export interface StripSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StripMark {
  readonly atMs: number;
  readonly severity: Severity;
  readonly alerts: number;
}

export interface StripBar {
  /** Place among `slots`, from the left. */
  readonly slot: number;
  /** The worst of the slot's alerts. */
  readonly severity: Severity;
  readonly alerts: number;
  /** Of the strip's height, by the logarithm of the count. */
  readonly height: number;
}

const rank: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2 };

/** Marks outside of the span are left out. */
export function layOutStrip(
  marks: readonly StripMark[],
  { fromMs, toMs }: StripSpan,
  slots: number,
): readonly StripBar[] {
  const found = new Map<number, { severity: Severity; alerts: number }>();
  if (toMs <= fromMs) return [];
  for (const { atMs, severity, alerts } of marks) {
    if (atMs < fromMs || atMs > toMs) continue;
    const slot = Math.min(slots - 1, Math.floor(((atMs - fromMs) / (toMs - fromMs)) * slots));
    const before = found.get(slot);
    const worst = before && rank[before.severity] > rank[severity] ? before.severity : severity;
    found.set(slot, { severity: worst, alerts: (before?.alerts ?? 0) + alerts });
  }
  let most = 1;
  for (const { alerts } of found.values()) most = Math.max(most, alerts);
  return [...found]
    .map(([slot, { severity, alerts }]) => ({
      slot,
      severity,
      alerts,
      height: 0.35 + 0.65 * (Math.log2(1 + alerts) / Math.log2(1 + most)),
    }))
    .sort((a, b) => a.slot - b.slot);
}

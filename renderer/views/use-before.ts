/** The same question about the days just before: what headlines show their change against. */
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import { useCall } from '../engine.js';
import { useRange } from '../state/datasets.js';
import { questionOf, useFilters } from '../state/filters.js';
import { formatRange, rangeBefore } from '../state/range.js';

export interface Before {
  /** Null where the data do not reach back that far; undefined while the answer is on its way. */
  readonly summary: ReportResult['summary'] | null | undefined;
  /** Which days they are: `24 – 30 Sep 2019`. */
  readonly label: string | undefined;
}

export function useBefore(report: string, own?: ReportQuestion['own']): Before {
  const [filters] = useFilters();
  const range = useRange();
  const days = range && rangeBefore(range.range, range.whole);
  const question = days && questionOf(report, { ...filters, ...days }, own);
  const answer = useCall('reports.run', question);
  if (days === null) return { summary: null, label: undefined };
  return { summary: answer.isStale ? undefined : answer.data?.summary, label: formatRange(days) };
}

/** A headline's `before` and `beforeLabel` for one number of the summary. */
export function pickBefore(
  { summary, label }: Before,
  name: string,
): { readonly before: number | null | undefined; readonly beforeLabel: string | undefined } {
  return { before: summary ? (summary[name] ?? null) : summary, beforeLabel: label };
}

/** The same question about the days just before: what headlines show their change against. */
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import { useCall } from '../engine.js';
import { useRange } from '../state/datasets.js';
import { useElsewhere } from '../state/engine-choice.js';
import { questionOf, useFilters } from '../state/filters.js';
import { formatRange, rangeBefore } from '../state/range.js';

export interface Before {
  /** Null where the data do not reach back that far; undefined while the answer is on its way. */
  readonly summary: ReportResult['summary'] | null | undefined;
  /** Which days they are: `24 – 30 Sep 2019`. */
  readonly label: string | undefined;
  /** The question as it is but with flagged users, where they are left out; null where they are not, or while it runs. */
  readonly withFlagged: ReportResult['summary'] | null;
  /** The connection on which it is not asked: each comparison would be a query of its own. */
  readonly notAskedOn?: string;
}

export function useBefore(report: string, own?: ReportQuestion['own']): Before {
  const [filters] = useFilters();
  const range = useRange();
  const elsewhere = useElsewhere();
  const days = elsewhere === null && range ? rangeBefore(range.range, range.whole) : null;
  const question = days && questionOf(report, { ...filters, ...days }, own);
  const answer = useCall('reports.run', question);
  const everybody =
    filters.excludeFlagged && elsewhere === null
      ? questionOf(report, { ...filters, excludeFlagged: false }, own)
      : null;
  const ofAll = useCall('reports.run', everybody);
  const withFlagged = everybody === null || ofAll.isStale ? null : (ofAll.data?.summary ?? null);
  if (elsewhere) return { summary: undefined, label: undefined, withFlagged: null, notAskedOn: elsewhere.connection };
  if (days === null) return { summary: null, label: undefined, withFlagged };
  return { summary: answer.isStale ? undefined : answer.data?.summary, label: formatRange(days), withFlagged };
}

interface HeadlineBeside {
  readonly before: number | null | undefined;
  readonly beforeLabel: string | undefined;
  readonly withFlagged: number | null | undefined;
}

/** A headline's `before`, `beforeLabel` and `withFlagged` for one number of the summary. */
export function pickBefore({ summary, label, withFlagged }: Before, name: string): HeadlineBeside {
  return {
    before: summary ? (summary[name] ?? null) : summary,
    beforeLabel: label,
    withFlagged: withFlagged?.[name],
  };
}

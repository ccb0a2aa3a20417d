import type { TriedLayout } from '../../../preload/shapes.js';
import type { CallState } from '../../engine.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { usePatience } from '../../ui/use-patience.js';
import classes from './MappingOutcome.module.css';

interface MappingOutcomeProps {
  /** Why the mapping cannot be tried yet; null where it can. */
  readonly missing: string | null;
  readonly tried: CallState<TriedLayout>;
}

/** In one sentence: what is missing, why the mapping does not fit, or how many rows a load would take. */
export function MappingOutcome({ missing, tried }: MappingOutcomeProps) {
  const { data, error, loading } = tried;
  const isSlow = usePatience(loading, 300);
  const problem = error?.message ?? data?.problem ?? null;
  return (
    <span className={classes.outcome} role="status" data-dim={isSlow || undefined}>
      {missing ?? (problem ? <span className={classes.bad}>{problem}</span> : data && <Counts tried={data} />)}
    </span>
  );
}

function Counts({ tried }: { readonly tried: TriedLayout }) {
  const { rows, isWhole, rowsSound, rowsRejected, rowsIgnored } = tried;
  return (
    <>
      <strong>{formatNumber(rowsSound)}</strong> of {isWhole ? 'all' : 'the first'} {formatCount(rows, 'row')} can be
      loaded
      {rowsRejected > 0 && (
        <>
          , <span className={classes.bad}>{formatNumber(rowsRejected)} would be rejected</span>
        </>
      )}
      {rowsIgnored > 0 && `, ${formatNumber(rowsIgnored)} ignored`}.
    </>
  );
}

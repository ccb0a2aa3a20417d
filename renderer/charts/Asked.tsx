import type { ReactNode } from 'react';
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import { useReport } from '../state/report-answer.js';
import { ErrorNote } from '../ui/ErrorNote.js';
import { RemoteBar } from '../ui/remote/RemoteBar.js';
import { usePatience } from '../ui/use-patience.js';
import classes from './Asked.module.css';

interface AskedProps {
  readonly question: ReportQuestion | null;
  /** What is asked, in words: for a note about an error. */
  readonly label: string;
  /** Height of the place that is held until the first answer comes. */
  readonly placePx: number;
  /** Another part of the screen has the same question: on an engine elsewhere that one asks it. */
  readonly isAskedByOther?: boolean;
  readonly children: (result: ReportResult) => ReactNode;
}

/** A part of a screen with a question of its own. The old picture stays until the new one is there. */
export function Asked({ question, label, placePx, isAskedByOther = false, children }: AskedProps) {
  const { data, error, loading, isStale, retry, remote } = useReport(question);
  const isSlow = usePatience(loading, 300);
  const bar = remote && !isAskedByOther && (
    <RemoteBar ask={remote} title={label} place="part" hasOld={isStale && data !== undefined} />
  );
  if (error && !remote) return <ErrorNote error={error} meaning={`${label} could not be computed.`} onRetry={retry} />;
  if (data === undefined) {
    if (remote) return bar || null;
    return <div className={classes.place} style={{ minHeight: placePx }} aria-busy aria-label={label} />;
  }
  return (
    <div className={classes.part}>
      {bar}
      <div
        className={classes.answered}
        data-dim={isSlow || (remote !== null && isStale) || undefined}
        aria-busy={loading}
      >
        {children(data)}
      </div>
    </div>
  );
}

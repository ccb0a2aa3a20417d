import type { ReactNode } from 'react';
import type { ReportQuestion, ReportResult } from '../../preload/contract.js';
import { useCall } from '../engine.js';
import { ErrorNote } from '../ui/ErrorNote.js';
import { usePatience } from '../ui/use-patience.js';
import classes from './Asked.module.css';

interface AskedProps {
  readonly question: ReportQuestion | null;
  /** What is asked, in words: for a note about an error. */
  readonly label: string;
  /** Height of the place that is held until the first answer comes. */
  readonly placePx: number;
  readonly children: (result: ReportResult) => ReactNode;
}

/** A part of a screen with a question of its own. The old picture stays until the new one is there. */
export function Asked({ question, label, placePx, children }: AskedProps) {
  const { data, error, loading, retry } = useCall('reports.run', question);
  const isSlow = usePatience(loading, 300);
  if (error) return <ErrorNote error={error} meaning={`${label} could not be computed.`} onRetry={retry} />;
  if (data === undefined)
    return <div className={classes.place} style={{ minHeight: placePx }} aria-busy aria-label={label} />;
  return (
    <div className={classes.answered} data-dim={isSlow || undefined} aria-busy={loading}>
      {children(data)}
    </div>
  );
}

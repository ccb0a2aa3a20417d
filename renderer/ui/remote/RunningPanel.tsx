import { Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { engineNames } from '../../state/engine-choice.js';
import type { RemoteAsk } from '../../state/report-answer.js';
import { formatDuration } from '../format-number.js';
import { useEscape } from '../use-escape.js';
import type { RemotePlace } from './AskPanel.js';
import { describeState } from './describe-question.js';
import classes from './RemotePanel.module.css';

/** Milliseconds since then, by the second. */
function useElapsed(sinceMs: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return sinceMs === null ? 0 : Math.max(0, now - sinceMs);
}

interface RunningPanelProps {
  readonly ask: RemoteAsk;
  readonly title: string;
  readonly place?: RemotePlace;
  /** Whether the answer to an earlier question is shown below. */
  readonly hasOld?: boolean;
}

/** A question that is on its way: its state over there, how long it takes, and the button that stops it there. */
export function RunningPanel({ ask, title, place = 'page', hasOld = false }: RunningPanelProps) {
  const { question, answer, cancel } = ask;
  const elapsedMs = useElapsed(answer.askedAtMs);
  useEscape(cancel);
  return (
    <section
      className={classes.panel}
      data-part={place === 'part' || undefined}
      role="status"
      aria-label={`${title}: running`}
    >
      <Loader size={18} className={classes.icon} />
      <div className={classes.body}>
        <p className={classes.title}>
          {place === 'part' ? `${title}: ` : ''}
          {engineNames[question.engine]}, {question.connection}
        </p>
        <p className={classes.dim}>
          The question {describeState(answer.progress?.remote)} ·{' '}
          <span aria-hidden>{formatDuration(Math.floor(elapsedMs / 1000) * 1000 || 0)}</span>
        </p>
        {hasOld && place === 'page' && (
          <p className={classes.dim}>What is shown is the answer to the question before.</p>
        )}
      </div>
      <div className={classes.actions}>
        <Button size="xs" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </section>
  );
}

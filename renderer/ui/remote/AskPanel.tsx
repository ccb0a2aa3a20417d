import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloud, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { RemoteEstimate } from '../../../preload/contract.js';
import { modKey } from '../../frame/mod-key.js';
import { useEstimate, type RemoteAsk } from '../../state/report-answer.js';
import { isCovered } from '../is-covered.js';
import { describeEstimate, describeQuestion, describeToday } from './describe-question.js';
import { ErrorActions } from './ErrorActions.js';
import classes from './RemotePanel.module.css';

/** The question of a page; of a part of it, told in a line; or one in a drawer, where the key belongs to nobody. */
export type RemotePlace = 'page' | 'part' | 'drawer';

interface AskPanelProps {
  readonly ask: RemoteAsk;
  /** What is asked, in words: the title of the page, or of a part of it. */
  readonly title: string;
  readonly place?: RemotePlace;
  /** Whether the answer to an earlier question is shown below. */
  readonly hasOld?: boolean;
  /** With the estimate, where it is known. */
  readonly onRun: (estimate: RemoteEstimate | undefined) => void;
}

/** Runs on Ctrl/⌘ Enter, as a click on the button does. */
function useRunKey(isOn: boolean, run: () => void): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isCovered()) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isOn, run]);
}

function startsWithCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A question that has not been asked yet: what it is, what it would scan, and the button that asks it. */
export function AskPanel({ ask, title, place = 'page', hasOld = false, onRun }: AskPanelProps) {
  const { question, answer } = ask;
  const { data: estimate, error: unknown, isStale } = useEstimate(question);
  const known = isStale ? undefined : estimate;
  // Where the question has failed, its error says it already.
  const error = answer.error === null ? unknown : null;
  const start = () => onRun(known);
  useRunKey(place === 'page', start);

  const cost = known ? describeEstimate(known) : unknown ? null : 'what it would scan is being looked at';
  return (
    <section className={classes.panel} data-part={place === 'part' || undefined} aria-label={`${title}: not asked yet`}>
      <IconCloud size={20} stroke={1.5} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        {place === 'part' ? (
          <p className={classes.dim} aria-live="polite">
            <strong>{title}</strong> is a question of its own{cost && `: ${cost}`}.
          </p>
        ) : (
          <>
            <p className={classes.title}>
              {answer.askedAtMs === null
                ? `Not asked on ${question.connection} yet`
                : `Not answered on ${question.connection}`}
            </p>
            <p>
              {title} · {describeQuestion(question)}
            </p>
            <p className={classes.dim} aria-live="polite">
              {cost && <strong>{startsWithCapital(cost)}. </strong>}
              {known && <Basis estimate={known} />}
            </p>
          </>
        )}
        {known?.readsAllDays && (
          <p className={classes.warning}>
            <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> Reads all days of the lake, whatever the range:
            facts of the whole data are not published there.
          </p>
        )}
        {error && (
          <p className={classes.warning}>
            <IconAlertTriangle size={14} stroke={1.75} aria-hidden /> What it would scan could not be found out:{' '}
            {error.message} {error.details.wayOut}
          </p>
        )}
        {hasOld && <p className={classes.dim}>What is shown is the answer to the question before.</p>}
      </div>
      <div className={classes.actions}>
        {error && <ErrorActions error={error} connection={question.connection} />}
        <Button
          size="xs"
          variant={place === 'part' ? 'default' : 'filled'}
          leftSection={<IconPlayerPlay size={14} stroke={1.75} />}
          rightSection={place === 'page' && <span className={classes.key}>{modKey} ⏎</span>}
          onClick={start}
        >
          Run on {question.connection}
        </Button>
      </div>
    </section>
  );
}

function Basis({ estimate }: { readonly estimate: RemoteEstimate }) {
  const { bytes, todayBytes, dayCapBytes, basis } = estimate;
  const isBeyond = bytes !== null && dayCapBytes !== null && todayBytes + bytes > dayCapBytes;
  return (
    <>
      {basis} {describeToday(estimate)} {isBeyond && 'With this question it could be more than that.'}
    </>
  );
}

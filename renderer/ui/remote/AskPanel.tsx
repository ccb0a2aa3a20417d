import { Button, Kbd } from '@mantine/core';
import { IconAlertTriangle, IconCloud, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { RemoteEstimate } from '../../../preload/contract.js';
import { modKey } from '../../frame/mod-key.js';
import { useEstimate, type RemoteAsk } from '../../state/report-answer.js';
import { isCovered } from '../is-covered.js';
import { ApprovalDialog, type ToApprove } from './ApprovalDialog.js';
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
export function AskPanel({ ask, title, place = 'page', hasOld = false }: AskPanelProps) {
  const { question, answer, run } = ask;
  const { data: estimate, error, isStale, loading } = useEstimate(question);
  const known = isStale || loading ? undefined : estimate;
  const [toApprove, setToApprove] = useState<ToApprove | null>(null);
  const [dismissed, setDismissed] = useState(answer.error);
  const refused = answer.error?.code === 'needs_approval' && answer.error !== dismissed ? answer.error.details : null;

  function start() {
    if (known?.needsApproval && known.bytes !== null) setToApprove({ bytes: known.bytes, costUsd: known.costUsd });
    else run();
  }
  useRunKey(place === 'page', start);

  const scan =
    toApprove ?? (refused?.bytes === undefined ? null : { bytes: refused.bytes, costUsd: refused.costUsd ?? null });
  const cost = known ? startsWithCapital(describeEstimate(known)) : error ? null : 'Looking at what it would scan …';
  return (
    <section className={classes.panel} data-part={place === 'part' || undefined} aria-label={`${title}: not asked yet`}>
      <IconCloud size={20} stroke={1.5} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>
          {place === 'part' ? `${title} is a question of its own` : `Not asked on ${question.connection} yet`}
        </p>
        {place !== 'part' && (
          <p>
            {title} · {describeQuestion(question)}
          </p>
        )}
        <p className={classes.dim} aria-live="polite">
          {cost !== null && <strong>{cost}. </strong>}
          {known && place !== 'part' && <Basis estimate={known} />}
        </p>
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
          rightSection={place === 'page' && <Kbd size="xs">{modKey} ⏎</Kbd>}
          onClick={start}
        >
          Run on {question.connection}
        </Button>
      </div>
      <ApprovalDialog
        connection={question.connection}
        scan={scan}
        basis={known?.basis}
        onApprove={run}
        onClose={() => {
          setToApprove(null);
          setDismissed(answer.error);
        }}
      />
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

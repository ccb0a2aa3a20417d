import { useState } from 'react';
import type { RemoteEstimate } from '../../../preload/contract.js';
import type { RemoteAsk } from '../../state/report-answer.js';
import { ErrorNote } from '../ErrorNote.js';
import { ApprovalDialog, type ToApprove } from './ApprovalDialog.js';
import { AskPanel, type RemotePlace } from './AskPanel.js';
import { ErrorActions } from './ErrorActions.js';
import { FactsLine } from './FactsLine.js';
import { RunningPanel } from './RunningPanel.js';

interface RemoteBarProps {
  readonly ask: RemoteAsk;
  /** What is asked, in words. */
  readonly title: string;
  readonly place?: RemotePlace;
  /** Whether the answer to an earlier question is shown below. */
  readonly hasOld?: boolean;
}

/** How a question to an engine elsewhere stands: to be asked, on its way, failed, or answered. */
export function RemoteBar(props: RemoteBarProps) {
  const { answer, question, run } = props.ask;
  const [toApprove, setToApprove] = useState<ToApprove | null>(null);
  // The engine may refuse what the estimate did not foresee; an error is asked about once.
  const [seen, setSeen] = useState(answer.error);
  const isRefused = answer.error?.code === 'needs_approval' && answer.error !== seen;
  const { bytes, costUsd = null } = (isRefused && answer.error.details) || {};

  function start(estimate: RemoteEstimate | undefined) {
    if (estimate?.needsApproval && estimate.bytes !== null)
      setToApprove({ bytes: estimate.bytes, costUsd: estimate.costUsd, basis: estimate.basis });
    else run();
  }
  return (
    <>
      <Standing {...props} onRun={start} />
      <ApprovalDialog
        connection={question.connection}
        scan={toApprove ?? (bytes === undefined ? null : { bytes, costUsd })}
        onApprove={run}
        onClose={() => {
          setToApprove(null);
          setSeen(answer.error);
        }}
      />
    </>
  );
}

interface StandingProps extends RemoteBarProps {
  readonly onRun: (estimate: RemoteEstimate | undefined) => void;
}

function Standing({ ask, title, place = 'page', hasOld, onRun }: StandingProps) {
  const { error, loading, data } = ask.answer;
  if (loading) return <RunningPanel ask={ask} title={title} place={place} hasOld={hasOld} />;
  return (
    <>
      {error && error.code !== 'needs_approval' && (
        <ErrorNote error={error} meaning="Nothing runs over there any more.">
          <ErrorActions error={error} connection={ask.question.connection} />
        </ErrorNote>
      )}
      {data === undefined ? (
        <AskPanel ask={ask} title={title} place={place} hasOld={hasOld} onRun={onRun} />
      ) : (
        place !== 'part' && <FactsLine ask={ask} />
      )}
    </>
  );
}

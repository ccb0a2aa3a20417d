import type { RemoteAsk } from '../../state/report-answer.js';
import { ErrorNote } from '../ErrorNote.js';
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
export function RemoteBar({ ask, title, place = 'page', hasOld }: RemoteBarProps) {
  const { error, loading, data } = ask.answer;
  if (loading) return <RunningPanel ask={ask} title={title} place={place} />;
  return (
    <>
      {error && error.code !== 'needs_approval' && (
        <ErrorNote error={error} meaning="Nothing runs over there any more.">
          <ErrorActions error={error} connection={ask.question.connection} />
        </ErrorNote>
      )}
      {data === undefined ? (
        <AskPanel ask={ask} title={title} place={place} hasOld={hasOld} />
      ) : (
        place !== 'part' && <FactsLine ask={ask} />
      )}
    </>
  );
}

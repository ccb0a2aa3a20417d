/** Asks a report where the filters say: at once on this machine, elsewhere only when a person says so. */
import { useCallback, useState, useSyncExternalStore } from 'react';
import type { RemoteEstimate, ReportQuestion, ReportResult } from '../../preload/contract.js';
import { useCall, type CallState } from '../engine.js';
import { useElsewhere } from './engine-choice.js';
import { keptAnswers } from './kept-answers.js';
import { notAsked, remoteKey, type RemoteAnswer, type RemoteQuestion } from './remote-answers.js';

/** A question to an engine elsewhere: what is known of its answer, and the ways to ask, stop and ask anew. */
export interface RemoteAsk {
  readonly question: RemoteQuestion;
  readonly answer: RemoteAnswer;
  readonly run: (approvedBytes?: number) => void;
  readonly cancel: () => void;
  /** Forgets the answer, so that the question stands as if it had not been asked. */
  readonly forget: () => void;
}

function ignoreChanges(): () => void {
  return () => undefined;
}

/** Asks nothing by itself. When nothing on the screen uses the question any more, what runs of it is stopped. */
export function useRemoteAsk(question: RemoteQuestion | null): RemoteAsk | null {
  const key = question && remoteKey(question);
  const listen = useCallback(
    (listener: () => void) => (key === null ? ignoreChanges() : keptAnswers.listen(key, listener)),
    [key],
  );
  const answer = useSyncExternalStore(listen, () => (key === null ? notAsked : keptAnswers.read(key)));
  if (question === null || key === null) return null;
  return {
    question,
    answer,
    run: (approvedBytes) => keptAnswers.run(question, approvedBytes),
    cancel: () => keptAnswers.cancel(key),
    forget: () => keptAnswers.forget((other) => remoteKey(other) === key),
  };
}

/** What the question would scan, found without a query. */
export function useEstimate(question: RemoteQuestion | null): CallState<RemoteEstimate> {
  return useCall('remote.estimate', question);
}

export interface ReportAnswer extends CallState<ReportResult> {
  /** As it was asked, with its engine. */
  readonly question: ReportQuestion | null;
  /** Null where DuckDB answers. */
  readonly remote: RemoteAsk | null;
}

/** The answer to a question of the screen. The last one stays as `data`, stale, until the next is there. */
export function useReport(local: ReportQuestion | null): ReportAnswer {
  const elsewhere = useElsewhere();
  const onDuckDb = useCall('reports.run', elsewhere ? null : local);
  const remote = useRemoteAsk(elsewhere && local && { ...local, ...elsewhere });
  const fresh = remote ? remote.answer.data : onDuckDb.isStale ? undefined : onDuckDb.data;
  const [last, setLast] = useState(fresh);
  if (fresh !== undefined && fresh !== last) setLast(fresh);
  const data = fresh ?? last;
  const isStale = fresh === undefined && last !== undefined;
  if (!remote) return { ...onDuckDb, data, isStale, question: local, remote };
  const { answer, cancel, run } = remote;
  const retry = () => run(answer.approvedBytes);
  return { ...answer, data, isStale, cancel, retry, question: remote.question, remote };
}

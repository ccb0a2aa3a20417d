/** The one call of the screen to the engine, and the hook that asks with it. Both outlive an engine that restarts. */
import { useCallback, useState, useSyncExternalStore } from 'react';
import { connect } from '../preload/connect.js';
import {
  EngineError,
  type CallEngine,
  type CallName,
  type CallParams,
  type CallResult,
  type Reply,
  type Request,
  type Wire,
} from '../preload/contract.js';
import { Answers, noAnswer, questionKey, type Answer } from './state/answers.js';

let current: CallEngine | null = null;
let waiting: ((call: CallEngine) => void)[] = [];

/** The call over the wire that is there, or over the next one. */
function whenConnected(signal: AbortSignal | undefined): Promise<CallEngine> {
  if (current !== null) return Promise.resolve(current);
  return new Promise((resolve, reject) => {
    waiting.push(resolve);
    signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')), { once: true });
  });
}

/** Calls the engine; while there is none, waits for it. Rejects with EngineError. */
export const callEngine: CallEngine = async (name, params, options = {}) => {
  const call = await whenConnected(options.signal);
  return call(name, params, options);
};

const answers = new Answers(callEngine);

/** Uses this wire from now on. What failed because the wire before it closed is asked again. */
export function plugWire(wire: Wire<Request, Reply>): void {
  const call = connect(wire);
  current = call;
  wire.onClose(() => {
    if (current === call) current = null;
  });
  const ready = waiting;
  waiting = [];
  for (const resolve of ready) resolve(call);
  answers.resume();
}

/** After a change in the engine: everything shown that came from these calls is asked again. */
export function refreshCalls(...names: readonly CallName[]): void {
  answers.invalidate(names);
}

export interface CallState<Result> extends Answer<Result> {
  /** True while `data` is the answer to an earlier question. */
  readonly isStale: boolean;
  readonly cancel: () => void;
  readonly retry: () => void;
}

function ignoreChanges(): () => void {
  return () => undefined;
}

/**
 * Asks the engine, again whenever the params change, and keeps the last answer while the next is on its way. A question
 * that changes or whose screen goes is cancelled in the engine. `params` null asks nothing.
 */
export function useCall<Name extends CallName>(
  name: Name,
  params: CallParams<Name> | null,
  options: { readonly enabled?: boolean } = {},
): CallState<CallResult<Name>> {
  const enabled = params !== null && options.enabled !== false;
  const key = enabled ? questionKey(name, params) : null;

  const listen = useCallback(
    (listener: () => void) => {
      if (key === null) return ignoreChanges();
      return answers.listen(key, name, JSON.parse(key.slice(name.length + 1)), listener);
    },
    [key, name],
  );
  const answer = useSyncExternalStore(listen, () => (key === null ? noAnswer : answers.read(key))) as Answer<
    CallResult<Name>
  >;
  const [last, setLast] = useState<CallResult<Name> | undefined>(answer.data);
  if (answer.data !== undefined && answer.data !== last) setLast(answer.data);

  return {
    ...answer,
    // Before the effect that asks has run there is no answer and nothing runs: that moment counts as loading.
    loading: answer.loading || (enabled && answer === noAnswer),
    data: answer.data ?? last,
    isStale: answer.data === undefined && last !== undefined,
    cancel: () => {
      if (key !== null) answers.cancel(key);
    },
    retry: () => {
      if (key !== null) answers.retry(key);
    },
  };
}

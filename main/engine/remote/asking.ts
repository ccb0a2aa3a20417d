/** What all engines elsewhere share: limits before a query, a record of it, and stopping what runs. */
import { randomUUID } from 'node:crypto';
import { EngineError, type ConnectionSettings, type RemoteState } from '../../../preload/contract.js';
import type { RemoteAnswer, RemoteQuery } from '../elsewhere.js';
import type { Job } from '../serve.js';
import { priceQuery } from './cost.js';
import type { Drive, DriverAnswer, Run, Seen } from './driver.js';
import type { QueryHistory, StoredRecord } from './history.js';
import { checkLimits } from './limits.js';
import { sleep } from './pace.js';
import { checkValues } from './place-values.js';

/** A person who stops a query is answered by then; it is seen to its end all the same. */
const answerAfterStopMs = 900;

const cancelled = () => new EngineError('cancelled', 'Cancelled.');
const isTerminal = (state: RemoteState) => state === 'succeeded' || state === 'failed' || state === 'cancelled';

export interface Asking {
  ask(connection: ConnectionSettings, drive: Drive, query: RemoteQuery, job: Job): Promise<RemoteAnswer>;
  /** Work that is no query of its own and is stopped with the others: what reads a catalog. */
  track<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops all; resolves to how many queries those were, once they have ended. */
  stopAll(): Promise<number>;
}

export function createAsking(history: QueryHistory): Asking {
  const running = new Set<{ readonly stop: () => void; readonly done: Promise<unknown>; readonly isQuery: boolean }>();
  let gate: Promise<unknown> = Promise.resolve();

  /** One at a time: two queries that each fit under the cap may not fit together. */
  function admit(connection: ConnectionSettings, query: RemoteQuery, id: string): Promise<void> {
    const work = async () => {
      checkLimits(connection, query, await history.usedToday(connection.name));
      await history.begin(newRecord(connection, query, id));
    };
    const admitted = gate.then(work, work);
    gate = admitted;
    return admitted;
  }

  /** Runs work whose signal is aborted with `signal` or by stopAll. */
  function start<T>(signal: AbortSignal, isQuery: boolean, work: (signal: AbortSignal) => Promise<T>) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    const result = work(controller.signal);
    const done = result.catch(() => undefined);
    const entry = { stop, done, isQuery };
    running.add(entry);
    void done.then(() => {
      running.delete(entry);
      signal.removeEventListener('abort', stop);
    });
    return { result, stopped: controller.signal };
  }

  return {
    async ask(connection, drive, query, job) {
      checkValues(query.sql, query.values);
      if (job.signal.aborted) throw cancelled();
      const id = randomUUID();
      await admit(connection, query, id);
      const { result, stopped } = start(job.signal, true, (signal) =>
        runQuery({ history, connection, drive, query, id, signal, onProgress: job.onProgress }),
      );
      return Promise.race([result, rejectAfterStop(stopped, result)]);
    },
    track: (signal, work) => start(signal, false, work).result,
    async stopAll() {
      const stopping = [...running];
      for (const { stop } of stopping) stop();
      await Promise.all(stopping.map(({ done }) => done));
      return stopping.filter(({ isQuery }) => isQuery).length;
    },
  };
}

/** Never resolves; rejects some time after the stop, unless the work is over by then. */
async function rejectAfterStop(stopped: AbortSignal, work: Promise<unknown>): Promise<never> {
  const over = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([
    over,
    new Promise<void>((resolve) => {
      if (stopped.aborted) resolve();
      stopped.addEventListener('abort', () => resolve(), { once: true });
    }),
  ]);
  if (stopped.aborted) await Promise.race([over, sleep(answerAfterStopMs)]);
  throw cancelled();
}

function newRecord(connection: ConnectionSettings, query: RemoteQuery, id: string): Omit<StoredRecord, 'owner'> {
  return {
    id,
    connection: connection.name,
    kind: connection.kind,
    queryId: null,
    purpose: query.purpose,
    dataset: query.dataset,
    sql: query.sql,
    values: query.values,
    startedAt: new Date().toISOString(),
    endedAt: null,
    state: 'queued',
    bytesScanned: null,
    costUsd: null,
    reused: false,
    rows: null,
    error: null,
    estimatedBytes: query.estimatedBytes,
  };
}

interface Asked {
  readonly history: QueryHistory;
  readonly connection: ConnectionSettings;
  readonly drive: Drive;
  readonly query: RemoteQuery;
  readonly id: string;
  readonly signal: AbortSignal;
  readonly onProgress: Job['onProgress'];
}

async function runQuery({ history, connection, drive, query, id, signal, onProgress }: Asked): Promise<RemoteAnswer> {
  const startedMs = performance.now();
  let queryId: string | null = null;
  let seen: Seen = { state: 'queued', bytesScanned: null, reused: false };
  let said = { phase: 'starting', done: 0, total: null as number | null };
  const tell = () =>
    onProgress({
      ...said,
      unit: 'bytes',
      remote: { queryId, state: seen.state, bytesScanned: seen.bytesScanned },
    });
  const run: Run = {
    token: id,
    signal,
    async accepted(named) {
      queryId = named;
      await history.change(id, { queryId: named, state: seen.state });
      tell();
    },
    saw(more) {
      seen = { ...seen, ...more };
      if (!isTerminal(seen.state)) history.see(id, { state: seen.state, bytesScanned: seen.bytesScanned });
      tell();
    },
    phase(phase, done = 0, total = null) {
      said = { phase, done, total };
      tell();
    },
  };
  const priceOf = (state: RemoteState) =>
    connection.kind === 'athena' && isTerminal(state)
      ? priceQuery(
          { ...seen, state: state as 'succeeded' | 'failed' | 'cancelled', purpose: query.purpose },
          connection.pricePerTb,
        )
      : null;
  const end = (state: RemoteState, change: Partial<StoredRecord>) =>
    history
      .end(id, {
        state,
        endedAt: new Date().toISOString(),
        bytesScanned: seen.bytesScanned,
        costUsd: priceOf(state),
        reused: seen.reused,
        ...change,
      })
      .catch(() => undefined); // a full disk takes nobody the answer that is paid for

  let answer: DriverAnswer;
  try {
    answer = await drive(query, run);
  } catch (error) {
    const failed = describe(EngineError.from(error), queryId, query.sql, signal.aborted);
    await end(endedAs(seen.state, queryId, signal.aborted), {
      error: failed.message,
      // A start whose answer never came may have begun something over there.
      ...(queryId === null && failed.code === 'network' && { costUsd: null }),
    });
    throw failed;
  }
  await end('succeeded', { rows: answer.rowCount });
  const { columns, rowCount, ...times } = answer;
  return {
    columns,
    rowCount,
    facts: {
      connection: connection.name,
      kind: connection.kind,
      queryId: queryId ?? '',
      bytesScanned: seen.bytesScanned,
      costUsd: priceOf('succeeded'),
      reused: seen.reused,
      ...times,
      totalMs: times.totalMs ?? Math.round(performance.now() - startedMs),
    },
  };
}

/** What is kept of a query that gave no answer: as the engine said, or `running` where that was not its last word. */
function endedAs(state: RemoteState, queryId: string | null, isStopped: boolean): RemoteState {
  if (isTerminal(state)) return state;
  if (queryId !== null) return 'running';
  return isStopped ? 'cancelled' : 'failed';
}

/** With what tells a person which query it was. Who did not stop it is told that somebody did. */
function describe(error: EngineError, queryId: string | null, sql: string, isStopped: boolean): EngineError {
  if (isStopped) return queryId === null ? cancelled() : new EngineError('cancelled', 'Cancelled.', { queryId });
  if (queryId === null) return error;
  const text = error.code === 'query_failed' || error.code === 'not_found' ? { sql } : {};
  const details = { ...text, queryId, ...error.details };
  if (error.code !== 'cancelled') return new EngineError(error.code, error.message, details);
  return new EngineError('query_failed', `The query was stopped, but not from here: ${error.message}`, {
    ...details,
    sql,
    wayOut: 'Ask again.',
  });
}

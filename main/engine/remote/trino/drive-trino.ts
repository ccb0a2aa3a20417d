/** Runs a query on Trino: its pages are followed to the last one; an abort cancels it over there. */
import type { QueryStats } from 'trino-client';
import { EngineError, type RemoteState } from '../../../../preload/contract.js';
import type { RemoteValue } from '../../elsewhere.js';
import { isAway } from '../aws-faults.js';
import { ColumnBuilder, readColumnKind } from '../column-builder.js';
import type { Drive, DriverAnswer, Run } from '../driver.js';
import { growingPauses, sleep, type Pace } from '../pace.js';
import { explainCall, explainQueryError, isPassingFault } from './trino-faults.js';
import type { TrinoPage, TrinoSession } from './trino-session.js';
import { writeStatement } from './write-statement.js';

export interface TrinoDriving {
  readonly open: () => Promise<{ readonly session: TrinoSession; readonly server: string }>;
  readonly pace: Pace;
}

/** A page holds up to so many milliseconds; a server that answers at once is not asked again at once. */
const leastPauseMs = 20;
/** Of a server that has not answered once. */
const firstFaultMs = 1500;

function readState(stats: QueryStats | undefined): RemoteState {
  const state = stats?.state ?? 'QUEUED';
  if (state === 'FINISHED') return 'succeeded';
  if (state === 'FAILED') return 'failed';
  return stats?.queued === true || state === 'QUEUED' || state === 'WAITING_FOR_RESOURCES' ? 'queued' : 'running';
}

/** Calls again what failed, for a while; a server that is not there from the beginning is told of soon. */
async function call(work: () => Promise<TrinoPage>, run: Run, pace: Pace, isFirst = false): Promise<TrinoPage> {
  const nextPause = growingPauses(Math.min(100, pace.retryMs), pace.retryCapMs);
  let failingSinceMs: number | null = null;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      run.signal.throwIfAborted();
      failingSinceMs ??= Date.now();
      const patienceMs = isFirst && isAway(error) ? Math.min(firstFaultMs, pace.faultMs) : pace.faultMs;
      if (!isPassingFault(error) || Date.now() - failingSinceMs > patienceMs) throw error;
      run.phase('the server does not answer; trying again');
      await sleep(nextPause(), run.signal);
    }
  }
}

/** Has it cancelled and looks until it has ended, for some seconds. Never throws. */
async function cancelQuery(session: TrinoSession, page: TrinoPage, run: Run, pace: Pace): Promise<void> {
  const deadlineMs = Date.now() + pace.stopMs;
  let { nextUri } = page;
  let isTold = false;
  while (Date.now() < deadlineMs) {
    try {
      if (!isTold) await session.cancel(page.id);
      isTold = true;
      if (nextUri === undefined) return run.saw({ state: 'cancelled' });
      const next = await session.follow(nextUri, undefined);
      ({ nextUri } = next);
      if (next.error !== undefined) return run.saw({ state: 'cancelled' });
      continue;
    } catch (error) {
      if (isTold && !isPassingFault(error)) return run.saw({ state: 'cancelled' }); // it is gone
      if (!isPassingFault(error)) return;
    }
    await sleep(pace.pollMs);
  }
}

export function driveTrino({ open, pace }: TrinoDriving): Drive {
  return async ({ sql, values }, run) => {
    const { session, server } = await open();
    return followQuery({ session, server, sql, values, run, pace });
  };
}

export interface TrinoQuery {
  readonly session: TrinoSession;
  readonly server: string;
  readonly sql: string;
  readonly values: readonly RemoteValue[];
  readonly run: Run;
  readonly pace: Pace;
}

export async function followQuery({ session, server, sql, values, run, pace }: TrinoQuery): Promise<DriverAnswer> {
  const { text, headers } = writeStatement(sql, values);
  const explain = (error: unknown, queryId?: string) =>
    explainCall(error, server, { trying: `ask Trino at ${server}`, resource: server, sql, queryId });
  let page: TrinoPage;
  try {
    page = await call(
      () => session.start(text, { ...headers, 'X-Trino-Trace-Token': run.token }, run.signal),
      run,
      pace,
      true,
    );
  } catch (error) {
    throw run.signal.aborted ? new EngineError('cancelled', 'Cancelled.') : explain(error);
  }
  await run.accepted(page.id);

  let builders: readonly ColumnBuilder[] | null = null;
  let rowCount = 0;
  try {
    for (;;) {
      if (page.error !== undefined) break;
      if (page.columns !== undefined && page.columns !== null)
        builders ??= page.columns.map(({ name, type }) => new ColumnBuilder(name, readColumnKind(type)));
      for (const row of page.data ?? []) builders?.forEach((builder, at) => builder.push(row[at]));
      rowCount += page.data?.length ?? 0;
      tell(page, rowCount, run);
      const { nextUri } = page;
      if (nextUri === undefined) break;
      if ((page.data ?? []).length === 0) await sleep(leastPauseMs, run.signal);
      page = await call(() => session.follow(nextUri, run.signal), run, pace);
    }
  } catch (error) {
    await cancelQuery(session, page, run, pace);
    throw run.signal.aborted ? new EngineError('cancelled', 'Cancelled.') : explain(error, page.id);
  }
  if (page.error !== undefined) {
    run.saw({ state: 'failed', bytesScanned: page.stats?.processedBytes ?? null });
    throw explainQueryError(page.error, { trying: `run the query on Trino at ${server}`, sql, queryId: page.id });
  }
  run.saw({ state: 'succeeded' });
  const { stats } = page;
  return {
    columns: (builders ?? []).map((builder) => builder.finish()),
    rowCount,
    queueMs: stats?.queuedTimeMillis ?? null,
    planningMs: null,
    engineMs: stats === undefined ? null : Math.max(0, stats.elapsedTimeMillis - stats.queuedTimeMillis),
    totalMs: stats?.elapsedTimeMillis ?? null,
  };
}

function tell({ stats, nextUri }: TrinoPage, rowCount: number, run: Run): void {
  const state = readState(stats);
  if (rowCount > 0) run.phase(`reading the result: ${rowCount.toLocaleString('en')} rows`);
  else run.phase(state === 'queued' ? 'queued' : 'running');
  // The last rows may still be on their way when Trino has finished.
  run.saw({
    state: state === 'succeeded' && nextUri !== undefined ? 'running' : state,
    bytesScanned: stats?.processedBytes ?? null,
  });
}

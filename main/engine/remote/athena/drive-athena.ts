/** Runs a query on Athena: send, watch, read the result; stop it where nobody waits for it any more. */
import type { AthenaClient, QueryExecution } from '@aws-sdk/client-athena';
import { EngineError, type AthenaConnection } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import type { RemoteQuery } from '../../elsewhere.js';
import { withLine, type Drive, type Run } from '../driver.js';
import type { Pace } from '../pace.js';
import type { Turns } from '../turns.js';
import { readResult, type ReadingNeeds } from './read-result.js';
import { startQuery } from './start-query.js';
import { readSeen, stopQuery, watchQuery } from './watch-query.js';

export interface AthenaDriving {
  readonly open: () => Promise<{ readonly client: AthenaClient; readonly connection: AthenaConnection }>;
  readonly reading: ReadingNeeds;
  readonly turns: Turns;
  readonly pace: Pace;
  /** Told the engine's version, where Athena says it. */
  readonly onVersion: (version: string) => void;
}

/** In words that may be others from one version to the next. */
const cutOff = /limit|cut.?off|bytes.?scanned/i;

/** Athena's own words for why a query failed, or was stopped; with the line, where it says one. */
function readReason({ Status }: QueryExecution): string {
  return Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? 'Athena gives no reason';
}

function explainEnd(execution: QueryExecution, query: RemoteQuery, queryId: string): EngineError {
  const reason = readReason(execution);
  const line = /\bline (\d+):\d+/.exec(reason)?.[1];
  const explained = withLine(
    explainRemoteError({ message: reason }, { trying: 'run the query on Athena', sql: query.sql, queryId }),
    line === undefined ? null : Number(line),
  );
  if (execution.Status?.State !== 'CANCELLED' || explained.code === 'over_limit' || !cutOff.test(reason))
    return explained;
  return new EngineError('over_limit', `A limit of the work group stopped the query: ${reason}`, {
    queryId,
    wayOut: 'Choose a shorter range, or have the work group allow more for a query.',
  });
}

export function driveAthena({ open, reading, turns, pace, onVersion }: AthenaDriving): Drive {
  async function watch(client: AthenaClient, queryId: string, run: Run): Promise<QueryExecution> {
    try {
      return await watchQuery(client, queryId, run, pace);
    } catch (error) {
      const stopped = await stopQuery(client, queryId, pace);
      if (stopped !== null) run.saw(readSeen(stopped));
      throw error;
    }
  }

  return async (query, run) => {
    const { client, connection } = await open();
    const queryId = await startQuery({ client, connection, turns, pace }, query, run);
    await run.accepted(queryId);
    const execution = await watch(client, queryId, run);
    const version = execution.EngineVersion?.EffectiveEngineVersion;
    if (version !== undefined) onVersion(version);
    if (execution.Status?.State !== 'SUCCEEDED') throw explainEnd(execution, query, queryId);
    const result = await readResult(reading, { client, queryId, signal: run.signal, pace }, execution, run);
    const { Statistics } = execution;
    return {
      ...result,
      queueMs: Statistics?.QueryQueueTimeInMillis ?? null,
      planningMs: Statistics?.QueryPlanningTimeInMillis ?? null,
      engineMs: Statistics?.EngineExecutionTimeInMillis ?? null,
      totalMs: Statistics?.TotalExecutionTimeInMillis ?? null,
    };
  };
}

/** Looks at a query on Athena until it has ended; stops one. */
import {
  GetQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type QueryExecution,
} from '@aws-sdk/client-athena';
import type { RemoteState } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import { isPassing } from '../aws-faults.js';
import type { Run, Seen } from '../driver.js';
import { growingPauses, sleep, type Pace } from '../pace.js';

const states: Readonly<Record<string, RemoteState>> = {
  QUEUED: 'queued',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** Statistics may all be missing. */
export function readSeen({ Status, Statistics }: QueryExecution): Seen {
  return {
    state: states[Status?.State ?? ''] ?? 'running',
    bytesScanned: Statistics?.DataScannedInBytes ?? null,
    reused: Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false,
  };
}

export const hasEnded = ({ state }: Seen) => state === 'succeeded' || state === 'failed' || state === 'cancelled';

async function look(client: AthenaClient, id: string, signal?: AbortSignal): Promise<QueryExecution> {
  const asked = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), { abortSignal: signal });
  return asked.QueryExecution ?? {};
}

/**
 * Resolves once the query has ended, however that was. Faults that pass are waited out. Throws EngineError where they do
 * not pass, or an AbortError.
 */
export async function watchQuery(client: AthenaClient, id: string, run: Run, pace: Pace): Promise<QueryExecution> {
  const nextPause = growingPauses(pace.pollMs, pace.pollCapMs);
  let failingSinceMs: number | null = null;
  for (;;) {
    await sleep(nextPause(), run.signal);
    try {
      const execution = await look(client, id, run.signal);
      const seen = readSeen(execution);
      run.phase(seen.state === 'queued' ? 'queued' : 'running');
      run.saw(seen);
      if (hasEnded(seen)) return execution;
      failingSinceMs = null;
    } catch (error) {
      run.signal.throwIfAborted();
      failingSinceMs ??= Date.now();
      if (!isPassing(error) || Date.now() - failingSinceMs > pace.faultMs)
        throw explainRemoteError(error, {
          trying: 'ask Athena how far the query is',
          action: 'athena:GetQueryExecution',
          queryId: id,
        });
      run.phase('the service does not answer; trying again');
    }
  }
}

/** Has a query stopped and waits for its end for some seconds. Never throws: null where its end was not seen. */
export async function stopQuery(client: AthenaClient, id: string, pace: Pace): Promise<QueryExecution | null> {
  const deadlineMs = Date.now() + pace.stopMs;
  let isTold = false;
  while (Date.now() < deadlineMs) {
    try {
      if (!isTold) await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      isTold = true;
      const execution = await look(client, id);
      if (hasEnded(readSeen(execution))) return execution;
    } catch (error) {
      if (!isPassing(error)) return null;
    }
    await sleep(pace.pollMs);
  }
  return null;
}

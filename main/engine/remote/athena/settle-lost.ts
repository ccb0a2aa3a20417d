/** Finds out how queries ended of which nobody knows; those that still run are stopped, as nobody waits for them. */
import { BatchGetQueryExecutionCommand, type AthenaClient, type QueryExecution } from '@aws-sdk/client-athena';
import type { RemoteState } from '../../../../preload/contract.js';
import { priceQuery } from '../cost.js';
import type { QueryHistory, StoredRecord } from '../history.js';
import type { Pace } from '../pace.js';
import { hasEnded, readSeen, stopQuery } from './watch-query.js';

/** Of the API. */
const idsOfCall = 50;
/** Of Athena: it forgets what is older. */
const rememberedMs = 45 * 24 * 3_600_000;

export interface Settling {
  readonly client: AthenaClient;
  readonly history: QueryHistory;
  readonly pricePerTb: number;
  readonly pace: Pace;
}

/** Resolves to how many were stopped. Throws what the SDK throws. */
export async function settleLost(settling: Settling, lost: readonly StoredRecord[]): Promise<number> {
  const { client, history, pace } = settling;
  let stopped = 0;
  const named = lost.filter(({ queryId }) => queryId !== null);
  for (const record of lost)
    if (record.queryId === null) await giveUp(history, record, 'Vitrine ended before Athena had accepted it.');
  for (let at = 0; at < named.length; at += idsOfCall) {
    const some = named.slice(at, at + idsOfCall);
    const ids = some.flatMap(({ queryId }) => queryId ?? []);
    const { QueryExecutions } = await client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: ids }));
    const found = new Map((QueryExecutions ?? []).map((execution) => [execution.QueryExecutionId, execution]));
    for (const record of some) {
      const id = record.queryId ?? '';
      let execution = found.get(id) ?? null;
      if (execution !== null && !hasEnded(readSeen(execution))) {
        execution = await stopQuery(client, id, pace);
        stopped++;
      }
      if (execution !== null) await settle(settling, record, execution);
      else if (Date.now() - Date.parse(record.startedAt) > rememberedMs)
        await giveUp(history, record, 'Athena has forgotten it.');
    }
  }
  return stopped;
}

function giveUp(history: QueryHistory, { id, startedAt, error }: StoredRecord, why: string): Promise<void> {
  return history.change(id, { state: 'failed', endedAt: startedAt, error: error ?? why });
}

function settle({ history, pricePerTb }: Settling, record: StoredRecord, execution: QueryExecution): Promise<void> {
  const { state, bytesScanned, reused } = readSeen(execution);
  if (state === 'queued' || state === 'running') return Promise.resolve();
  const reasons: Partial<Record<RemoteState, string>> = {
    failed: execution.Status?.StateChangeReason ?? 'It failed.',
    cancelled: 'It was stopped: nobody waited for it any more.',
    succeeded: 'It succeeded; nobody was there to read its result.',
  };
  return history.change(record.id, {
    state,
    bytesScanned,
    reused,
    endedAt: (execution.Status?.CompletionDateTime ?? new Date()).toISOString(),
    costUsd: priceQuery({ state, purpose: record.purpose, reused, bytesScanned }, pricePerTb),
    error: reasons[state] ?? null,
  });
}

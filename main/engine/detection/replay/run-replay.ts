/** One replay of a dataset: its events through a pack, its alerts to the keeper, frames to the screen. */
import { EngineError, type Progress, type ReplayRequest, type RunSummary } from '../../../../preload/contract.js';
import type { RulePack } from '../../../../preload/rules/pack.js';
import type { AlertKeeper, KeptRun, RunPosition } from '../../alert-keeper.js';
import type { Connection } from '../../database.js';
import { AlertWriter, writeTime } from './alert-writer.js';
import { datasetNames } from './dataset-names.js';
import type { StartThread } from './detection-thread.js';
import { openEventSource } from './event-source.js';
import { makeFrame } from '../live/make-frame.js';
import { playEvents, type News } from './play-events.js';
import type { Control, Reached } from './worker-messages.js';

export interface RunTools {
  readonly startThread: StartThread;
  readonly keeper: AlertKeeper;
  readonly batchRows?: number;
}

interface RunReplay extends RunTools {
  readonly connection: Connection;
  readonly request: ReplayRequest;
  readonly pack: RulePack;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onStart: (control: (control: Control) => void) => void;
}

/** How often the position is kept. */
const keepMs = 1000;

export function requireAllRows(seen: number, counted: number): void {
  if (seen === counted) return;
  throw new EngineError(
    'mismatch',
    `The replay has seen ${seen} events, and the dataset has ${counted} in this range.`,
    {
      wayOut: 'Remove the dataset and load its files again.',
    },
  );
}

function toPosition({ rows, time, evicted }: Reached): RunPosition {
  return { rows, at: time === null ? null : writeTime(time), late: 0, evicted };
}

/** Throws EngineError `mismatch` where not all events were seen, `cancelled`, `internal` where the thread dies. */
export async function runReplay(replay: RunReplay): Promise<RunSummary> {
  const { connection, request, pack, signal, keeper, startThread, onProgress, onStart, batchRows } = replay;
  const { dataset, from = null, to = null, speed, isPaused = false, resume = false, follow = false } = request;
  const startedAt = performance.now();
  const source = await openEventSource(connection, { from, to }, batchRows);
  const readNames = datasetNames(connection);
  const writer = new AlertWriter(pack, readNames);
  const kept: KeptRun = await keeper.openRun({ dataset, pack, from, to, totalRows: source.rows });
  let reached: Reached = { rows: 0, time: null, evicted: 0 };
  let keptAt = startedAt;

  async function onNews(news: News): Promise<void> {
    reached = news.reached;
    const alerts = await writer.write(news.alerts);
    if (alerts.length > 0) await kept.put(alerts);
    if (performance.now() - keptAt >= keepMs) {
      keptAt = performance.now();
      await kept.reached(toPosition(reached));
    }
    const frame =
      news.frame === null || follow
        ? undefined
        : await makeFrame({
            run: kept.id,
            frame: news.frame,
            reached,
            alerts,
            totalRows: source.rows,
            boundSeconds: pack.boundSeconds,
            readNames,
          });
    const changes = follow ? await writer.write(news.changes) : undefined;
    onProgress({
      phase: 'Replaying',
      done: reached.rows,
      total: source.rows,
      unit: 'rows',
      ...(frame !== undefined && { frame }),
      ...(changes !== undefined && { alerts: changes }),
    });
  }

  try {
    await playEvents({
      startThread,
      data: {
        pack,
        start: from === null || source.first === null ? source.first : Math.min(Date.parse(from), source.first),
        speed,
        isPaused,
        catchUpRows: resume ? (kept.earlier?.rows ?? 0) : 0,
        withFrames: !follow,
        withChanges: follow,
        withSpreads: false,
      },
      batches: () => source.batches(),
      signal,
      onNews,
      onStart,
    });
    requireAllRows(reached.rows, source.rows);
  } catch (error) {
    // What failed first is what people want to know.
    await kept.end('stopped', toPosition(reached)).catch(() => undefined);
    throw error;
  }
  const info = await kept.end('complete', toPosition(reached));
  const seconds = (performance.now() - startedAt) / 1000;
  return { ...info, seconds, eventsPerSecond: seconds === 0 ? 0 : reached.rows / seconds };
}

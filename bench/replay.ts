/** Replays at full speed, beside reading their columns and doing nothing with them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEventSource } from '../main/engine/detection/replay/event-source.js';
import { Database } from '../main/engine/database.js';
import { openDatasetStore } from '../main/engine/workspace/dataset-store.js';
import type { CallEngine } from '../preload/contract.js';
import { rulePack, type RulePack } from '../preload/rules/pack.js';

export interface ReplayFigures {
  readonly seconds: number;
  readonly alerts: number;
  /** The most that the thread's heap and arrays have come to. */
  readonly workerBytes: number;
}

/** Seconds to read all batches of the dataset `bench`. */
export async function readColumns(workspaceDir: string, shippedDir: string): Promise<number> {
  const database = await Database.open({
    prelude: readFileSync(join(shippedDir, 'queries', 'duckdb-prelude.sql'), 'utf8'),
    tempDirectory: join(workspaceDir, 'tmp', 'spill'),
    memoryLimitBytes: 2 ** 31,
    threads: 2,
  });
  const store = openDatasetStore(join(workspaceDir, 'datasets'), database);
  try {
    return await store.withDataset('bench', {}, async (connection) => {
      const startedAt = performance.now();
      const source = await openEventSource(connection, { from: null, to: null });
      let rows = 0;
      for await (const { length } of source.batches()) rows += length;
      if (rows !== source.rows) throw new Error(`${rows} rows read, ${source.rows} counted`);
      return (performance.now() - startedAt) / 1000;
    });
  } finally {
    await store.close();
    database.close();
  }
}

/** A pack without a rule that is on: what the replay itself costs. */
const none: RulePack = rulePack.parse({
  name: 'none',
  version: 1,
  title: 'None',
  rules: [{ id: 'off', kind: 'rate', isOn: false }],
});

export async function timeReplay(call: CallEngine, pack: 'none' | 'baseline' | 'default'): Promise<ReplayFigures> {
  let workerBytes = 0;
  const { seconds, alerts } = await call(
    'replay.run',
    { run: 'bench', dataset: 'bench', pack: pack === 'none' ? none : pack, speed: null },
    {
      onProgress: ({ frame }) => {
        workerBytes = Math.max(workerBytes, frame?.health.memoryBytes ?? 0);
      },
    },
  );
  return { seconds, alerts, workerBytes };
}

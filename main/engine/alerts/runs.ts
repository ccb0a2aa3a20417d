/** The runs of a dataset: each a folder `alerts/RUN` with `run.json` and the journal of its alerts. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunInfo } from '../../../preload/contract.js';
import { rulePack } from '../../../preload/rules/pack.js';
import { isAlive } from '../is-alive.js';
import type { DatasetPlace, JsonFiles } from './needs.js';

const count = z.number().min(0);
const text = z.string().nullable();

const runFile = z.object({
  id: z.string(),
  /** The version of the dataset that was played. */
  datasetVersion: z.string(),
  pack: rulePack,
  from: text,
  to: text,
  startedAt: z.string(),
  state: z.enum(['running', 'complete', 'stopped']),
  /** Of the process that plays it, or did. */
  pid: z.number().int(),
  rows: count,
  totalRows: count,
  at: text,
  late: count,
  evicted: count,
  alerts: count,
  /** Whether it has come to the end once: all its alerts are there, also while it is played again. */
  hasAll: z.boolean().default(false),
});
export type RunFile = z.infer<typeof runFile>;

export const runsFolder = (place: DatasetPlace) => join(place.folder, 'alerts');
export const runFolder = (place: DatasetPlace, id: string) => join(runsFolder(place), id);
export const runFilePath = (folder: string) => join(folder, 'run.json');
export const alertsPath = (folder: string) => join(folder, 'alerts.ndjson');

const runId = /^[0-9a-f]{16}$/;

/** So many are kept of a dataset. */
const keptRuns = 20;

export async function readRunFile(folder: string, json: JsonFiles): Promise<RunFile | null> {
  const parsed = runFile.safeParse(await json.read(runFilePath(folder)));
  return parsed.success ? parsed.data : null;
}

/** What people are told of a run. One that a process left as running when it ended was stopped. */
export function describeRun(run: RunFile, place: DatasetPlace, isOpenHere: boolean): RunInfo {
  const isRunning = run.pid === process.pid ? isOpenHere : isAlive(run.pid);
  return {
    id: run.id,
    dataset: place.name,
    pack: run.pack.name,
    packVersion: run.pack.version,
    from: run.from,
    to: run.to,
    startedAt: run.startedAt,
    state: run.state === 'running' && !isRunning ? 'stopped' : run.state,
    rows: run.rows,
    totalRows: run.totalRows,
    at: run.at,
    late: run.late,
    evicted: run.evicted,
    alerts: run.alerts,
    isCurrent: run.datasetVersion === place.version,
  };
}

const byAge = (a: RunFile, b: RunFile) =>
  a.startedAt === b.startedAt ? (a.id < b.id ? 1 : -1) : a.startedAt < b.startedAt ? 1 : -1;

/** All runs of the dataset, the newest first. */
export async function listRunFiles(place: DatasetPlace, json: JsonFiles): Promise<readonly RunFile[]> {
  const names = await readdir(runsFolder(place)).catch(() => []);
  const runs = await Promise.all(
    names.filter((name) => runId.test(name)).map((name) => readRunFile(runFolder(place, name), json)),
  );
  return runs.filter((run) => run !== null).sort(byAge);
}

/** The newest of each kind of these runs, which stand newest first. */
function newestOf(runs: readonly RunFile[], kindOf: (run: RunFile) => string): readonly RunFile[] {
  const kinds = new Map([...runs].reverse().map((run) => [kindOf(run), run]));
  return [...kinds.values()];
}

/**
 * Deletes the oldest runs above a number, complete or stopped. None goes that is being played, nor the newest of a pack
 * over the whole data, over a part of them, and over the whole to the end.
 */
export async function removeOldRuns(
  place: DatasetPlace,
  json: JsonFiles,
  isOpen: (folder: string) => boolean,
  kept = keptRuns,
): Promise<void> {
  const runs = await listRunFiles(place, json);
  const isWhole = ({ from, to }: RunFile) => from === null && to === null;
  const isPlayed = (run: RunFile) => describeRun(run, place, isOpen(runFolder(place, run.id))).state === 'running';
  const whole = runs.filter((run) => isWhole(run) && (run.hasAll || run.state === 'complete'));
  const stay = new Set([
    ...runs.filter(isPlayed),
    ...newestOf(runs, (run) => `${run.pack.name} ${isWhole(run)}`),
    ...newestOf(whole, ({ pack }) => pack.name),
  ]);
  const removable = runs.filter((run) => !stay.has(run)).reverse();
  for (const run of removable.slice(0, Math.max(0, runs.length - kept)))
    await rm(runFolder(place, run.id), { recursive: true, force: true }).catch(() => undefined); // next time then
}

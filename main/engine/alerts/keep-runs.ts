/** Keeps the alerts of replays as they come, so that a kill at any moment leaves what had come by then. */
import { mkdir } from 'node:fs/promises';
import { EngineError, type Alert, type RunInfo } from '../../../preload/contract.js';
import type { AlertKeeper, KeptRun, RunPosition, RunRequest } from '../alert-keeper.js';
import { AlertJournal, isLater } from './alert-journal.js';
import { canonicalJson, hashValue } from './canonical-json.js';
import { appendRecords, replaceRecords } from '../journal.js';
import type { DatasetPlace, JsonFiles, WithLock } from './needs.js';
import { alertsPath, describeRun, readRunFile, removeOldRuns, runFilePath, runFolder, type RunFile } from './runs.js';

export interface KeeperNeeds {
  /** Another version may detect otherwise: its runs are others. */
  readonly version: string;
  readonly json: JsonFiles;
  readonly withLock: WithLock;
  readonly locate: (dataset: string) => Promise<DatasetPlace>;
  /** Hears of all alerts that are put, also again, after they are kept. */
  readonly deliver: (place: DatasetPlace, run: string, alerts: readonly Alert[]) => Promise<void>;
}

export interface Keeper extends AlertKeeper {
  isOpen(folder: string): boolean;
}

/** A position is written no more often; a resumed run catches up from it. */
const writeEveryMs = 1000;

/** Takes the lock and keeps it until the function that is returned is called. */
function hold(withLock: WithLock, folder: string, name: string): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    const held = withLock(
      folder,
      name,
      () => new Promise<void>((letGo) => resolve(() => (letGo(), held.catch(() => undefined)))),
    );
    held.catch(reject);
  });
}

function busy(dataset: string): EngineError {
  return new EngineError('in_use', `This replay of “${dataset}” is already running.`, {
    wayOut: 'Wait until it is done, or stop it first.',
  });
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** The same request over the same events is the same run. */
function nameRun({ pack, from, to }: RunRequest, place: DatasetPlace, version: string): string {
  return hashValue({ dataset: place.version, pack, from, to, version });
}

export function createKeeper(needs: KeeperNeeds): Keeper {
  const { json, withLock } = needs;
  const open = new Set<string>();

  async function openRun(request: RunRequest): Promise<KeptRun> {
    const place = await needs.locate(request.dataset);
    const id = nameRun(request, place, needs.version);
    const folder = runFolder(place, id);
    await mkdir(folder, { recursive: true });
    const letGo = await hold(withLock, folder, place.name).catch((error: unknown) => {
      throw EngineError.from(error).code === 'in_use' ? busy(place.name) : error;
    });
    open.add(folder);
    try {
      return await keepRun(request, place, id, letGo);
    } catch (error) {
      open.delete(folder);
      await letGo();
      throw error;
    }
  }

  async function keepRun(
    request: RunRequest,
    place: DatasetPlace,
    id: string,
    letGo: () => Promise<void>,
  ): Promise<KeptRun> {
    const folder = runFolder(place, id);
    const path = alertsPath(folder);
    const before = await readRunFile(folder, json);
    const kept = new Map(await new AlertJournal(path).read());
    /** What an earlier replay left, until this one has come as far in the alert's life. */
    const inherited = new Map(kept);
    /** What this replay has put: all that counts of a run that was complete and is played again. */
    const fresh = new Map<string, Alert>();
    const isAgain = before === null || before.state === 'complete';
    let file: RunFile = {
      id,
      datasetVersion: place.version,
      pack: request.pack,
      from: request.from,
      to: request.to,
      startedAt: new Date().toISOString(),
      state: 'running',
      pid: process.pid,
      totalRows: request.totalRows,
      rows: 0,
      at: null,
      late: 0,
      evicted: 0,
      alerts: kept.size,
      hasAll: before !== null && (before.hasAll || before.state === 'complete'),
    };
    const earlier: RunPosition | null = isAgain
      ? null
      : { rows: before.rows, at: before.at, late: before.late, evicted: before.evicted };
    // A run that is resumed has come as far as it had until it is further.
    if (earlier !== null) file = { ...file, ...earlier };
    let writtenAtMs = Date.now();
    let hasEnded = false;
    let last: Promise<unknown> = Promise.resolve();

    await json.write(runFilePath(folder), file);

    function queue<T>(work: () => Promise<T>): Promise<T> {
      const tried = async () =>
        work().catch(async (error: unknown) => {
          if (!isMissing(error)) throw error;
          // The folder is gone: somebody has removed the dataset, and this says so.
          await needs.locate(place.name);
          throw error;
        });
      const result = last.then(tried, tried);
      last = result;
      return result;
    }

    async function write(): Promise<void> {
      writtenAtMs = Date.now();
      await json.write(runFilePath(folder), file);
    }

    /** The last of each id that is news. */
    function chooseChanges(alerts: readonly Alert[]): readonly Alert[] {
      const changes = new Map<string, Alert>();
      for (const alert of alerts) {
        fresh.set(alert.id, alert);
        const known = kept.get(alert.id);
        const left = inherited.get(alert.id);
        if (left !== undefined && isLater(left, alert)) continue;
        inherited.delete(alert.id);
        if (known !== undefined && canonicalJson(known) === canonicalJson(alert)) continue;
        changes.set(alert.id, alert);
        kept.set(alert.id, alert);
      }
      return [...changes.values()];
    }

    return {
      id,
      earlier,

      put: (alerts) =>
        queue(async () => {
          const changes = chooseChanges(alerts);
          if (changes.length > 0) {
            await appendRecords(path, changes);
            file = { ...file, alerts: kept.size };
          }
          if (alerts.length > 0) await needs.deliver(place, id, alerts);
        }),

      reached: (position) =>
        queue(async () => {
          if (earlier !== null && position.rows < earlier.rows) return;
          file = { ...file, ...position };
          if (Date.now() - writtenAtMs >= writeEveryMs) await write();
        }),

      end: (state, position): Promise<RunInfo> =>
        queue(async () => {
          if (hasEnded) return describeRun(file, place, false);
          hasEnded = true;
          try {
            const isBehind = earlier !== null && state === 'stopped' && position.rows < earlier.rows;
            const counted = state === 'complete' && isAgain ? fresh : kept;
            file = { ...file, ...(isBehind ? earlier : position), state, alerts: counted.size };
            if (state === 'complete') file = { ...file, hasAll: true };
            if (counted.size > 0 || kept.size > 0) await replaceRecords(path, counted.values());
            await write();
            await removeOldRuns(place, json, (other) => open.has(other));
          } finally {
            open.delete(folder);
            await letGo();
          }
          return describeRun(file, await needs.locate(place.name), false);
        }),
    };
  }

  return { openRun, isOpen: (folder) => open.has(folder) };
}

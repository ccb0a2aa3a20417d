/** The engine: opens the workspace and returns the handlers. This is the only list of them. */
import { readFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  EngineError,
  type AppInfo,
  type CallEngine,
  type DatasetFacets,
  type DatasetInfo,
  type DatasetProfile,
  type QualityReport,
  type ReportQuestion,
} from '../../preload/contract.js';
import { createConnections } from './connections/create-connections.js';
import { createAlerts } from './alerts/create-alerts.js';
import { readShippedPacks } from './alerts/packs.js';
import { Database, type Connection } from './database.js';
import { openElsewhere } from './open-elsewhere.js';
import { createReplays } from './detection/replay/create-replays.js';
import { createStreams, type EventStreams } from './detection/replay/create-streams.js';
import { startThreadFrom } from './detection/replay/detection-thread.js';
import { runDoctor } from './doctor.js';
import { createExports } from './exports/create-exports.js';
import { drawPdfInWorker } from './exports/draw-pdf-in-worker.js';
import { measureFreeBytes } from './ingest/disk-space.js';
import { inspectFiles } from './ingest/inspect-files.js';
import { createLoader } from './ingest/load-dataset.js';
import { previewFiles } from './ingest/preview-files.js';
import { createInputReader } from './ingest/read-input.js';
import { measureProfile } from './ingest/profile.js';
import { parseKnownDatasets } from './ingest/published-figures.js';
import { listRejects } from './ingest/rejects.js';
import { readShippedLayouts } from './ingest/shipped-layouts.js';
import { tryLayout } from './ingest/try-layout.js';
import { scanInThreadFrom } from './ingest/usual/scan-thread.js';
import { useCachedFiles } from './lake/fetch/cache-use.js';
import { relateEvents } from './remote/mapping/events-text.js';
import { flaggedUsersText } from './remote/mapping/flagged-users-text.js';
import { createRemoteReports } from './reports/remote-reports.js';
import { memoryVault, type Vault } from './vault.js';
import { readQueryFiles } from './query-files.js';
import { createModelBuilder } from './reports/build-models.js';
import { createSampleAnswers } from './reports/early-answer.js';
import { createModelExtender } from './reports/extend-models.js';
import { createKeptAnswers } from './reports/kept-answers.js';
import { createReports } from './reports/run-report.js';
import { sampleRows, sampleSeed, writeSample } from './sample/write-sample.js';
import { callDirectly, type Handlers, type Job } from './serve.js';
import { withScratch } from './scratch.js';
import { openDatasetStore } from './workspace/dataset-store.js';
import { readJson, writeJson } from './workspace/json-file.js';
import { openWorkspace } from './workspace/workspace.js';
import { withWriteLock } from './workspace/write-lock.js';

export interface EngineConfig {
  /** Where datasets, alerts and settings live. */
  readonly workspaceDir: string;
  /** The folder that holds `queries/`, `resources/` and `dist/engine/`: the project, or the packaged app's resources. */
  readonly shippedDir: string;
  readonly version: string;
  readonly host: AppInfo['host'];
  /** Left out: secrets go when the process ends. */
  readonly vault?: Vault;
}

export interface Engine {
  readonly handlers: Handlers;
  /** The calls without a wire. */
  readonly call: CallEngine;
  /** What takes or gives a stream of events. */
  readonly streams: EventStreams;
  close(): Promise<void>;
}

const sampleName = 'Sample';

/** DuckDB's own default, 80 % of the machine, leaves too little for everything else; a load comes to nearly a gigabyte more. */
function chooseMemoryLimit(setting: number | null): number {
  return setting ?? Math.min(1.5 * 2 ** 30, totalmem() / 2);
}

/** Opens the engine. Throws EngineError `wrong_version` or `bad_input` where the workspace cannot be opened. */
export async function createEngine(config: EngineConfig): Promise<Engine> {
  const { workspaceDir, shippedDir, version, host, vault = memoryVault() } = config;
  const files = await readQueryFiles(join(shippedDir, 'queries'));
  const workspace = await openWorkspace(workspaceDir);
  const settings = await workspace.settings.read();
  const database = await Database.open({
    prelude: files.prelude,
    tempDirectory: join(workspace.temporaryDir, 'spill'),
    memoryLimitBytes: chooseMemoryLimit(settings.memoryLimitBytes),
    threads: cpus().length,
  });
  const store = openDatasetStore(workspace.datasetsDir, database);
  const alerts = createAlerts({
    workspaceDir: workspace.dir,
    shippedPacks: await readShippedPacks(join(shippedDir, 'resources', 'packs')),
    version,
    json: { read: readJson, write: writeJson },
    withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
    datasets: store,
  });
  const connect = <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) =>
    database.withConnection({ signal }, work);
  const connections = createConnections({
    workspaceDir: workspace.dir,
    vault,
    json: { read: readJson, write: writeJson },
  });
  const elsewhere = openElsewhere({
    workspaceDir: workspace.dir,
    connections,
    files,
    connect,
    withTemporaryFolder: workspace.withTemporaryFolder,
    getDataset: store.get,
    withDataset: store.withDataset,
    json: { read: readJson, write: writeJson },
    withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
    measureFreeBytes,
  });
  const remoteReports = createRemoteReports({
    files,
    ...elsewhere,
    relateEvents,
    writeFlaggedUsers: flaggedUsersText,
    findFlagged: alerts.findFlagged,
    connect,
  });
  const reports = createReports({
    files,
    getDataset: store.get,
    runOnDataset: createKeptAnswers({ files, withDataset: store.withDataset, makeDocument: store.makeDocument }),
    findFlagged: alerts.findFlagged,
  });
  const runReport = (question: ReportQuestion, job: Job) =>
    (question.engine ?? 'duckdb') === 'duckdb' ? reports.run(question, job.signal) : remoteReports.run(question, job);
  const closing = new AbortController();
  let askedAhead = Promise.resolve();
  /** Has each report's default answer kept, so that screens open with it. What fails is worked out when it is asked for. */
  function askAhead(dataset: string): void {
    if (host === 'cli') return; // its process is not there for longer than its command
    askedAhead = askedAhead.then(async () => {
      for (const { id: report } of reports.definitions)
        await reports.run({ report, dataset }, closing.signal).catch(() => undefined);
    });
  }
  const known = parseKnownDatasets(await readFile(join(shippedDir, 'resources', 'known-datasets.json'), 'utf8'));
  const layouts = await readShippedLayouts(join(shippedDir, 'resources', 'layouts'));
  const load = createLoader({
    create: store.create,
    change: store.change,
    exists: store.exists,
    withTemporaryFolder: workspace.withTemporaryFolder,
    withScratch: (folder, signal, work) => withScratch(database, folder, signal, work),
    connect: (work) => database.withConnection({}, work),
    buildModels: createModelBuilder(files),
    extendModels: createModelExtender(files),
    answerEarly: createSampleAnswers(files, new Set(['category_slots', 'data_range'])),
    scanThreads: {
      scanInThread: scanInThreadFrom(join(shippedDir, 'dist', 'engine', 'scan-worker.cjs')),
      threads: cpus().length,
    },
    known,
    layouts,
    measureFreeBytes,
  });
  const readRejects = (dataset: string, offset: number, limit: number) =>
    store.withDataset(dataset, {}, (connection) => listRejects(connection, offset, limit));
  const exporting = createExports({
    version,
    runReport,
    chooseAlerts: alerts.choose,
    listReports: () => reports.definitions,
    listRejects: readRejects,
    withConnection: (signal, work) => database.withConnection({ signal }, work),
    withDataset: async (name, signal, work) => {
      const info = await store.get(name);
      return store.withDataset(name, { signal }, (connection) => work(connection, info));
    },
    drawPdf: drawPdfInWorker(
      join(shippedDir, 'dist', 'engine', 'pdf-worker.cjs'),
      join(shippedDir, 'resources', 'fonts'),
    ),
  });

  const detecting = {
    startThread: startThreadFrom(join(shippedDir, 'dist', 'engine', 'detection-worker.cjs')),
    getPack: alerts.getPack,
    withDataset: store.withDataset,
  };
  const replays = createReplays({ ...detecting, keeper: alerts.keeper });
  const streams = createStreams({
    ...detecting,
    readInput: createInputReader({
      connect: (work) => database.withConnection({}, work),
      withTemporaryFolder: workspace.withTemporaryFolder,
      layouts,
    }),
  });

  /** The sample dataset, made the first time it is asked for. */
  async function openSample(job: Job): Promise<DatasetInfo> {
    const existing = (await store.list()).find(({ name }) => name === sampleName);
    if (existing?.info) return store.get(sampleName);
    if (existing) await store.remove(sampleName); // of another version, or damaged: it is ours to make again
    try {
      await workspace.withTemporaryFolder(async (folder) => {
        const path = join(folder, 'sample.csv');
        await writeSample({ rows: sampleRows, seed: sampleSeed, kind: 'app', path, ...job });
        await load({ dataset: sampleName, paths: [path] }, job);
        askAhead(sampleName);
      });
    } catch (error) {
      // Another page or process was quicker.
      if (EngineError.from(error).code !== 'already_exists') throw error;
    }
    return store.get(sampleName);
  }

  const handlers: Handlers = {
    ...exporting,
    ...replays,
    ...alerts.handlers,
    ...connections.handlers,
    ...elsewhere.handlers,
    'remote.estimate': (question, { signal }) => remoteReports.estimate(question, signal),
    'app.info': async () => ({
      version,
      duckdb: Database.version,
      node: process.versions.node,
      host,
      workspace: workspace.dir,
    }),
    'app.doctor': () => runDoctor({ workspaceDir: workspace.dir, shippedDir }),
    'settings.get': () => workspace.settings.read(),
    'settings.set': async (patch) => {
      const patched = await workspace.settings.patch(patch);
      if (patch.memoryLimitBytes !== undefined) await database.limitMemory(chooseMemoryLimit(patched.memoryLimitBytes));
      return patched;
    },
    'datasets.list': async () => (await store.list()).flatMap(({ info }) => info ?? []),
    'datasets.broken': async () =>
      (await store.list()).flatMap(({ name, error }) => (error === null ? [] : { name, error: error.serialize() })),
    'datasets.get': ({ dataset }) => store.get(dataset),
    'datasets.facets': ({ dataset }) => store.readDocument(dataset, 'facets') as Promise<DatasetFacets>,
    'datasets.remove': async ({ dataset }) => {
      await store.remove(dataset);
      return null;
    },
    'datasets.load': async (request, job) => {
      const summary = await useCachedFiles(workspace.dir, request.paths, () => load(request, job));
      askAhead(summary.dataset);
      return summary;
    },
    'datasets.preview': ({ paths, layout }, { signal }) =>
      previewFiles(paths, layout, {
        connect: (work) => database.withConnection({ signal }, work),
        withTemporaryFolder: workspace.withTemporaryFolder,
        layouts,
        answerSample: createSampleAnswers(files),
        signal,
      }),
    'datasets.rejects': ({ dataset, offset, limit }) => readRejects(dataset, offset, limit),
    'files.inspect': ({ paths, layout }, { signal }) =>
      inspectFiles(paths, (work) => database.withConnection({ signal }, work), { layout, shipped: layouts }),
    'sample.open': (_params, job) => openSample(job),
    'sample.write': (params, job) => writeSample({ ...params, ...job }),
    'files.try': ({ path, layout }, { signal }) =>
      tryLayout(path, layout, {
        connect: (work) => database.withConnection({ signal }, work),
        withTemporaryFolder: workspace.withTemporaryFolder,
        signal,
      }),
    'layouts.list': async () => layouts,
    'profile.get': ({ dataset }, { signal }) =>
      store.makeDocument(dataset, 'profile', { signal }, measureProfile) as Promise<DatasetProfile>,
    'quality.get': ({ dataset }) => store.readDocument(dataset, 'quality') as Promise<QualityReport>,
    'reports.list': async () => reports.definitions,
    'reports.run': runReport,
  };

  return {
    handlers,
    call: callDirectly(handlers),
    streams,
    async close() {
      closing.abort();
      await askedAhead;
      await elsewhere.close();
      connections.close();
      await alerts.close();
      await store.close();
      database.close();
      await workspace.close();
    },
  };
}

/** A workspace with all that loading needs, in a folder of its own: for tests of what is loaded. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadRequest, LoadSummary, QualityReport, RejectPage } from '../../preload/contract.js';
import { Database } from './database.js';
import { createLoader } from './ingest/load-dataset.js';
import type { LoadTools } from './ingest/load-tools.js';
import { parseKnownDatasets } from './ingest/published-figures.js';
import { listRejects } from './ingest/rejects.js';
import { readShippedLayouts } from './ingest/shipped-layouts.js';
import { scanPart } from './ingest/usual/scan-part.js';
import { withScratch } from './scratch.js';
import type { Job } from './serve.js';
import { openDatasetStore, type DatasetStore } from './workspace/dataset-store.js';
import { openWorkspace, type Workspace } from './workspace/workspace.js';

export interface TestWorkspace {
  /** Holds the workspace (`workspace`) and what the test writes beside it. */
  readonly folder: string;
  readonly workspace: Workspace;
  readonly database: Database;
  readonly store: DatasetStore;
  /** Writes a file beside the workspace; returns its path. */
  write(name: string, content: string | Buffer): Promise<string>;
  load(request: LoadRequest, job?: Partial<Job>, tools?: Partial<LoadTools>): Promise<LoadSummary>;
  rows(dataset: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  rejects(dataset: string): Promise<RejectPage>;
  quality(dataset: string): Promise<QualityReport>;
  close(): Promise<void>;
}

const shipped = join(import.meta.dirname, '../..');

/** Loads build no models, unless `tools` says otherwise. */
export async function openTestWorkspace(): Promise<TestWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-workspace-'));
  const workspace = await openWorkspace(join(folder, 'workspace'));
  const database = await Database.open({
    prelude: await readFile(join(shipped, 'queries/duckdb-prelude.sql'), 'utf8'),
    tempDirectory: join(workspace.temporaryDir, 'spill'),
    memoryLimitBytes: 2 ** 29,
    threads: 2,
  });
  const store = openDatasetStore(workspace.datasetsDir, database);
  const usualTools: LoadTools = {
    create: store.create,
    change: store.change,
    exists: store.exists,
    withTemporaryFolder: workspace.withTemporaryFolder,
    withScratch: (folder, signal, work) => withScratch(database, folder, signal, work),
    connect: (work) => database.withConnection({}, work),
    buildModels: async () => undefined,
    extendModels: async () => undefined,
    answerEarly: async () => ({ answers: [], rows: 0 }),
    scanThreads: { scanInThread: async (part, _, onRows) => scanPart(part, onRows), threads: 2 },
    layouts: await readShippedLayouts(join(shipped, 'resources/layouts')),
    known: parseKnownDatasets(await readFile(join(shipped, 'resources/known-datasets.json'), 'utf8')),
    measureFreeBytes: async () => null,
  };
  return {
    folder,
    workspace,
    database,
    store,
    async write(name, content) {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    load(request, job, tools) {
      const load = createLoader({ ...usualTools, ...tools });
      return load(request, { signal: new AbortController().signal, onProgress: () => undefined, ...job });
    },
    rows: (dataset, sql) => store.withDataset(dataset, {}, (connection) => connection.rows(sql)),
    rejects: (dataset) => store.withDataset(dataset, {}, (connection) => listRejects(connection, 0, 1000)),
    quality: (dataset) => store.readDocument(dataset, 'quality') as Promise<QualityReport>,
    async close() {
      await store.close();
      database.close();
      await workspace.close();
      await rm(folder, { recursive: true });
    },
  };
}

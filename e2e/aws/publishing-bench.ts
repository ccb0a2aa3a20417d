/** For tests: a workspace with datasets whose models are built, and publishing from it to any S3. */
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { measureFreeBytes } from '../../main/engine/ingest/disk-space.js';
import type { RemoteEngine } from '../../main/engine/elsewhere.js';
import { createPublishing, type Publishing } from '../../main/engine/lake/publish/create-publishing.js';
import { openTestWorkspace, type TestWorkspace } from '../../main/engine/open-test-workspace.js';
import { readQueryFiles, type QueryFiles } from '../../main/engine/query-files.js';
import { createModelBuilder } from '../../main/engine/reports/build-models.js';
import { createModelExtender } from '../../main/engine/reports/extend-models.js';
import { readJson, writeJson } from '../../main/engine/workspace/json-file.js';
import { withWriteLock } from '../../main/engine/workspace/write-lock.js';
import {
  EngineError,
  type AthenaConnection,
  type FileLayout,
  type Progress,
  type Publication,
} from '../../preload/contract.js';
import { exampleConnection } from '../../main/engine/example-connection.js';

export interface PublishTarget {
  readonly url: string;
  readonly client: S3Client;
  /** Runs a statement; throws where it fails. */
  readonly runStatement: (sql: string) => Promise<void>;
  /** Tables of the database that are there before. */
  readonly tables?: readonly { readonly name: string; readonly location: string | null }[];
}

export interface PublishBench {
  readonly test: TestWorkspace;
  readonly files: QueryFiles;
  readonly publishing: Publishing;
  /** What connections were told. */
  readonly changes: unknown[];
  /** Loads with models. */
  load(dataset: string, paths: readonly string[], more?: { append?: boolean; layout?: FileLayout }): Promise<void>;
  publish(
    dataset: string,
    to: string,
    more?: { dryRun?: boolean; signal?: AbortSignal; onProgress?: (progress: Progress) => void },
  ): Promise<Publication>;
  close(): Promise<void>;
}

const never = async (): Promise<never> => {
  throw new Error('Publishing does not ask for this.');
};

export async function openPublishBench(target: PublishTarget, database = 'shop'): Promise<PublishBench> {
  const test = await openTestWorkspace();
  const files = await readQueryFiles(join(import.meta.dirname, '../../queries'));
  const connection: AthenaConnection = exampleConnection({
    credentials: { from: 'environment' },
    endpoint: target.url,
    database,
  });
  const engine: RemoteEngine = {
    connection,
    name: 'for tests',
    async ask({ sql, purpose, values }) {
      if (purpose !== 'ddl' || values.length > 0) throw new Error(`Publishing asked for ${purpose}.`);
      await target.runStatement(sql);
      return { columns: [], rowCount: 0, facts: {} as never };
    },
    databases: async () => (target.tables === undefined ? [] : [database]),
    tables: async () => (target.tables ?? []).map((table) => ({ database, columns: [], format: null, ...table })),
    table: never,
    partitions: never,
  };
  const changes: unknown[] = [];
  const publishing = createPublishing({
    workspaceDir: test.workspace.dir,
    files,
    connections: {
      get: async () => connection,
      async change(name, change) {
        changes.push([name, change]);
        return { ...connection, secret: null, expiresAt: null };
      },
      openS3: async () => ({ client: target.client, connection }),
      openAthena: never,
      openTrino: never,
    },
    engines: { open: async () => engine, cost: async () => 0, todayBytes: async () => 0 },
    getDataset: test.store.get,
    withDataset: test.store.withDataset,
    withTemporaryFolder: test.workspace.withTemporaryFolder,
    withLock: (folder, name, work) => withWriteLock(test.database, folder, name, work),
    measureFreeBytes,
    json: { read: readJson, write: writeJson },
  });
  return {
    test,
    files,
    publishing,
    changes,
    async load(dataset, paths, more = {}) {
      const tools = { buildModels: createModelBuilder(files), extendModels: createModelExtender(files) };
      await test.load({ dataset, paths: [...paths], ...more }, {}, tools);
    },
    async publish(dataset, to, { dryRun, signal = new AbortController().signal, onProgress } = {}) {
      const job = { signal, onProgress: onProgress ?? (() => undefined) };
      try {
        return await publishing.handlers['lake.publish']({ connection: 'lake', dataset, to, dryRun }, job);
      } catch (error) {
        throw signal.aborted ? new EngineError('cancelled', 'Cancelled.') : error; // as the engine's door says it
      }
    },
    close: () => test.close(),
  };
}

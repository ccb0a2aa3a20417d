/** The room over the double of S3 and Athena, with a workspace of its own: for tests. */
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDouble, type DoubleForTest } from '../../../e2e/aws-double/double-for-test.js';
import type { DoubleOptions } from '../../../e2e/aws-double/options.js';
import { EngineError, type AthenaConnection, type Progress, type RemoteRecord } from '../../../preload/contract.js';
import { Database } from '../database.js';
import type { Connections, RemoteAnswer, RemoteQuery } from '../elsewhere.js';
import { readQueryFiles } from '../query-files.js';
import type { Job } from '../serve.js';
import { createRemote, type Remote } from './create-remote.js';
import { exampleConnection } from '../example-connection.js';

export interface TestRemote {
  readonly double: DoubleForTest;
  readonly database: Database;
  readonly remote: Remote;
  /** Changes the one connection there is, `lake`. */
  configure(changes: Partial<AthenaConnection>): void;
  /** Another one over the same workspace, as after a crash. */
  openAnother(): Remote;
  ask(query: Partial<RemoteQuery> & { readonly sql: string }, job?: Partial<Job>): Promise<RemoteAnswer>;
  /** The error of what must fail. */
  fail(work: Promise<unknown>): Promise<EngineError>;
  /** Newest first. */
  records(search?: string): Promise<readonly RemoteRecord[]>;
  count(operation: string): number;
  close(): Promise<void>;
}

export const quietJob: Job = { signal: new AbortController().signal, onProgress: () => undefined };

/** Resolves with the progress that `fits`, and what comes before it. */
export function listen(fits: (progress: Progress) => boolean) {
  const told: Progress[] = [];
  let tell: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (tell = resolve));
  const onProgress = (progress: Progress) => {
    told.push(progress);
    if (fits(progress)) tell();
  };
  return { told, reached, onProgress };
}

export async function openTestRemote(options: Omit<DoubleOptions, 'folder'> = {}): Promise<TestRemote> {
  const double = await openDouble({ databases: ['shop'], ...options });
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-remote-'));
  const { prelude } = await readQueryFiles(join(import.meta.dirname, '../../../queries'));
  const database = await Database.open({
    prelude,
    tempDirectory: join(folder, 'spill'),
    memoryLimitBytes: 2 ** 29,
    threads: 2,
  });
  let connection: AthenaConnection = exampleConnection({ region: double.region, endpoint: double.url });
  const client = double.openAthena();
  const s3 = double.openS3();
  const connections: Connections = {
    get: async () => connection,
    change: async (_name, changes) => ({
      ...(connection = { ...connection, ...changes }),
      secret: null,
      expiresAt: null,
    }),
    openS3: async () => ({ client: s3, connection }),
    openAthena: async () => ({ client, connection }),
    openTrino: async () => {
      throw new Error('There is no Trino here.');
    },
  };
  let folders = 0;
  const open = () =>
    createRemote({
      workspaceDir: join(folder, 'workspace'),
      connections,
      connect: (signal, work) => database.withConnection({ signal }, work),
      async withTemporaryFolder(work) {
        const temporary = join(folder, `temporary-${folders++}`);
        await mkdir(temporary);
        return work(temporary).finally(() => rm(temporary, { recursive: true, force: true }));
      },
      pace: { pollMs: 10, pollCapMs: 100, retryMs: 10, retryCapMs: 50, faultMs: 1500, slotMs: 30, idleMs: 500 },
    });
  const remote = open();
  const others: Remote[] = [];

  return {
    double,
    database,
    remote,
    configure: (changes) => void (connection = { ...connection, ...changes }),
    openAnother() {
      const other = open();
      others.push(other);
      return other;
    },
    async ask(query, job) {
      const engine = await remote.open('lake');
      const usual = { values: [], purpose: 'test', dataset: null, estimatedBytes: null };
      return engine.ask({ ...usual, ...query }, { ...quietJob, ...job });
    },
    fail: (work) =>
      work.then(
        () => {
          throw new Error('It did not fail.');
        },
        (error: unknown) => EngineError.from(error),
      ),
    records: async (search = '') =>
      (await remote.handlers['remote.history']({ search, offset: 0, limit: 1000 }, quietJob)).records,
    count: (operation) => double.requests.filter((request) => request.operation === operation).length,
    async close() {
      await Promise.all([remote, ...others].map((one) => one.close()));
      database.close();
      await double.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Fetching in a folder of its own, from a service that speaks like S3: for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { AthenaConnection, FetchedFile } from '../../preload/contract.js';
import { Database } from './database.js';
import type { Job } from './serve.js';
import { readJson, writeJson } from './workspace/json-file.js';
import { withWriteLock } from './workspace/write-lock.js';
import { createFetching, usualTimings, type Fetching } from './lake/fetch/create-fetching.js';
import type { Timings } from './lake/fetch/timings.js';

export interface TestFetching extends Fetching {
  /** Holds the workspace (`workspace`) and what the test writes beside it. */
  readonly folder: string;
  readonly client: S3Client;
  /** Of one connection, `work`. */
  fetch(sources: readonly string[], job?: Partial<Job>): Promise<readonly FetchedFile[]>;
  close(): Promise<void>;
}

export interface TestPlace {
  /** Where S3 is; left out, only the web is asked. */
  readonly endpoint?: string;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A workspace of an earlier one goes on. */
  readonly folder?: string;
  readonly timings?: Partial<Timings>;
  readonly freeBytes?: () => number | null;
}

export const nothingToDo: Job = { signal: new AbortController().signal, onProgress: () => undefined };

export async function openTestFetching(place: TestPlace = {}): Promise<TestFetching> {
  const { endpoint = 'http://127.0.0.1:9', keys = { accessKeyId: 'none', secretAccessKey: 'none' } } = place;
  const folder = place.folder ?? (await mkdtemp(join(tmpdir(), 'vitrine-fetch-')));
  const database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 28, threads: 1 });
  const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true, credentials: keys });
  const connection = { kind: 'athena', name: 'work', region: 'us-east-1', endpoint } as AthenaConnection;
  const fetching = createFetching(
    {
      workspaceDir: join(folder, 'workspace'),
      json: { read: readJson, write: writeJson },
      withLock: (dir, name, work) => withWriteLock(database, dir, name, work),
      measureFreeBytes: async () => place.freeBytes?.() ?? null,
      connections: { openS3: async () => ({ client, connection }) },
    },
    { ...usualTimings, pauseMs: () => 5, ...place.timings },
  );
  return {
    ...fetching,
    folder,
    client,
    fetch: (sources, job) =>
      fetching.handlers['lake.fetch']({ connection: 'work', sources: [...sources] }, { ...nothingToDo, ...job }),
    async close() {
      client.destroy();
      database.close();
      if (place.folder === undefined) await rm(folder, { recursive: true });
    },
  };
}

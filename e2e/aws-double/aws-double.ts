/** The double of S3 and Athena: one loopback port, real signatures, real queries. README.md says what it promises. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Database } from '../../main/engine/database.js';
import { answerRequest } from './answer-requests.js';
import { openCatalog, type Catalog } from './athena-catalog.js';
import { createAthena } from './athena-service.js';
import { createDuckDbExecutor } from './duckdb-executor.js';
import type { Execution } from './executions.js';
import { createFaults, type Faults, type LoggedRequest } from './faults.js';
import { javaDouble } from './hive-types.js';
import { catalogName, createLakeViews } from './lake-views.js';
import { usualCredentials, type DoubleCredentials, type DoubleOptions, type DoubleWorkGroup } from './options.js';
import { openS3Store, type StoredObject } from './s3-store.js';
import { createUploads } from './s3-uploads.js';
import { createTrinoExecutor } from './trino-executor.js';
import { createMeasure } from './measure-scan.js';

export type { DoubleBucket, DoubleCredentials, DoubleOptions, DoubleWorkGroup, TrinoPlace } from './options.js';
export type { Fault, FaultKind, LoggedRequest } from './faults.js';

export interface AwsDouble {
  /** `http://127.0.0.1:PORT`: of S3 (by path) and of Athena. */
  readonly url: string;
  readonly region: string;
  readonly folder: string;
  /** May be changed while it runs. */
  readonly credentials: DoubleCredentials[];
  /** May be changed while it runs. */
  readonly workGroups: DoubleWorkGroup[];
  readonly catalog: Catalog;
  /** Without a request, for arranging and looking. Throws where there is no such bucket. */
  readonly s3: {
    put(bucket: string, key: string, data: string | Buffer): Promise<StoredObject>;
    /** A file that stands on this machine; it is copied. */
    putFile(bucket: string, key: string, file: string): Promise<StoredObject>;
    /** Null where there is none. */
    get(bucket: string, key: string): Promise<Buffer | null>;
    head(bucket: string, key: string): StoredObject | null;
    list(bucket: string, prefix?: string): readonly string[];
    remove(bucket: string, key: string): Promise<void>;
    /** Ids of multipart uploads that are under way. */
    uploads(): readonly string[];
  };
  /** All requests so far, in the order in which they came. Empty it as you like. */
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  /** All queries, oldest first. */
  readonly queries: readonly Execution[];
  /** So many of the next queries go back from RUNNING to QUEUED once. */
  requeue(count: number): void;
  stop(): Promise<void>;
}

const prelude = join(import.meta.dirname, '../../queries/duckdb-prelude.sql');

export async function startAwsDouble(options: DoubleOptions): Promise<AwsDouble> {
  const { folder, region = 'us-east-1', executor = 'duckdb' } = options;
  await mkdir(folder, { recursive: true });
  const store = await openS3Store(folder);
  for (const bucket of options.buckets ?? [{ name: 'lake' }, { name: 'results' }])
    if (!store.buckets.has(bucket.name)) await store.addBucket(bucket.name, bucket.region ?? region);
  const catalog = await openCatalog(folder, options.databases ?? []);
  const credentials = [...(options.credentials ?? [usualCredentials])].map((given) => ({ ...given }));
  const workGroups = [...(options.workGroups ?? [{ name: 'primary', output: 's3://results/athena/' }])].map(
    (given) => ({
      ...given,
    }),
  );

  const views = join(folder, 'views');
  await rm(views, { recursive: true, force: true });
  const database = await Database.open({
    prelude: `${await readFile(prelude, 'utf8')}\n${javaDouble}`,
    tempDirectory: join(folder, 'duckdb-temp'),
    memoryLimitBytes: 2 ** 30,
    threads: 2,
  });
  await database.attach(':memory:', catalogName, 'read-write');
  const lakeViews = createLakeViews(database, store, catalog, views);
  const athena = createAthena({
    region,
    store,
    catalog,
    workGroups,
    runner: {
      store,
      catalog,
      views: lakeViews,
      executor: executor === 'duckdb' ? createDuckDbExecutor(database) : createTrinoExecutor(database, executor.trino),
      measure: createMeasure(database),
      folder: join(folder, 'results'),
    },
    queuedMs: options.queuedMs ?? 20,
    get runningMs() {
      return options.runningMs ?? 0;
    },
    activeQueryLimit: options.activeQueryLimit ?? 25,
    rateLimits: options.rateLimits ?? true,
  });

  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  const uploads = createUploads();
  const parts = {
    store,
    uploads,
    athena,
    credentials,
    region,
    faults,
    requests,
    now: options.now ?? Date.now,
    minimumPartBytes: options.minimumPartBytes ?? 5 << 20,
  };
  const server = createServer((request, response) => void answerRequest(parts, request, response));
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });

  function findBucket(name: string) {
    const bucket = store.buckets.get(name);
    if (bucket === undefined) throw new Error(`There is no bucket ${name}.`);
    return bucket;
  }

  async function putData(bucket: string, key: string, file: string, etag: string): Promise<StoredObject> {
    const { size } = await stat(file);
    const headers = { 'content-type': 'binary/octet-stream' };
    return store.put(findBucket(bucket), { key, file, bytes: size, etag, headers, checksum: null });
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region,
    folder,
    credentials,
    workGroups,
    catalog,
    s3: {
      async put(bucket, key, data) {
        const file = store.newFile();
        await writeFile(file, data);
        return putData(bucket, key, file, createHash('md5').update(data).digest('hex'));
      },
      async putFile(bucket, key, from) {
        const file = store.newFile();
        await copyFile(from, file);
        const hash = createHash('md5').update(await readFile(file));
        return putData(bucket, key, file, hash.digest('hex'));
      },
      async get(bucket, key) {
        const object = findBucket(bucket).objects.get(key);
        return object === undefined ? null : readFile(object.file);
      },
      head: (bucket, key) => findBucket(bucket).objects.get(key) ?? null,
      list: (bucket, prefix = '') => store.list(findBucket(bucket), prefix).map(({ key }) => key),
      remove: (bucket, key) => store.remove(findBucket(bucket), key),
      uploads: () => [...uploads.all.keys()],
    },
    requests,
    faults,
    queries: athena.queries,
    requeue: athena.requeue,
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await athena.close();
      database.close();
      await rm(views, { recursive: true, force: true });
    },
  };
}

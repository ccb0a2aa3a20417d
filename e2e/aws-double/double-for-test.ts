/** A double in a folder of its own, with the SDK's clients for it: for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
  type AthenaClientConfig,
  type QueryExecution,
  type StartQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { startAwsDouble, type AwsDouble, type DoubleOptions } from './aws-double.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

export interface DoubleForTest extends AwsDouble {
  openS3(config?: S3ClientConfig): S3Client;
  openAthena(config?: AthenaClientConfig): AthenaClient;
  /** Starts a query and waits for its end. */
  run(query: string, more?: Partial<StartQueryExecutionCommandInput>): Promise<QueryExecution>;
  /** Runs it, and reads all rows, the header among them. Throws where it does not succeed. */
  rows(
    query: string,
    more?: Partial<StartQueryExecutionCommandInput>,
  ): Promise<readonly (readonly (string | undefined)[])[]>;
}

export async function openDouble(options: Omit<DoubleOptions, 'folder'> = {}): Promise<DoubleForTest> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-aws-double-'));
  const double = await startAwsDouble({ ...options, folder });
  const [first] = double.credentials;
  if (first === undefined) throw new Error('The double has no credentials.');
  const { accessKeyId, secretAccessKey, sessionToken } = first;
  const common = {
    region: double.region,
    endpoint: double.url,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
    maxAttempts: 1,
  };
  const clients: { destroy(): void }[] = [];
  function keep<T extends { destroy(): void }>(client: T): T {
    clients.push(client);
    return client;
  }
  const openAthena = (config: AthenaClientConfig = {}) => keep(new AthenaClient({ ...common, ...config }));
  const athena = openAthena();

  async function run(query: string, more: Partial<StartQueryExecutionCommandInput> = {}): Promise<QueryExecution> {
    const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ QueryString: query, ...more }));
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const state = QueryExecution?.Status?.State;
      if (QueryExecution && state !== 'QUEUED' && state !== 'RUNNING') return QueryExecution;
      await delay(20);
    }
  }

  return {
    ...double,
    openS3: (config = {}) => keep(new S3Client({ ...common, forcePathStyle: true, ...config })),
    openAthena,
    run,
    async rows(query, more) {
      const { QueryExecutionId, Status } = await run(query, more);
      if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.State}: ${Status?.StateChangeReason}\n${query}`);
      const rows: (string | undefined)[][] = [];
      for await (const page of paginateGetQueryResults({ client: athena }, { QueryExecutionId }))
        for (const row of page.ResultSet?.Rows ?? [])
          rows.push((row.Data ?? []).map(({ VarCharValue }) => VarCharValue));
      return rows;
    },
    async stop() {
      for (const client of clients) client.destroy();
      await double.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A shop that was loaded and published to the double of AWS, made once for a file of specs; each test gets a copy of the
 * workspace. Queries run on the real Trino where Java and Maven are there, else on DuckDB.
 */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../main/engine/engine.js';
import { exampleConnection } from '../main/engine/example-connection.js';
import type { AthenaConnection } from '../preload/contract.js';
import { startAwsDouble, type AwsDouble } from './aws-double/aws-double.js';
import { usualCredentials, type DoubleOptions } from './aws-double/options.js';
import { test as base } from './fixtures.js';
import { startTrino, whyNoTrino } from './trino/start-trino.js';

export interface PublishedLake {
  readonly double: AwsDouble;
  /** May be changed while the double runs. */
  readonly options: DoubleOptions;
  /** With the dataset “Shop”, and the connections “lake” and “careful”, which asks before every query. */
  readonly workspace: string;
}

const projectDir = fileURLToPath(new URL('..', import.meta.url));
const lakePlace = 's3://lake/shop/';

function connectTo(url: string, name: string, changes: Partial<AthenaConnection> = {}): AthenaConnection {
  return exampleConnection({ name, credentials: { from: 'environment' }, endpoint: url, ...changes });
}

async function publishShop(double: AwsDouble, workspace: string, folder: string): Promise<void> {
  const engine = await createEngine({ workspaceDir: workspace, shippedDir: projectDir, version: 'test', host: 'cli' });
  const { call } = engine;
  const path = join(folder, 'shop.csv');
  await call('sample.write', { rows: 20_000, seed: 5, path });
  await call('datasets.load', { dataset: 'Shop', paths: [path] });
  await call('connections.save', { connection: connectTo(double.url, 'lake') });
  await call('lake.publish', { connection: 'lake', dataset: 'Shop', to: lakePlace });
  const careful = connectTo(double.url, 'careful', { lake: lakePlace, softLimitBytes: 1000 });
  await call('connections.save', { connection: careful });
  await call('settings.set', { lastDataset: 'Shop' });
  await engine.close();
}

interface LakeFixtures {
  /** Whether the dataset that was published is still on this machine. */
  hasDataset: boolean;
}

export const test = base.extend<LakeFixtures, { readonly lake: PublishedLake }>({
  hasDataset: [true, { option: true }],
  lake: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'vitrine-lake-'));
      const tables = join(folder, 'trino');
      await mkdir(tables);
      const trino = whyNoTrino() === null ? await startTrino(tables) : null;
      const options: DoubleOptions = {
        folder: join(folder, 'aws'),
        rateLimits: false,
        executor: trino ? { trino: { url: trino.url, folder: tables } } : 'duckdb',
      };
      const double = await startAwsDouble(options);
      // The app's connections take their credentials from the environment, which it has from here.
      process.env['AWS_ACCESS_KEY_ID'] = usualCredentials.accessKeyId;
      process.env['AWS_SECRET_ACCESS_KEY'] = usualCredentials.secretAccessKey;
      process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
      const workspace = join(folder, 'workspace');
      await publishShop(double, workspace, folder);
      await use({ double, options, workspace });
      await double.stop();
      await trino?.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  workspace: async ({ folder, lake, hasDataset }, use) => {
    const workspace = join(folder, 'workspace');
    await cp(lake.workspace, workspace, { recursive: true });
    if (!hasDataset) await rm(join(workspace, 'datasets', 'Shop'), { recursive: true });
    await use(workspace);
  },
});

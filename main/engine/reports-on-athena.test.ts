/**
 * The whole way of the reports: a dataset is published to the double of S3 and Athena, asked there and here, and asked
 * once more over the original files, as a table of texts that a person attaches.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDouble, type DoubleForTest } from '../../e2e/aws-double/double-for-test.js';
import { connection, type AthenaConnection } from '../../preload/remote/connection.js';
import type { ReportQuestion } from '../../preload/contract.js';
import { createEngine, type Engine } from './engine.js';
import { compareResults } from './reports/reference/reference-compare.js';
import { toRecords } from './reports/reference/reference-database.js';

const questions: readonly Omit<ReportQuestion, 'dataset'>[] = [
  { report: 'unique-visitors', own: { grain: 'week' }, tz: 'Europe/Berlin' },
  { report: 'unique-visitors', brand: 'velora', from: '2019-10-05', to: '2019-10-12' },
  { report: 'cart-abandonment', own: { by: 'product' } },
  { report: 'cart-abandonment', category: 'electronics', tz: 'Asia/Kathmandu', from: '2019-10-10', to: '2019-10-20' },
  { report: 'top-categories', own: { measure: 'revenue', depth: 2 } },
  { report: 'top-categories', brand: 'velora', from: '2019-10-05', to: '2019-10-12', tz: 'America/Los_Angeles' },
  { report: 'brand-opportunities', own: { 'min-sessions': 1 } },
  { report: 'shop-days' },
  { report: 'time-to-purchase', own: { 'window-hours': 168 } },
];

let double: DoubleForTest;
let engine: Engine;
let folder: string;
let settings: AthenaConnection;

beforeAll(async () => {
  double = await openDouble({ rateLimits: false });
  folder = await mkdtemp(join(tmpdir(), 'vitrine-on-athena-'));
  const shippedDir = join(import.meta.dirname, '../..');
  engine = await createEngine({ workspaceDir: join(folder, 'workspace'), shippedDir, version: '0', host: 'cli' });
  const path = join(folder, 'october.csv');
  await engine.call('sample.write', { rows: 6000, seed: 11, path });
  await engine.call('datasets.load', { dataset: 'October', paths: [path] });
  const [credentials] = double.credentials;
  const parsed = connection.parse({
    ...{ kind: 'athena', name: 'lake', region: double.region, credentials: { from: 'keys' }, endpoint: double.url },
    ...{ workgroup: 'primary', output: 's3://results/app/', catalog: 'AwsDataCatalog', database: 'shop', lake: null },
    ...{ events: null, pricePerTb: 5, softLimitBytes: null, dayCapBytes: null, reuseMinutes: 0 },
  });
  if (parsed.kind !== 'athena' || credentials === undefined) throw new Error('not reached');
  settings = parsed;
  const { accessKeyId, secretAccessKey } = credentials;
  await engine.call('connections.save', { connection: settings, secret: { accessKeyId, secretAccessKey } });
  await engine.call('lake.publish', { connection: 'lake', dataset: 'October', to: 's3://lake/shop/' });
});
afterAll(async () => {
  await engine.close();
  await double.stop();
  await rm(double.folder, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

const elsewhere = (question: Omit<ReportQuestion, 'dataset'>, more: Partial<ReportQuestion> = {}): ReportQuestion => ({
  ...question,
  dataset: 'October',
  engine: 'athena',
  connection: 'lake',
  ...more,
});

async function requireEqual(question: Omit<ReportQuestion, 'dataset'>, name = 'October'): Promise<void> {
  const here = await engine.call('reports.run', { ...question, dataset: 'October' });
  const asked = elsewhere(question, { dataset: name });
  const estimate = await engine.call('remote.estimate', asked);
  const there = await engine.call('reports.run', asked);
  expect({ question, differences: compareResults(toRecords(here), toRecords(there)) }).toEqual({
    question,
    differences: [],
  });
  expect(there.table.rowCount).toBeGreaterThan(0);
  expect(there.datasetRows).toBe(here.datasetRows);
  expect(estimate.bytes).toBeGreaterThanOrEqual(there.remote?.bytesScanned ?? Infinity);
}

describe('on Athena', () => {
  it.each(questions)('a published lake answers %o as the dataset does, and scans no more than was said', (question) =>
    requireEqual(question),
  );

  it('a question without a dataset is of the one that was published', async () => {
    const asked = elsewhere({ report: 'shop-days' }, { dataset: 'lake' });
    expect((await engine.call('reports.run', asked)).dataset).toBe('October');
  });

  it('users are flagged by a dataset on this machine', async () => {
    const asked = elsewhere({ report: 'shop-days', excludeFlagged: true });
    expect((await engine.call('reports.run', asked)).notes).toEqual(['No replay has been run: nobody is flagged.']);
    const unknown = engine.call('reports.run', { ...asked, dataset: 'November' });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found', details: { report: 'shop-days' } });
  });

  it('more than the soft limit is refused until a person agrees', async () => {
    await engine.call('connections.save', { connection: { ...settings, lake: 's3://lake/shop/', softLimitBytes: 1 } });
    const asked = elsewhere({ report: 'shop-days' });
    const estimate = await engine.call('remote.estimate', asked);
    expect(estimate.needsApproval).toBe(true);
    const refused = engine.call('reports.run', asked);
    await expect(refused).rejects.toMatchObject({ code: 'needs_approval', details: { bytes: estimate.bytes } });
    const agreed = await engine.call('reports.run', { ...asked, approvedBytes: estimate.bytes ?? 0 });
    expect(agreed.remote).toMatchObject({ connection: 'lake', kind: 'athena' });
  });
});

describe('on Athena, over the original files', () => {
  beforeAll(async () => {
    await engine.call('connections.save', { connection: { ...settings, lake: 's3://lake/shop/' } });
    const proposed = await engine.call('catalog.propose', {
      connection: 'lake',
      database: 'shop',
      table: 'raw_events',
    });
    expect(proposed).toMatchObject({
      problem: null,
      mapping: { columns: { event_time: { column: 'event_time', form: 'text_utc' } } },
    });
    await engine.call('catalog.attach', { connection: 'lake', events: proposed.mapping });
  });

  it.each(questions)('answers %o as the dataset does, and scans no more than was said', (question) =>
    requireEqual(question),
  );
});

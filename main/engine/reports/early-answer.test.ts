/** Answers before there is a dataset: the same as those of the dataset afterwards. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetInfo, ReportResult } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { readQueryFiles, type QueryFiles } from '../query-files.js';
import { writeSample } from '../sample/write-sample.js';
import { createModelBuilder } from './build-models.js';
import { createEarlyAnswers, createSampleAnswers, modelsOfEarlyAnswers } from './early-answer.js';
import { createReports } from './run-report.js';

const { signal } = new AbortController();
let test: TestWorkspace;
let files: QueryFiles;
let info: DatasetInfo;

beforeAll(async () => {
  test = await openTestWorkspace();
  files = await readQueryFiles(join(import.meta.dirname, '../../../queries'));
  const path = join(test.folder, 'sample.csv');
  await writeSample({ rows: 20_000, seed: 3, kind: 'app', path, signal, onProgress: () => undefined });
  await test.load({ dataset: 'shop', paths: [path] }, undefined, { buildModels: createModelBuilder(files) });
  info = await test.store.get('shop');
});
afterAll(() => test.close());

const withoutTimes = (results: readonly ReportResult[]) => results.map((result) => ({ ...result, elapsedMs: 0 }));

async function askDataset(): Promise<readonly unknown[]> {
  const reports = createReports({
    files,
    getDataset: test.store.get,
    runOnDataset: ({ dataset }, options, work) => test.store.withDataset(dataset.name, options, work),
    findFlagged: async () => ({ users: new Set(), notes: [] }),
  });
  const results = [];
  for (const report of ['shop-days', 'top-categories'])
    results.push(await reports.run({ report, dataset: 'shop' }, signal));
  return withoutTimes(results);
}

it('need four models', () => {
  expect([...modelsOfEarlyAnswers(files)].sort()).toEqual(['categories', 'category_slots', 'data_range', 'slots']);
});

it('come from these models alone', async () => {
  const early = await test.store.withDataset('shop', {}, async (connection) => {
    for (const name of modelsOfEarlyAnswers(files)) await connection.run(`CREATE TEMP TABLE ${name} AS FROM ${name}`);
    await connection.run('CREATE TEMP VIEW events AS SELECT 1 AS nothing');
    return createEarlyAnswers(files)(connection, info);
  });
  expect(early.rows).toBe(20_000);
  expect(withoutTimes(early.answers)).toEqual(await askDataset());
});

it('come from events that are a sample', async () => {
  const early = await test.store.withDataset('shop', {}, (connection) => createSampleAnswers(files)(connection, info));
  expect(early.rows).toBe(20_000);
  expect(withoutTimes(early.answers)).toEqual(await askDataset());
});

it('say what is not known', async () => {
  const early = await test.store.withDataset('shop', {}, (connection) =>
    createEarlyAnswers(files)(connection, { ...info, absentFields: ['price', 'category_code'] }),
  );
  const [days, categories] = early.answers;
  expect(days?.summary['revenue']).toBeNull();
  expect(days?.notes.join(' ')).toContain('no price column');
  expect(categories?.notes.join(' ')).toContain('no category column');
});

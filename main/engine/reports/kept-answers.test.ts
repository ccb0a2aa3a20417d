/** Answers that are kept: exactly those that would be worked out, and never of another version or text. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportQuestion, ReportResult } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { readQueryFiles, type QueryFiles } from '../query-files.js';
import { writeSample } from '../sample/write-sample.js';
import { createModelBuilder } from './build-models.js';
import { createModelExtender } from './extend-models.js';
import { createKeptAnswers } from './kept-answers.js';
import { createReports, type Answered, type Reports, type RunOnDataset } from './run-report.js';

const { signal } = new AbortController();

let test: TestWorkspace;
let files: QueryFiles;
let plain: Reports;
let keeping: Reports;

function reportsOf(queries: QueryFiles, runOnDataset: RunOnDataset): Reports {
  const findFlagged = async () => ({ users: new Set<string>(), notes: [] });
  return createReports({ files: queries, getDataset: test.store.get, runOnDataset, findFlagged });
}

const keepingOf = (queries: QueryFiles) =>
  reportsOf(
    queries,
    createKeptAnswers({
      files: queries,
      withDataset: test.store.withDataset,
      makeDocument: test.store.makeDocument,
    }),
  );

beforeAll(async () => {
  test = await openTestWorkspace();
  files = await readQueryFiles(join(import.meta.dirname, '../../../queries'));
  plain = reportsOf(files, ({ dataset }, options, work) => test.store.withDataset(dataset.name, options, work));
  keeping = keepingOf(files);
  const path = join(test.folder, 'sample.csv');
  await writeSample({ rows: 20_000, seed: 7, kind: 'app', path, signal, onProgress: () => undefined });
  const [head = '', ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  for (const [name, part] of [
    ['first.csv', rows.slice(0, 12_000)],
    ['second.csv', rows.slice(12_000)],
  ] as const)
    await writeFile(join(test.folder, name), `${[head, ...part].join('\n')}\n`);
  await load('first.csv');
});
afterAll(() => test.close());

const load = (name: string) =>
  test.load({ dataset: 'shop', paths: [join(test.folder, name)], append: true }, undefined, {
    buildModels: createModelBuilder(files),
    extendModels: createModelExtender(files),
  });

function withoutTimes(result: ReportResult): unknown {
  return { ...result, elapsedMs: 0, kept: undefined };
}

/** Each report as it is asked by default, and in the other ways that are kept. */
function keptQuestions(): readonly ReportQuestion[] {
  return [...files.reports.values()].flatMap(({ id, parameters }) => [
    { report: id, dataset: 'shop' },
    ...parameters.flatMap(({ name, type, choices, min }) =>
      (type === 'choice' ? choices : [min]).map((value) => ({ report: id, dataset: 'shop', own: { [name]: value } })),
    ),
  ]);
}

async function expectKept(): Promise<void> {
  for (const question of keptQuestions()) {
    const expected = withoutTimes(await plain.run(question, signal));
    const first = await keeping.run(question, signal);
    const again = await keeping.run(question, signal);
    expect(withoutTimes(first)).toEqual(expected);
    expect(withoutTimes(again), JSON.stringify(question)).toEqual(expected);
    expect(again.kept?.elapsedMs).toBeGreaterThan(0);
  }
}

it('are what would be worked out, in every way that is kept', expectKept);

it('are not given for other questions', async () => {
  const others: readonly Partial<ReportQuestion>[] = [
    { tz: 'Europe/Lisbon' },
    { from: '2019-10-02' },
    { to: '2019-10-03' },
    { category: 'electronics' },
    { brand: '' },
    { excludeFlagged: true },
    { own: { by: 'hour', 'window-hours': 7 } },
  ];
  for (const other of others) {
    const question = { report: 'cart-abandonment', dataset: 'shop', ...other };
    for (let turn = 0; turn < 2; turn++) expect((await keeping.run(question, signal)).kept).toBeUndefined();
  }
});

it('are worked out anew after an addition', async () => {
  const question = { report: 'shop-days', dataset: 'shop' };
  const before = await keeping.run(question, signal);
  expect(before.kept).toBeDefined();
  await load('second.csv');
  const after = await keeping.run(question, signal);
  expect(after.kept).toBeUndefined();
  expect(after.summary['events']).toBe(20_000);
  expect(before.summary['events']).toBe(12_000);
  await expectKept();
});

it('are not those of another text', async () => {
  const question = { report: 'shop-days', dataset: 'shop' };
  expect((await keeping.run(question, signal)).kept).toBeDefined();
  const report = files.reports.get('shop-days');
  if (report === undefined) throw new Error('no report');
  const changed = { ...report, sql: `${report.sql}\n-- another` };
  const other = keepingOf({ ...files, reports: new Map([...files.reports, [report.id, changed]]) });
  expect((await other.run(question, signal)).kept).toBeUndefined();
  expect((await other.run(question, signal)).kept).toBeDefined();
});

it('are worked out anew where the document is damaged', async () => {
  const question = { report: 'shop-days', dataset: 'shop' };
  const { folder, version } = await test.store.locate('shop');
  const names = (await readdir(join(folder, version))).filter((name) => name.startsWith('answer-shop-days'));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) await writeFile(join(folder, version, name), '{"rowCount": 3');
  expect((await keeping.run(question, signal)).kept).toBeUndefined();
  expect((await keeping.run(question, signal)).kept).toBeDefined();
});

describe('what is kept', () => {
  const documents = new Map<string, string>();

  async function askTwice(values: Float64Array): Promise<readonly Answered[]> {
    const report = files.reports.get('shop-days');
    if (report === undefined) throw new Error('no report');
    const run = createKeptAnswers({
      files,
      withDataset: test.store.withDataset,
      async makeDocument(name, document, options, make) {
        const known = documents.get(document);
        if (known !== undefined) return JSON.parse(known) as unknown;
        const made = await test.store.withDataset(name, options, make);
        if (made !== undefined) documents.set(document, JSON.stringify(made));
        return made;
      },
    });
    const question = { report: 'shop-days', dataset: 'shop' };
    const { params, summary, sql, values: bound } = await plain.run(question, signal);
    const table = {
      rowCount: values.length,
      columns: [{ name: 'n', title: 'n', type: 'number', unit: '', values }],
    } as const;
    const asked = { question, report, dataset: await test.store.get('shop') };
    const ask = () => run(asked, { signal }, async () => ({ params, summary, sql, values: bound, table }));
    return [await ask(), await ask()];
  }

  it('are numbers to the last bit', async () => {
    const odd = Float64Array.of(NaN, -0, Infinity, 0.1 + 0.2, 5e-324, 2 ** 53 - 1);
    const [, again] = await askTwice(odd);
    expect(again?.kept).toBeDefined();
    expect(again?.table.columns[0]?.values).toEqual(odd);
    expect(Object.is((again?.table.columns[0]?.values as Float64Array)[1], -0)).toBe(true);
  });

  it('are not answers of very many rows', async () => {
    documents.clear();
    const [, again] = await askTwice(new Float64Array(20_001));
    expect(again?.kept).toBeUndefined();
    expect(documents.size).toBe(0);
  });
});

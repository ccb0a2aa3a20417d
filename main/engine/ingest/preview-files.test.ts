/** The preview of files: of small ones it is what the reports say after the load, of large ones a part of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileLayout, FilesPreview, ReportResult } from '../../../preload/contract.js';
import { fileLayout } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { readQueryFiles, type QueryFiles } from '../query-files.js';
import { createModelBuilder } from '../reports/build-models.js';
import { createSampleAnswers } from '../reports/early-answer.js';
import { createReports } from '../reports/run-report.js';
import { writeSample } from '../sample/write-sample.js';
import { previewFiles } from './preview-files.js';
import { readShippedLayouts } from './shipped-layouts.js';

const { signal } = new AbortController();
const shipped = join(import.meta.dirname, '../../..');
const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

let test: TestWorkspace;
let files: QueryFiles;
let layouts: readonly FileLayout[];
let path: string;
let lines: readonly string[];

beforeAll(async () => {
  test = await openTestWorkspace();
  files = await readQueryFiles(join(shipped, 'queries'));
  layouts = await readShippedLayouts(join(shipped, 'resources/layouts'));
  path = join(test.folder, 'shop.csv');
  await writeSample({ rows: 20_000, seed: 5, kind: 'app', path, signal, onProgress: () => undefined });
  lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(1);
});
afterAll(() => test.close());

const preview = (paths: readonly string[], layout?: FileLayout) =>
  previewFiles(paths, layout, {
    connect: (work) => test.database.withConnection({ signal }, work),
    withTemporaryFolder: test.workspace.withTemporaryFolder,
    layouts,
    answerSample: createSampleAnswers(files),
    signal,
  });

const numbersOf = (answers: readonly ReportResult[]) =>
  answers.map(({ report, params, summary, table, sql, notes }) => ({ report, params, summary, table, sql, notes }));

async function askLoaded(dataset: string): Promise<readonly ReportResult[]> {
  const reports = createReports({
    files,
    getDataset: test.store.get,
    runOnDataset: ({ dataset: { name } }, options, work) => test.store.withDataset(name, options, work),
    findFlagged: async () => ({ users: new Set(), notes: [] }),
  });
  const asked = ['shop-days', 'top-categories'].map((report) => reports.run({ report, dataset }, signal));
  return Promise.all(asked);
}

async function load(dataset: string, paths: readonly string[], layout?: FileLayout): Promise<void> {
  await test.load({ dataset, paths: [...paths], layout }, undefined, { buildModels: createModelBuilder(files) });
}

const eventsOf = ({ answers }: FilesPreview) => answers[0]?.summary['events'];

describe('of files that are read whole', () => {
  it('is what the reports say after the load', async () => {
    const found = await preview([path]);
    await load('Shop', [path]);
    expect(found).toMatchObject({ rows: 20_000, share: 1, isOfBeginnings: false });
    expect(numbersOf(found.answers)).toEqual(numbersOf(await askLoaded('Shop')));
  });

  it('is made of all files together, packed or not, and of rows that can be loaded', async () => {
    const days = join(test.folder, 'part.csv');
    const packed = join(test.folder, 'packed.csv.gz');
    const bad = ['2019-10-01 00:00:00 UTC,view,1', lines[0]?.replace(/,(view|cart|purchase),/, ',dance,') ?? ''];
    await writeFile(days, [header, ...lines.slice(0, 9_000), ...bad].join('\r\n'));
    await writeFile(packed, gzipSync([header, ...lines.slice(9_000)].join('\n')));
    const found = await preview([days, packed]);
    expect(found.rows).toBe(20_000);
    await load('Parts', [days, packed]);
    expect(numbersOf(found.answers)).toEqual(numbersOf(await askLoaded('Parts')));
  });

  it('is of Parquet and NDJSON too', async () => {
    const parquet = join(test.folder, 'shop.parquet');
    await test.database.withConnection({}, (connection) =>
      connection.run(`COPY (FROM read_csv('${path}', all_varchar = true)) TO '${parquet}'`),
    );
    const names = header.split(',');
    const objects = lines.map((line) => {
      const values = line.split(',');
      return JSON.stringify(Object.fromEntries(names.map((name, at) => [name, values[at] || null])));
    });
    const ndjson = await test.write('shop.ndjson', objects.join('\n'));
    const expected = numbersOf((await preview([path])).answers);
    expect(numbersOf((await preview([parquet])).answers)).toEqual(expected);
    expect(numbersOf((await preview([ndjson])).answers)).toEqual(expected);
  });

  it('goes through the layout that is given, and says what the files lack', async () => {
    const layout = fileLayout.parse({
      name: 'Own',
      columns: { event_time: 'when', event_type: 'what', product_id: 'which', user_id: 'who' },
      words: { looked: 'view', bought: 'purchase' },
      time: { form: '%d/%m/%Y %H:%M:%S', zone: 'America/Sao_Paulo' },
      delimiter: ';',
    });
    const own = await test.write(
      'own.csv',
      'when;what;which;who\n31/10/2019 23:00:00;looked;7;1\n31/10/2019 12:00:00;bought;7;1\n',
    );
    const { answers, rows } = await preview([own], layout);
    expect(rows).toBe(2);
    expect(answers[0]?.table.columns[0]?.values).toEqual(['2019-10-31', '2019-11-01']);
    expect(answers[0]?.summary['revenue']).toBeNull();
    expect(answers[1]?.notes.join(' ')).toContain('no category column');
  });
});

describe('of files that are larger than that', () => {
  it('is a part of them, from every day', async () => {
    const times = 12;
    const all = lines.flatMap((line) => Array.from({ length: times }, () => line));
    const large = await test.write('large.csv', [header, ...all].join('\n'));
    const whole = await preview([path]);
    const found = await preview([large]);
    expect(found.share).toBeGreaterThan(0.2);
    expect(found.share).toBeLessThan(0.6);
    expect(found.isOfBeginnings).toBe(false);
    expect(found.rows / all.length / found.share).toBeCloseTo(1, 1);
    expect(eventsOf(found)).toBe(found.rows);
    const daysOf = ({ answers }: FilesPreview) => answers[0]?.table.columns[0]?.values;
    expect(daysOf(found)).toEqual(daysOf(whole));
    expect(await preview([large])).toMatchObject({ rows: found.rows, share: found.share });
  });

  it('is of pieces of a Parquet file', async () => {
    const parquet = join(test.folder, 'large.parquet');
    await test.database.withConnection({}, (connection) =>
      connection.run(
        `COPY (SELECT c.* FROM read_csv('${path}', all_varchar = true) c CROSS JOIN range(12)) TO '${parquet}'`,
      ),
    );
    const found = await preview([parquet]);
    expect(found.rows).toBeGreaterThan(55_000);
    expect(found.rows).toBeLessThan(65_000);
    expect(found.share).toBeCloseTo(found.rows / (12 * 20_000), 3);
  });

  it('is of the beginning of one that is packed, and says so', async () => {
    const all = lines.flatMap((line) => Array.from({ length: 12 }, () => line));
    const packed = join(test.folder, 'large.csv.gz');
    await writeFile(packed, gzipSync([header, ...all].join('\n'), { level: 1 }));
    const found = await preview([packed]);
    expect(found.isOfBeginnings).toBe(true);
    expect(found.rows).toBeLessThan(all.length);
    expect(found.share).toBeCloseTo(found.rows / all.length, 1);
  });
});

describe('fails', () => {
  it('where a file cannot be loaded', async () => {
    const odd = await test.write('odd.csv', 'a,b\n1,2\n');
    await expect(preview([path, odd])).rejects.toMatchObject({ code: 'bad_input' });
    await expect(preview([join(test.folder, 'none.csv')])).rejects.toMatchObject({ code: 'not_found' });
  });

  it('where nothing of it can be loaded', async () => {
    const empty = await test.write('empty.csv', `${header}\n2019-10-01,view,1\n`);
    await expect(preview([empty])).rejects.toMatchObject({ code: 'bad_input' });
  });
});

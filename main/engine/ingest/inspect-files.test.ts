/** What a person sees of files before loading them. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileInspection, FileLayout } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { inspectFiles } from './inspect-files.js';
import { fields } from './layout.js';
import { readShippedLayouts } from './shipped-layouts.js';

let test: TestWorkspace;
let shipped: readonly FileLayout[];
beforeAll(async () => {
  shipped = await readShippedLayouts(join(import.meta.dirname, '../../../resources/layouts'));
  test = await openTestWorkspace();
});
afterAll(() => test.close());

const header = fields.join(',');
const row = '2019-10-01 00:00:00 UTC,view,1,2053013555631882655,,"a ""b"", c",1.50,7,';
const values = ['2019-10-01 00:00:00 UTC', 'view', '1', '2053013555631882655', null, 'a "b", c', '1.50', '7', null];

const inspect = (...paths: string[]) =>
  inspectFiles(paths, (work) => test.database.withConnection({}, work), { shipped });

async function inspectOne(content: string | Buffer, name = 'file.csv'): Promise<FileInspection> {
  const [inspection] = await inspect(await test.write(name, content));
  if (inspection === undefined) throw new Error('nothing was inspected');
  return inspection;
}

describe('a file', () => {
  it('is shown with its kind, columns and first hundred rows', async () => {
    const content = `${header}\n${`${row}\n`.repeat(150)}`;
    const found = await inspectOne(content);
    expect(found).toMatchObject({ name: 'file.csv', kind: 'csv', sizeBytes: content.length, hasHeader: true });
    expect(found.columns).toEqual(fields.map((field) => ({ name: field, field })));
    expect(found).toMatchObject({ missingFields: [], problem: null });
    expect(found.preview).toHaveLength(100);
    expect(found.preview[99]).toEqual(values);
  });

  it('without a header has the known nine columns', async () => {
    const found = await inspectOne(`${row}\r\n${row}`);
    expect(found.hasHeader).toBe(false);
    expect(found.columns.map((column) => column.field)).toEqual(fields);
    expect(found.preview).toEqual([values, values]);
  });

  it('is told by what it holds and not by its name', async () => {
    expect(await inspectOne(gzipSync(`${header}\n${row}\n`), 'packed.csv')).toMatchObject({
      kind: 'csv.gz',
      problem: null,
      preview: [values],
    });
    expect(await inspectOne(`${header}\n${row}\n`, 'plain.gz')).toMatchObject({ kind: 'csv', problem: null });
  });

  it('may have other columns and another order', async () => {
    const found = await inspectOne(`id,${[...fields].reverse().join(',')}\n1,2,3\n`);
    expect(found.columns[0]).toEqual({ name: 'id', field: null });
    expect(found.columns[1]).toEqual({ name: 'user_session', field: 'user_session' });
    expect(found).toMatchObject({
      problem: null,
      preview: [['1', '2', '3', null, null, null, null, null, null, null]],
    });
  });

  it('that lacks columns says which', async () => {
    const found = await inspectOne(`event_time,price,shop\n1,2,3\n`);
    expect(found.missingFields).toEqual(fields.filter((field) => !['event_time', 'price'].includes(field)));
    expect(found.problem).toContain('“event_type”, “product_id”');
    expect(found.preview).toEqual([['1', '2', '3']]);
  });

  it('with other signs than commas between its columns is recognised all the same', async () => {
    for (const delimiter of [';', '\t', '|']) {
      const found = await inspectOne(`${header}\n${row.replace('", c', '" c')}\n`.replaceAll(',', delimiter));
      expect(found).toMatchObject({ problem: null, layoutFrom: 'recognised', layout: { delimiter } });
      expect(found.preview[0]?.slice(0, 3)).toEqual(values.slice(0, 3));
    }
  });

  it('that cannot be read has a problem, and the others are shown all the same', async () => {
    const paths = [
      await test.write('empty.csv', ''),
      await test.write('torn.csv.gz', gzipSync(header).subarray(0, 20)),
      await test.write('good.csv', `${header}\n${row}\n`),
    ];
    const found = await inspect(...paths);
    expect(found.map(({ problem }) => problem === null)).toEqual([false, false, true]);
    expect(found[1]?.problem).toContain('Download it again.');
  });

  it('of Parquet shows its columns and rows as texts', async () => {
    const path = join(test.folder, 'file.parquet');
    await test.database.withConnection({}, (connection) =>
      connection.run(`COPY (SELECT 19::BIGINT AS user_id, NULL AS brand, 1.5 AS price) TO '${path}'`),
    );
    const [found] = await inspect(path);
    expect(found).toMatchObject({ kind: 'parquet', hasHeader: true, preview: [['19', null, '1.5']] });
    expect(found?.missingFields).toHaveLength(6);
  });
});

describe('a folder', () => {
  it('stands for the files in it, by name, and is refused without any', async () => {
    await mkdir(join(test.folder, 'months', 'deeper'), { recursive: true });
    for (const name of ['b.csv', 'a.CSV.gz', '.hidden.csv', 'notes.txt', 'deeper/c.csv'])
      await test.write(join('months', name), `${header}\n${row}\n`);
    const folder = join(test.folder, 'months');
    expect((await inspect(folder)).map(({ name }) => name)).toEqual(['a.CSV.gz', 'b.csv']);
    expect(await inspect(folder, join(folder, 'b.csv'))).toMatchObject([
      { name: 'a.CSV.gz', timesNamed: 1 },
      { name: 'b.csv', timesNamed: 2 },
    ]);
    await mkdir(join(test.folder, 'none'));
    await expect(inspect(join(test.folder, 'none'))).rejects.toMatchObject({ code: 'bad_input' });
    await expect(inspect(join(test.folder, 'nowhere'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

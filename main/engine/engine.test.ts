import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from './engine.js';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-engine-'));
  engine = await createEngine({ workspaceDir: folder, shippedDir: resolve('.'), version: '1.2.3', host: 'cli' });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

it('opens the sample once, however many ask for it at the same time', async () => {
  const opened = await Promise.all([engine.call('sample.open', {}), engine.call('sample.open', {})]);
  expect(opened[0]).toEqual(opened[1]);
  expect(opened[0]).toMatchObject({ name: 'Sample', rows: 300_000, rowsRejected: 0 });
  expect((await engine.call('datasets.list', {})).map(({ name }) => name)).toEqual(['Sample']);
}, 120_000);

it('answers every report of the catalogue on it', async () => {
  const reports = await engine.call('reports.list', {});
  expect(reports.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['unique-visitors', 'cart-abandonment', 'top-categories', 'brand-opportunities']),
  );
  for (const { id, columns } of reports) {
    const result = await engine.call('reports.run', { report: id, dataset: 'Sample', tz: 'Asia/Kathmandu' });
    expect(result.params).toMatchObject({ from: '2019-10-01', to: '2019-11-02', tz: 'Asia/Kathmandu' });
    expect(result.table.rowCount).toBeGreaterThan(5);
    for (const column of result.table.columns) {
      expect(column.values).toHaveLength(result.table.rowCount);
      expect(columns.map(({ name }) => name)).toContain(column.name);
    }
  }
}, 120_000);

it.each([
  [{ report: 'nothing' }, 'not_found', 'nothing'],
  [{ dataset: 'Gone' }, 'not_found', 'Gone'],
  [{ tz: 'Mars/Olympus' }, 'bad_params', 'Mars/Olympus'],
  [{ from: '2019-02-31' }, 'bad_params', '2019-02-31'],
  [{ from: '2019-10-05', to: '2019-10-05' }, 'bad_params', 'holds no day'],
  [{ own: { grain: 'year' } }, 'bad_params', 'day, week, month'],
  [{ own: { depth: 1 } }, 'bad_params', 'depth'],
] as const)('refuses %o', async (part, code, hint) => {
  const question = { report: 'unique-visitors', dataset: 'Sample', ...part };
  const failed = engine.call('reports.run', question);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(hint) as string });
});

it('lists a folder that is no dataset as broken, not among the datasets', async () => {
  await mkdir(join(folder, 'datasets', 'Torn'));
  await writeFile(join(folder, 'datasets', 'Torn', 'dataset.json'), '{"version": 99}');
  expect((await engine.call('datasets.list', {})).map(({ name }) => name)).not.toContain('Torn');
  expect(await engine.call('datasets.broken', {})).toMatchObject([{ name: 'Torn', error: { code: 'wrong_version' } }]);
});

it('says who it is', async () => {
  expect(await engine.call('app.info', {})).toMatchObject({ version: '1.2.3', host: 'cli', workspace: folder });
});

/** After a load a host that stays has the default answers kept; it may close before they are. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine, type EngineConfig } from './engine.js';

const shippedDir = join(import.meta.dirname, '../..');
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-ahead-'));
  file = join(folder, 'shop.csv');
  const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';
  const rows = Array.from(
    { length: 500 },
    (_, at) =>
      `2019-10-0${1 + (at % 9)} 10:00:00 UTC,${at % 3 === 0 ? 'purchase' : 'view'},${1 + (at % 7)},1,a.b,acme,1.00,${1 + (at % 20)},s${at % 40}`,
  );
  await writeFile(file, `${[header, ...rows].join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loadAs(host: EngineConfig['host']): Promise<{ engine: Engine; countKept: () => Promise<number> }> {
  const workspaceDir = join(folder, host);
  const engine = await createEngine({ workspaceDir, shippedDir, version: 'test', host });
  await engine.call('datasets.load', { dataset: 'shop', paths: [file] });
  const countKept = async () => {
    const names = await readdir(join(workspaceDir, 'datasets', 'shop'), { recursive: true });
    return names.filter((name) => /answer-.*\.json$/.test(name)).length;
  };
  return { engine, countKept };
}

it('keeps every default answer where a window may open', async () => {
  const { engine, countKept } = await loadAs('browser');
  const reports = await engine.call('reports.list', {});
  await expect.poll(countKept, { timeout: 60_000 }).toBe(reports.length);
  for (const { id } of reports) {
    const { kept } = await engine.call('reports.run', { report: id, dataset: 'shop' });
    expect(kept).toBeDefined();
  }
  await engine.close();
});

it('asks nothing ahead for a command, and keeps what the command asks', async () => {
  const { engine, countKept } = await loadAs('cli');
  expect(await countKept()).toBe(0);
  const ask = () => engine.call('reports.run', { report: 'shop-days', dataset: 'shop' });
  expect((await ask()).kept).toBeUndefined();
  expect((await ask()).kept).toBeDefined();
  expect(await countKept()).toBe(1);
  await engine.close();
});

it('closes while it asks ahead', async () => {
  const { engine } = await loadAs('electron');
  await engine.close();
});

/** A process that loads is killed: the workspace is as it was, and the next to open it cleans up. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { openWorkspace } from '../workspace/workspace.js';
import { fields } from './layout.js';

let test: TestWorkspace;
let program: string;
let csv: string;

const row = (second: number) => `2019-10-01 00:00:${String(second).padStart(2, '0')} UTC,view,1,2,a.b,c,1.50,7,aaaa`;

/** Loads `paths` under `dataset` and says when it has come to the models, where it stays. */
const child = `
  import { join } from 'node:path';
  import { Database } from './database.js';
  import { kaggleLayout } from './ingest/kaggle-layout.js';
  import { createLoader } from './ingest/load-dataset.js';
  import { withScratch } from './scratch.js';
  import { openDatasetStore } from './workspace/dataset-store.js';
  import { openWorkspace } from './workspace/workspace.js';
  async function run([dir, dataset, path, append]: string[]) {
    const workspace = await openWorkspace(dir!);
    const tempDirectory = join(workspace.temporaryDir, 'spill');
    const database = await Database.open({ prelude: '', tempDirectory, memoryLimitBytes: 2 ** 28, threads: 1 });
    const store = openDatasetStore(workspace.datasetsDir, database);
    const load = createLoader({
      create: store.create,
      change: store.change,
      exists: store.exists,
      withTemporaryFolder: workspace.withTemporaryFolder,
      withScratch: (folder, signal, work) => withScratch(database, folder, signal, work),
      connect: (work) => database.withConnection({}, work),
      buildModels: () => new Promise(() => process.stdout.write('at the models')),
      extendModels: () => new Promise(() => process.stdout.write('at the models')),
      layouts: [kaggleLayout],
      known: { source: '', datasets: [] },
      measureFreeBytes: async () => null,
    });
    setInterval(() => undefined, 1000);
    await load({ dataset: dataset!, paths: [path!], append: append === 'append' }, { signal: new AbortController().signal, onProgress: () => undefined });
  }
  void run(process.argv.slice(2));
`;

beforeAll(async () => {
  test = await openTestWorkspace();
  program = join(test.folder, 'child.cjs');
  const resolveDir = join(import.meta.dirname, '..');
  await build({
    stdin: { contents: child, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['@duckdb/node-api'],
    outfile: program,
  });
  csv = await test.write('events.csv', [fields.join(','), ...[1, 2, 3].map(row)].join('\n'));
});
afterAll(() => test.close());

function start(dataset: string, path: string, ...more: readonly string[]): ChildProcess {
  const nodeModules = join(import.meta.dirname, '../../../node_modules');
  return spawn(process.execPath, [program, test.workspace.dir, dataset, path, ...more], {
    env: { ...process.env, NODE_PATH: nodeModules },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const untilItSpeaks = (process: ChildProcess) => new Promise((resolve) => process.stdout?.once('data', resolve));
const untilItEnds = (process: ChildProcess) => new Promise((resolve) => process.once('exit', resolve));
const listHidden = async () => (await readdir(test.workspace.datasetsDir)).filter((name) => name.startsWith('.'));

describe('a process that is killed while it loads', () => {
  it('leaves the workspace as it was', async () => {
    await test.load({ dataset: 'before', paths: [csv] });
    const killed = start('half', csv);
    await untilItSpeaks(killed);
    expect(await listHidden()).toHaveLength(1);

    // While it lives, others may open the workspace and load, also under the same name.
    const meanwhile = await openWorkspace(test.workspace.dir);
    expect(await listHidden()).toHaveLength(1);
    await test.load({ dataset: 'meanwhile', paths: [csv] });
    await meanwhile.close();

    killed.kill('SIGKILL');
    await untilItEnds(killed);
    const [left] = await listHidden();
    expect(await readdir(join(test.workspace.datasetsDir, left ?? ''))).toHaveLength(1);
    expect((await test.store.list()).map(({ name }) => name)).toEqual(['before', 'meanwhile']);

    const after = await openWorkspace(test.workspace.dir);
    expect(await listHidden()).toEqual([]);
    await test.load({ dataset: 'half', paths: [csv] });
    expect(await test.rows('half', 'SELECT count(*) AS n FROM events')).toEqual([{ n: '3' }]);
    await after.close();
    expect(await readdir(join(test.workspace.dir, 'tmp'))).toHaveLength(1); // this process' own
  });

  it('leaves the dataset it was adding to as it was', async () => {
    const more = await test.write('more.csv', [fields.join(','), row(4)].join('\n'));
    await test.load({ dataset: 'grown', paths: [csv] });
    const folder = join(test.workspace.datasetsDir, 'grown');
    const before = await test.store.get('grown');
    const entries = await readdir(folder);
    const killed = start('grown', more, 'append');
    await untilItSpeaks(killed);
    expect((await readdir(folder)).length).toBeGreaterThan(entries.length);
    const busy = test.load({ dataset: 'grown', paths: [more], append: true });
    await expect(busy).rejects.toMatchObject({ code: 'in_use' });
    killed.kill('SIGKILL');
    await untilItEnds(killed);

    expect(await test.store.get('grown')).toEqual(before);
    expect(await test.rows('grown', 'SELECT count(*) AS n FROM events')).toEqual([{ n: '3' }]);
    const after = await openWorkspace(test.workspace.dir);
    expect((await readdir(folder)).filter((name) => name.startsWith('.version'))).toHaveLength(1);
    expect(await test.load({ dataset: 'grown', paths: [more], append: true })).toMatchObject({ rowsLoaded: 1 });
    expect(await test.rows('grown', 'SELECT count(*) AS n FROM events')).toEqual([{ n: '4' }]);
    await after.close();
  });
});

/** Runs are found again, whatever ends the process that plays them. */
import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError, type Alert } from '../../../preload/contract.js';
import type { RunPosition, RunRequest } from '../alert-keeper.js';
import { Database } from '../database.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { withWriteLock } from '../workspace/write-lock.js';
import { AlertJournal } from './alert-journal.js';
import { exampleAlert, examplePack } from './example-alerts.js';
import { createKeeper, type Keeper } from './keep-runs.js';
import { alertsPath, describeRun, listRunFiles, removeOldRuns, runFolder } from './runs.js';

const json = { read: readJson, write: writeJson };
let dir: string;
let version: string;
let heard: Alert[];
let database: Database;
let isRemoved: boolean;
let keeper: Keeper;

const place = () => ({ name: 'shop', folder: dir, version });
const request = (given: Partial<RunRequest> = {}): RunRequest => ({
  dataset: 'shop',
  pack: examplePack(),
  from: null,
  to: null,
  totalRows: 100,
  ...given,
});
const position = (rows: number): RunPosition => ({ rows, at: '2019-10-01T00:00:40Z', late: 0, evicted: 0 });
const readAlerts = async (id: string) => [
  ...(await new AlertJournal(alertsPath(runFolder(place(), id))).read()).values(),
];
const lines = async (id: string) =>
  (await readFile(alertsPath(runFolder(place(), id)), 'utf8')).split('\n').filter((line) => line !== '');

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-runs-'));
  version = 'v1';
  heard = [];
  isRemoved = false;
  database = await Database.open({ prelude: '', tempDirectory: dir, memoryLimitBytes: 2 ** 28, threads: 1 });
  keeper = createKeeper({
    version: '1.0.0',
    json,
    withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
    locate: async () => {
      if (isRemoved) throw new EngineError('not_found', 'There is no dataset named “shop”.');
      return place();
    },
    deliver: async (_place, _run, more) => void heard.push(...more),
  });
});
afterEach(async () => {
  database.close();
  await rm(dir, { recursive: true });
});

const firing = exampleAlert();
const resolved = exampleAlert({ state: 'resolved', resolvedAt: '2019-10-01T00:10:40Z', severity: 'high' });

describe('a run', () => {
  it('says so where its dataset has been removed meanwhile', async () => {
    const run = await keeper.openRun(request());
    await run.put([firing]);
    await rm(join(dir, 'alerts'), { recursive: true });
    isRemoved = true;
    await expect(run.put([resolved])).rejects.toMatchObject({ code: 'not_found' });
    await expect(run.end('stopped', position(1))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is the same for the same request over the same events, else another', async () => {
    const ids = new Set<string>();
    const open = async (given: Partial<RunRequest> = {}) => {
      const run = await keeper.openRun(request(given));
      await run.end('complete', position(100));
      ids.add(run.id);
    };
    await open();
    await open({ totalRows: 100 });
    expect(ids.size).toBe(1);
    await open({ from: '2019-10-01T00:00:00Z' });
    await open({ pack: examplePack({ version: 2 }) });
    await open({ pack: examplePack({ title: 'Other' }) });
    version = 'v2';
    await open();
    expect(ids.size).toBe(5);
    const runs = (await listRunFiles(place(), json)).map((run) => describeRun(run, place(), false));
    expect(runs.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, false, false, false, true]);
  });

  it('keeps the last of each alert, writes none twice, and is compacted at its end', async () => {
    const run = await keeper.openRun(request());
    await run.put([firing, exampleAlert({ id: 'a2' })]);
    await run.put([firing]);
    await run.put([resolved]);
    expect(await lines(run.id)).toHaveLength(3);
    expect(heard.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a1 firing',
      'a2 firing',
      'a1 firing',
      'a1 resolved',
    ]);
    const info = await run.end('complete', position(100));
    expect(info).toMatchObject({ state: 'complete', rows: 100, alerts: 2, isCurrent: true, pack: 'mine' });
    expect(await lines(run.id)).toHaveLength(2);
    expect(await readAlerts(run.id)).toEqual([resolved, exampleAlert({ id: 'a2' })]);
  });

  it('that was stopped says how far it was; alerts are not made younger by the catching up', async () => {
    const first = await keeper.openRun(request());
    await first.put([firing, resolved]);
    await first.end('stopped', position(60));
    heard = [];
    const second = await keeper.openRun(request());
    expect(second.earlier).toEqual(position(60));
    await second.put([firing]);
    await second.reached(position(10));
    expect(heard).toEqual([firing]);
    expect(await readAlerts(second.id)).toEqual([resolved]);
    expect(await second.end('stopped', position(20))).toMatchObject({ rows: 60, state: 'stopped' });
  });

  it('that was complete begins anew, and at its end holds what it was given this time', async () => {
    const first = await keeper.openRun(request());
    await first.put([resolved, exampleAlert({ id: 'gone' })]);
    await first.end('complete', position(100));
    const second = await keeper.openRun(request());
    expect(second.earlier).toBeNull();
    await second.put([firing]);
    expect((await readAlerts(second.id)).map(({ id }) => id)).toEqual(['a1', 'gone']);
    await second.put([resolved]);
    expect(await second.end('complete', position(100))).toMatchObject({ alerts: 1 });
    expect(await readAlerts(second.id)).toEqual([resolved]);
  });

  it('is played by one at a time', async () => {
    const run = await keeper.openRun(request());
    await expect(keeper.openRun(request())).rejects.toMatchObject({ code: 'in_use' });
    await run.end('stopped', position(1));
    await (await keeper.openRun(request())).end('stopped', position(1));
  });

  it('ends once', async () => {
    const run = await keeper.openRun(request());
    await run.end('complete', position(100));
    expect(await run.end('stopped', position(3))).toMatchObject({ state: 'complete', rows: 100 });
  });

  it('whose journal was cut off is read up to there, and added to', async () => {
    const run = await keeper.openRun(request());
    await run.put([firing]);
    const path = alertsPath(runFolder(place(), run.id));
    await appendFile(path, JSON.stringify(exampleAlert({ id: 'cut' })).slice(0, 50));
    expect(await readAlerts(run.id)).toEqual([firing]);
    await run.put([exampleAlert({ id: 'a2' })]);
    expect((await readAlerts(run.id)).map(({ id }) => id)).toEqual(['a1', 'a2']);
    await run.end('complete', position(100));
  });

  it('of a process that is gone counts as stopped', async () => {
    const run = await keeper.openRun(request());
    const [file] = await listRunFiles(place(), json);
    if (file === undefined) throw new Error('no run');
    expect(describeRun(file, place(), true).state).toBe('running');
    expect(describeRun(file, place(), false).state).toBe('stopped');
    expect(describeRun({ ...file, pid: 2 ** 30 }, place(), true).state).toBe('stopped');
    await run.end('stopped', position(1));
  });
});

describe('old runs', () => {
  const nobody = () => false;
  const listed = async () => (await listRunFiles(place(), json)).map(({ pack, from }) => `${pack.name} ${from}`);
  /** They are told apart by when they began. */
  const later = () => new Promise((resolve) => setTimeout(resolve, 2));

  async function play(name: string, from: string | null, state: 'complete' | 'stopped'): Promise<string> {
    const run = await keeper.openRun(request({ from, pack: examplePack({ name }) }));
    await run.end(state, position(100));
    await later();
    return run.id;
  }

  it('go, complete or stopped, but never the newest of a pack over the whole and over a part', async () => {
    await play('old', 'd1', 'complete');
    await play('mine', null, 'complete');
    for (const at of [2, 3, 4, 5, 6]) await play('mine', `d${at}`, at % 2 === 0 ? 'stopped' : 'complete');
    await removeOldRuns(place(), json, nobody, 4);
    expect(await listed()).toEqual(['mine d6', 'mine d5', 'mine null', 'old d1']);
    await removeOldRuns(place(), json, nobody, 1);
    expect(await listed()).toEqual(['mine d6', 'mine null', 'old d1']);
  });

  it('that tell the truth stay when the whole is stopped later; those that are played stay as well', async () => {
    await play('mine', null, 'complete');
    version = 'v2';
    await play('mine', null, 'stopped');
    const open = await keeper.openRun(request({ from: 'd1' }));
    await later();
    await play('mine', 'd2', 'stopped');
    await play('mine', 'd3', 'stopped');
    await removeOldRuns(place(), json, keeper.isOpen, 1);
    expect(await listed()).toEqual(['mine d3', 'mine d1', 'mine null', 'mine null']);
    await open.end('stopped', position(1));
    await removeOldRuns(place(), json, keeper.isOpen, 1);
    expect(await listed()).toEqual(['mine d3', 'mine null', 'mine null']);
  });

  it('that were stopped do not pile up', async () => {
    for (let at = 10; at < 40; at++) await play('mine', `d${at}`, 'stopped');
    expect(await listed()).toHaveLength(20);
  });
});

describe('a journal', () => {
  it('that is replaced by another is read anew, one that grew only further', async () => {
    const run = await keeper.openRun(request());
    const journal = new AlertJournal(alertsPath(runFolder(place(), run.id)));
    expect((await journal.read()).size).toBe(0);
    await run.put([firing]);
    expect((await journal.read()).size).toBe(1);
    await run.put([exampleAlert({ id: 'a2', reason: 'ü'.repeat(2 ** 20) }), exampleAlert({ id: 'a3' })]);
    expect((await journal.read()).get('a2')?.reason).toHaveLength(2 ** 20);
    const { changes: before } = journal;
    await journal.read();
    expect(journal.changes).toBe(before);
    await run.end('complete', position(100));
    expect([...(await journal.read()).keys()]).toEqual(['a1', 'a2', 'a3']);
    expect(journal.changes).toBeGreaterThan(before);
  });
});

/** Puts alerts one after another without an end. */
const child = `
  import { Database } from '../database.js';
  import { readJson, writeJson } from '../workspace/json-file.js';
  import { withWriteLock } from '../workspace/write-lock.js';
  import { createKeeper } from './keep-runs.js';
  import { exampleAlert, examplePack } from './example-alerts.js';
  async function run(dir: string) {
    const database = await Database.open({ prelude: '', tempDirectory: dir, memoryLimitBytes: 2 ** 28, threads: 1 });
    const keeper = createKeeper({
      version: '1.0.0',
      json: { read: readJson, write: writeJson },
      withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
      locate: async () => ({ name: 'shop', folder: dir, version: 'v1' }),
      deliver: async () => undefined,
    });
    const run = await keeper.openRun({ dataset: 'shop', pack: examplePack(), from: null, to: null, totalRows: 100 });
    process.stdout.write(run.id);
    for (let at = 0; ; at++) {
      await run.put(Array.from({ length: 20 }, (_, n) => exampleAlert({ id: 'n' + at + '-' + n })));
      await run.reached({ rows: at, at: null, late: 0, evicted: 0 });
    }
  }
  void run(process.argv[2]);
`;

describe('a process', () => {
  it('that is killed in the middle leaves whole alerts, and another goes on', async () => {
    const program = join(dir, 'child.cjs');
    await build({
      stdin: { contents: child, resolveDir: import.meta.dirname, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['@duckdb/node-api'],
      outfile: program,
    });
    const started = spawn(process.execPath, [program, dir], {
      env: { ...process.env, NODE_PATH: join(import.meta.dirname, '../../../node_modules') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const id = await new Promise<string>((resolve) =>
      started.stdout.once('data', (data: Buffer) => resolve(String(data))),
    );
    while ((await stat(alertsPath(runFolder(place(), id))).catch(() => ({ size: 0 }))).size < 200_000)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await expect(keeper.openRun(request())).rejects.toMatchObject({ code: 'in_use' });
    const ended = new Promise((resolve) => started.once('exit', resolve));
    started.kill('SIGKILL');
    await ended;

    const before: readonly Alert[] = await readAlerts(id);
    expect(before.length).toBeGreaterThan(100);
    for (const alert of before) expect(alert).toEqual(exampleAlert({ id: alert.id }));
    const run = await keeper.openRun(request());
    expect(run.id).toBe(id);
    expect(run.earlier).not.toBeNull();
    await run.put([exampleAlert({ id: 'n0-0' }), exampleAlert({ id: 'last' })]);
    const info = await run.end('complete', position(100));
    expect(info.alerts).toBe(before.length + 1);
    expect(await readdir(runFolder(place(), id))).toEqual(['alerts.ndjson', 'run.json', 'writing.lock']);
  });

  it('finds a run file that is no run as none', async () => {
    const run = await keeper.openRun(request());
    await run.end('complete', position(100));
    await writeFile(join(runFolder(place(), run.id), 'run.json'), '{"id": 3');
    expect(await listRunFiles(place(), json)).toEqual([]);
    await (await keeper.openRun(request())).end('complete', position(100));
    expect(await listRunFiles(place(), json)).toHaveLength(1);
  });
});

/** Watching a folder with the real engine: what comes file by file is what a load at once gives. */
import { appendFile, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallEngine, Column, DatasetInfo } from '../../preload/contract.js';
import { createEngine, type Engine } from '../engine/engine.js';
import { runProgram } from './run-program.js';
import { fakeSurroundings } from './test-surroundings.js';

const shippedDir = fileURLToPath(new URL('../..', import.meta.url));
const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

let dir: string;
let incoming: string;
let workspace: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-watch-real-'));
  incoming = join(dir, 'incoming');
  workspace = join(dir, 'workspace');
  await mkdir(incoming);
});
afterEach(() => rm(dir, { recursive: true }));

/** A day of events whose last session goes on in the next day's file; its last row is no event. */
function dayText(day: number): string {
  const rows = Array.from({ length: 60 }, (_, at) => {
    const type = ['view', 'cart', 'purchase'][(at + day) % 3] ?? '';
    const time = `2019-10-0${day} ${String(Math.floor(at * 0.4)).padStart(2, '0')}:${String(at).padStart(2, '0')}:00 UTC`;
    const session = at > 50 ? `night-${day}` : at < 5 ? `night-${day - 1}` : `s-${day}-${at % 7}`;
    return `${time},${type},${at % 11},5,shoes.red,${at % 2 === 0 ? 'acme' : 'other'},${at}.50,${at % 7},${session}`;
  });
  return `${[header, ...rows, 'no event at all'].join('\n')}\n`;
}

async function writeDay(day: number): Promise<string> {
  const path = join(dir, `2019-10-0${day}.csv`);
  await writeFile(path, dayText(day));
  return path;
}

/** Files come into the folder complete. */
const bringDay = async (day: number) => copyFile(await writeDay(day), join(incoming, `2019-10-0${day}.csv`));

/** Watches `incoming` with a real engine; `wrap` may stand before its calls. */
function watch(wrap: (call: CallEngine) => CallEngine = (call) => call) {
  const fake = fakeSurroundings();
  const openEngine = async (): Promise<Engine> => {
    const engine = await createEngine({ workspaceDir: workspace, shippedDir, version: '0', host: 'cli' });
    return { ...engine, call: wrap(engine.call) };
  };
  const ended = runProgram(
    ['load', incoming, '--dataset', 'Watched', '--append', '--watch', '--interval', '0.05', '--json'],
    { ...fake.surroundings, openEngine },
  );
  const lines = () => fake.stdout().split('\n').slice(0, -1);
  return {
    ...fake,
    ended,
    documents: () => lines().map((line) => JSON.parse(line) as Record<string, unknown>),
    untilLines: (count: number) =>
      expect.poll(() => lines().length, { timeout: 100_000, interval: 20 }).toBeGreaterThanOrEqual(count),
  };
}

async function withEngine<T>(work: (call: CallEngine) => Promise<T>): Promise<T> {
  const engine = await createEngine({ workspaceDir: workspace, shippedDir, version: '0', host: 'cli' });
  try {
    return await work(engine.call);
  } finally {
    await engine.close();
  }
}

const valuesOf = (columns: readonly Column[]) => columns.map(({ name, values }) => [name, Array.from<unknown>(values)]);

async function readReports(call: CallEngine, dataset: string): Promise<unknown> {
  const answers = [];
  for (const { id } of await call('reports.list', {})) {
    const { summary, table } = await call('reports.run', { report: id, dataset });
    answers.push([id, summary, valuesOf(table.columns)]);
  }
  return answers;
}

const countsOf = ({ rows, rowsRead, rowsRejected, duplicates, from, to }: DatasetInfo) => ({
  rows,
  rowsRead,
  rowsRejected,
  duplicates,
  from,
  to,
});

it('appends the days as they come, skips a copy, and equals a load of all at once', async () => {
  await bringDay(1);
  const run = watch();
  await run.untilLines(1);
  await bringDay(3);
  await run.untilLines(2);
  await bringDay(2);
  await run.untilLines(3);
  await copyFile(join(incoming, '2019-10-02.csv'), join(incoming, 'copy.csv'));
  await run.untilLines(4);
  run.controller.abort();
  expect(await run.ended).toBe(0);

  const loaded = { rowsRead: 61, rowsLoaded: 60, rowsRejected: 1, skipped: [] };
  expect(run.documents()).toMatchObject([
    { file: '2019-10-01.csv', ...loaded },
    { file: '2019-10-03.csv', ...loaded },
    { file: '2019-10-02.csv', ...loaded },
    { file: 'copy.csv', rowsRead: 0, rowsLoaded: 0, skipped: [{ reason: expect.any(String) as string }] },
  ]);
  await withEngine(async (call) => {
    const paths = [1, 2, 3].map((day) => join(dir, `2019-10-0${day}.csv`));
    await call('datasets.load', { dataset: 'AtOnce', paths });
    expect(countsOf(await call('datasets.get', { dataset: 'Watched' }))).toEqual(
      countsOf(await call('datasets.get', { dataset: 'AtOnce' })),
    );
    expect(await readReports(call, 'Watched')).toEqual(await readReports(call, 'AtOnce'));
  });
});

it('leaves the dataset as it was when the signal cuts an append off, and goes on from there', async () => {
  await bringDay(1);
  let loads = 0;
  const cutOff = watch(
    (call) =>
      ((name, params, options) => {
        const isSecond = name === 'datasets.load' && ++loads === 2;
        return call(name, params, isSecond ? { ...options, onProgress: () => cutOff.controller.abort() } : options);
      }) as CallEngine,
  );
  await cutOff.untilLines(1);
  await bringDay(2);
  expect(await cutOff.ended).toBe(130);
  expect(cutOff.documents()).toHaveLength(1);
  await withEngine(async (call) =>
    expect(await call('datasets.get', { dataset: 'Watched' })).toMatchObject({ rows: 60 }),
  );

  const again = watch();
  await again.untilLines(2);
  again.controller.abort();
  expect(await again.ended).toBe(0);
  expect(again.documents()).toMatchObject([{ rowsLoaded: 0 }, { file: '2019-10-02.csv', rowsLoaded: 60 }]);
  await withEngine(async (call) =>
    expect(await call('datasets.get', { dataset: 'Watched' })).toMatchObject({ rows: 120 }),
  );
});

/** Rows of the dataset after a watch of `incoming` that prints `count` lines. */
async function watchAgain(count: number) {
  const run = watch();
  await run.untilLines(count);
  run.controller.abort();
  expect(await run.ended).toBe(0);
  const { rows } = await withEngine((call) => call('datasets.get', { dataset: 'Watched' }));
  return { documents: run.documents(), rows };
}

it('refuses a file that has grown since it was loaded, by whichever watch, and takes the same rows under a new name', async () => {
  await bringDay(1);
  expect((await watchAgain(1)).rows).toBe(60);

  const more = '2019-10-01 23:59:00 UTC,view,1,5,shoes.red,acme,1.50,1,late\n';
  await appendFile(join(incoming, '2019-10-01.csv'), more);
  const refused = {
    file: '2019-10-01.csv',
    error: {
      code: 'mismatch',
      message: '“2019-10-01.csv” is in the dataset with other content (61 rows): its rows could count twice.',
      wayOut: 'Give the new rows a file of their own, or load into a new dataset.',
    },
  };
  expect(await watchAgain(1)).toEqual({ documents: [refused], rows: 60 });

  await writeFile(join(incoming, '2019-10-01-late.csv'), `${header}\n${more}`);
  const { documents, rows } = await watchAgain(2);
  expect(documents).toMatchObject([{ file: '2019-10-01-late.csv', rowsLoaded: 1 }, refused]);
  expect(rows).toBe(61);
});

it('refuses a file of the same length with other content, and one that was away in between', async () => {
  await bringDay(1);
  const run = watch();
  await run.untilLines(1);
  await rm(join(incoming, '2019-10-01.csv'));
  const isGone = () => new Promise((resolve) => setTimeout(resolve, 300));
  await isGone();
  await writeFile(join(incoming, '2019-10-01.csv'), dayText(1).replace('acme', 'emca'));
  await run.untilLines(2);
  run.controller.abort();
  expect(await run.ended).toBe(0);
  expect(run.documents()[1]).toMatchObject({ file: '2019-10-01.csv', error: { code: 'mismatch' } });
});

it('skips a file that was packed anew: its content is the same', async () => {
  const bring = (level: number) => writeFile(join(incoming, 'day.csv.gz'), gzipSync(dayText(1), { level }));
  await bring(1);
  expect((await watchAgain(1)).rows).toBe(60);
  await bring(9);
  const { documents, rows } = await watchAgain(1);
  expect(documents).toMatchObject([{ file: 'day.csv.gz', rowsLoaded: 0, skipped: [{ file: 'day.csv.gz' }] }]);
  expect(rows).toBe(60);
});

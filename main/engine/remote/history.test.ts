import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QueryHistory, type StoredRecord } from './history.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'vitrine-history-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const journal = () => join(folder, 'remote', 'history.ndjson');

function record(id: string, changes: Partial<StoredRecord> = {}): Omit<StoredRecord, 'owner'> {
  return {
    id,
    connection: 'lake',
    kind: 'athena',
    queryId: null,
    purpose: 'unique-visitors',
    dataset: 'October',
    sql: 'SELECT 1',
    values: ['UTC', 1],
    startedAt: new Date().toISOString(),
    endedAt: null,
    state: 'queued',
    bytesScanned: null,
    costUsd: null,
    reused: false,
    rows: null,
    error: null,
    estimatedBytes: null,
    ...changes,
  };
}

const page = { offset: 0, limit: 100 };

test('records are listed newest first, with totals of all that match', async () => {
  const history = new QueryHistory(folder);
  for (let at = 0; at < 5; at++) {
    await history.begin(record(`q${at}`, { purpose: at === 3 ? 'top-categories' : 'unique-visitors' }));
    await history.end(`q${at}`, { state: 'succeeded', bytesScanned: 10 ** at, costUsd: at, queryId: `engine-${at}` });
  }
  await history.begin(record('open', { connection: 'other', sql: 'SELECT brand FROM events' }));
  const all = await history.list({ ...page, offset: 1, limit: 2 });
  expect(all).toMatchObject({ total: 6, bytesScanned: 11_111, costUsd: 10, running: 1 });
  expect(all.records.map(({ id }) => id)).toEqual(['q4', 'q3']);
  expect(all.records[0]).toEqual({
    ...Object.fromEntries(Object.entries(record('q4')).filter(([name]) => name !== 'estimatedBytes')),
    startedAt: all.records[0]?.startedAt,
    queryId: 'engine-4',
    state: 'succeeded',
    bytesScanned: 10_000,
    costUsd: 4,
  });
  const ids = async (search: string) => (await history.list({ ...page, search })).records.map(({ id }) => id);
  expect(await ids('TOP-cat')).toEqual(['q3']);
  expect(await ids('engine-2')).toEqual(['q2']);
  expect(await ids('BRAND from')).toEqual(['open']);
  expect(await ids('october')).toHaveLength(6);
  expect(await ids('november')).toEqual([]);
  expect((await history.list({ ...page, connection: 'other' })).total).toBe(1);
});

test('another process reads the same; a text that many queries have stands once; others may not read it', async () => {
  const history = new QueryHistory(folder);
  const sql = `SELECT '${'x'.repeat(10_000)}'`;
  for (let at = 0; at < 20; at++) {
    await history.begin(record(`q${at}`, { sql }));
    await history.end(`q${at}`, { state: 'failed', error: 'no' });
  }
  expect((await stat(journal())).size).toBeLessThan(30_000);
  expect((await stat(journal())).mode & 0o077).toBe(0);
  const other = new QueryHistory(folder);
  const { records } = await other.list(page);
  expect(records).toHaveLength(20);
  expect(records.every((one) => one.sql === sql && one.error === 'no')).toBe(true);
});

test('only the newest are kept', async () => {
  const history = new QueryHistory(folder, 20);
  for (let at = 0; at < 50; at++) {
    await history.begin(record(`q${at}`, { sql: `SELECT ${at}` }));
    await history.end(`q${at}`, { state: 'succeeded', bytesScanned: 1 });
  }
  const shown = await history.list(page);
  expect(shown.total).toBe(20);
  expect(shown.records[0]).toMatchObject({ id: 'q49', sql: 'SELECT 49', bytesScanned: 1 });
  expect((await readFile(journal(), 'utf8')).split('\n').length).toBeLessThan(3 * 25);
});

test('today is the local day of this connection; what runs takes its place under the cap', async () => {
  const history = new QueryHistory(folder);
  const now = new Date(2026, 2, 10, 12);
  const begin = (id: string, startedAt: Date, changes: Partial<StoredRecord>) =>
    history.begin(record(id, { startedAt: startedAt.toISOString(), ...changes }));
  await begin('late yesterday', new Date(2026, 2, 9, 23, 59), { bytesScanned: 1 });
  await begin('early', new Date(2026, 2, 10, 0, 0), { bytesScanned: 20 });
  await begin('of another', new Date(2026, 2, 10, 1), { bytesScanned: 300, connection: 'other' });
  await begin('running', new Date(2026, 2, 10, 2), { bytesScanned: 4000, estimatedBytes: 10_000, state: 'running' });
  await history.end('early', { state: 'succeeded' });
  expect(await history.usedToday('lake', now)).toEqual({ scanned: 4020, pending: 6000 });
  await history.end('running', { state: 'succeeded', bytesScanned: 5000 });
  expect(await history.usedToday('lake', now)).toEqual({ scanned: 5020, pending: 0 });
});

test('what a dead process left running is lost, and shown as failed', async () => {
  const history = new QueryHistory(folder);
  await history.begin(record('kept', { state: 'running' }));
  await history.begin(record('let go', { state: 'running' }));
  await history.end('let go', { state: 'running', error: 'The connection broke.' });
  const dead = spawnSync('true').pid;
  const other = record('dead', { state: 'running', queryId: 'engine-1' });
  const { sql, ...rest } = other;
  const lines = [
    { text: 't', sql },
    { ...rest, text: 't', owner: `${dead}-0` },
    { ...rest, id: 'alive', text: 't', owner: `${process.ppid}-0` },
  ];
  await writeFile(
    journal(),
    `${await readFile(journal(), 'utf8')}${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  );
  expect((await history.lost('lake')).map(({ id }) => id)).toEqual(['let go', 'dead']);
  expect(await history.lost('other')).toEqual([]);
  const { records, running } = await history.list(page);
  expect(running).toBe(2);
  expect(Object.fromEntries(records.map(({ id, state }) => [id, state]))).toEqual({
    kept: 'running',
    alive: 'running',
    'let go': 'failed',
    dead: 'failed',
  });
  expect(records.find(({ id }) => id === 'let go')?.error).toBe('The connection broke.');
  const anew = new QueryHistory(folder);
  expect((await anew.lost()).map(({ id }) => id)).toContain('kept');
});

test('a line that was cut off, and changes of what is no longer kept, are passed over', async () => {
  const history = new QueryHistory(folder);
  await history.begin(record('whole'));
  await history.change('gone', { state: 'succeeded' });
  await writeFile(journal(), `${await readFile(journal(), 'utf8')}{"id":"who`);
  await history.begin(record('next'));
  expect((await history.list(page)).records.map(({ id }) => id)).toEqual(['next', 'whole']);
});

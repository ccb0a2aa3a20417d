/** Datasets are there whole or not at all, whoever else works in the workspace. */
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database, type Connection } from '../database.js';
import { kaggleLayout } from '../ingest/kaggle-layout.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import type { NewDatasetInfo } from './dataset-file.js';
import { openDatasetStore } from './dataset-store.js';

let test: TestWorkspace;
beforeEach(async () => {
  test = await openTestWorkspace();
});
afterEach(() => test.close());

const info: NewDatasetInfo = {
  rows: 3,
  rowsRead: 3,
  rowsRejected: 0,
  duplicates: 0,
  duplicatesDropped: false,
  from: null,
  to: null,
  files: [],
  rowsIgnored: 0,
  layout: kaggleLayout,
  absentFields: [],
  sessionGapMinutes: null,
  loadedAt: '2026-01-01T00:00:00.000Z',
  loadSeconds: 1,
};

/** A dataset with a table, a view on it, and an ENUM. */
function create(name: string, value = name): Promise<unknown> {
  return test.store.create(name, {}, async (draft) => {
    await draft.connect(async (connection) => {
      await connection.run(`CREATE TYPE word AS ENUM ('${value}', 'other')`);
      await connection.run(`CREATE TABLE stored (word word); INSERT INTO stored VALUES ('${value}')`);
      await connection.run('CREATE VIEW words AS SELECT CAST(word AS VARCHAR) AS word FROM stored');
    });
    await draft.writeDocument('facets', { of: name });
    return info;
  });
}

const read = (connection: Connection) => connection.rows('SELECT word FROM words');
const hidden = async () => (await readdir(test.workspace.datasetsDir)).filter((name) => name.startsWith('.'));

describe('a dataset', () => {
  it('is found by its name in any case, with its size and documents', async () => {
    await create('October 2019');
    const found = await test.store.get('OCTOBER 2019');
    expect(found).toMatchObject({ ...info, name: 'October 2019' });
    expect(found.sizeBytes).toBeGreaterThan(1000);
    expect(await test.store.withDataset('october 2019', {}, read)).toEqual([{ word: 'October 2019' }]);
    expect(await test.store.readDocument('October 2019', 'facets')).toEqual({ of: 'October 2019' });
    await expect(test.store.readDocument('October 2019', 'nothing')).rejects.toMatchObject({ code: 'bad_input' });
  });

  it('serves many jobs at once, and names that SQL would stumble over', async () => {
    await create(`a.b-c 'd" `.replace(/['" ]/g, '_'));
    const jobs = Array.from({ length: 8 }, () => test.store.withDataset('a.b-c__d__', {}, read));
    expect(await Promise.all(jobs)).toHaveLength(8);
  });

  it('cannot be written to', async () => {
    await create('fixed');
    const job = test.store.withDataset('fixed', {}, (connection) => connection.run('DELETE FROM stored'));
    await expect(job).rejects.toThrow('read-only');
  });

  it('that is not there says so, with a way out', async () => {
    const error = { code: 'not_found', details: { wayOut: expect.any(String) as string } };
    await expect(test.store.get('nothing')).rejects.toMatchObject(error);
    await expect(test.store.remove('nothing')).rejects.toMatchObject({ code: 'not_found' });
    await expect(test.store.withDataset('nothing', {}, read)).rejects.toMatchObject(error);
  });

  it('cannot bear a name that Windows keeps for itself', async () => {
    await expect(create('con')).rejects.toMatchObject({ code: 'bad_params' });
    await expect(create('Nul.csv')).rejects.toMatchObject({ code: 'bad_params' });
  });
});

describe('making a dataset', () => {
  it('fails without a trace when its work fails or is cancelled', async () => {
    const failing = test.store.create('x', {}, async (draft) => {
      await draft.connect((connection) => connection.run('CREATE TABLE t AS SELECT * FROM range(1000)'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const controller = new AbortController();
    const endless = test.store.create('x', { signal: controller.signal }, async (draft) => {
      setTimeout(() => controller.abort(), 20);
      await draft.connect((connection) =>
        connection.run('CREATE TABLE t AS SELECT sum(a.range + b.range) FROM range(1000000) a, range(1000000) b'),
      );
      return info;
    });
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(test.workspace.datasetsDir)).toEqual([]);
  });

  it('does not overwrite one that came to be meanwhile', async () => {
    const late = test.store.create('Name', {}, async () => {
      await create('name');
      return info;
    });
    await expect(late).rejects.toMatchObject({ code: 'already_exists' });
    expect(await readdir(test.workspace.datasetsDir)).toEqual(['name']);
  });
});

describe('changing a dataset', () => {
  const add = (name: string, word: string) =>
    test.store.change(name, {}, async (draft, before) => {
      await draft.connect((connection) => connection.run(`INSERT INTO stored VALUES ('${word}')`));
      return { ...before, rows: before.rows + 1 };
    });
  /** What was replaced goes once its readers are done. */
  const versions = async (name: string) =>
    (await readdir(join(test.workspace.datasetsDir, name))).filter((entry) => entry.startsWith('.version'));
  const lockElsewhere = `
    const { DuckDBInstance } = require('@duckdb/node-api');
    DuckDBInstance.create(process.argv[1] + '/writing.lock').then(() => console.log('locked'), (error) => console.log(error.message));
  `;

  it('replaces it at once, and readers keep what they have until they are done', async () => {
    await create('grow');
    let answer = (): void => undefined;
    const reading = test.store.withDataset('grow', {}, async (connection) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return read(connection);
    });
    expect((await add('GROW', 'other')).rows).toBe(4);
    expect(await test.store.withDataset('grow', {}, read)).toEqual([{ word: 'grow' }, { word: 'other' }]);
    answer();
    expect(await reading).toEqual([{ word: 'grow' }]);
    await test.store.close();
    expect(await versions('grow')).toHaveLength(1);
  });

  it('leaves it as it was when the work fails, is cancelled, or changes nothing', async () => {
    await create('same');
    const before = await versions('same');
    const failing = test.store.change('same', {}, async (draft) => {
      await draft.connect((connection) => connection.run('DELETE FROM stored'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const controller = new AbortController();
    const cancelled = test.store.change('same', { signal: controller.signal }, async (draft, found) => {
      await draft.connect((connection) => connection.run('DELETE FROM stored'));
      controller.abort();
      return found;
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await test.store.change('same', {}, async () => null);
    expect(await versions('same')).toEqual(before);
    expect(await test.store.withDataset('same', {}, read)).toEqual([{ word: 'same' }]);
  });

  it('keeps it from being removed meanwhile', async () => {
    await create('kept');
    await test.store.change('kept', {}, async (draft, found) => {
      await draft.connect((connection) => connection.run(`INSERT INTO stored VALUES ('other')`));
      await expect(test.store.remove('kept')).rejects.toMatchObject({ code: 'in_use' });
      return found;
    });
    expect(await test.store.withDataset('kept', {}, read)).toHaveLength(2);
    await test.store.remove('kept');
    expect(await readdir(test.workspace.datasetsDir)).toEqual([]);
  });

  it('is for one at a time, here and in other processes', async () => {
    await create('busy');
    await test.store.change('busy', {}, async (_, found) => {
      await expect(add('busy', 'other')).rejects.toMatchObject({ code: 'in_use' });
      const elsewhere = spawnSync(process.execPath, ['-e', lockElsewhere, join(test.workspace.datasetsDir, 'busy')], {
        encoding: 'utf8',
        cwd: join(import.meta.dirname, '../../..'),
      });
      expect(elsewhere.stdout).toContain('Could not set lock');
      return found;
    });
    await add('busy', 'other');
    await expect.poll(() => versions('busy')).toHaveLength(1);
  });
});

describe('removing a dataset', () => {
  it('ends the jobs on it and lets its name be used again', async () => {
    await create('old', 'first');
    expect(await test.store.withDataset('old', {}, read)).toEqual([{ word: 'first' }]);
    let ended: Promise<void> = Promise.resolve();
    await new Promise<void>((begin) => {
      const job = test.store.withDataset('old', {}, (connection) => {
        const sum = connection.number('SELECT sum(a.range + b.range) FROM range(1000000) a, range(1000000) b');
        begin();
        return sum;
      });
      ended = expect(job).rejects.toMatchObject({ code: 'cancelled' });
    });
    await test.store.remove('OLD');
    await ended;
    expect(await readdir(test.workspace.datasetsDir)).toEqual([]);
    await create('old', 'second');
    expect(await test.store.withDataset('old', {}, read)).toEqual([{ word: 'second' }]);
  });

  it('works for one that cannot be opened', async () => {
    await mkdir(join(test.workspace.datasetsDir, 'broken'));
    await test.store.remove('broken');
    expect(await hidden()).toEqual([]);
    expect(await test.store.list()).toEqual([]);
  });
});

describe('another process', () => {
  it('may put a new dataset in the place of one that is open here', async () => {
    const config = { prelude: '', tempDirectory: test.folder, memoryLimitBytes: 2 ** 28, threads: 1 };
    const database = await Database.open(config);
    const other = openDatasetStore(test.workspace.datasetsDir, database);
    await create('shared', 'old');
    expect(await test.store.withDataset('shared', {}, read)).toEqual([{ word: 'old' }]);
    await other.remove('shared');
    await expect(test.store.withDataset('shared', {}, read)).rejects.toMatchObject({ code: 'not_found' });
    await other.create('shared', {}, async (draft) => {
      await draft.connect((connection) => connection.run(`CREATE TABLE words AS SELECT 'new' AS word`));
      return info;
    });
    expect(await test.store.withDataset('shared', {}, read)).toEqual([{ word: 'new' }]);
    await other.close();
    database.close();
  });
});

describe('the list', () => {
  it('names datasets that cannot be used, and why', async () => {
    await create('b');
    await create('A');
    const { datasetsDir } = test.workspace;
    for (const name of ['newer', 'damaged', 'empty', 'cut'])
      await cp(join(datasetsDir, 'b'), join(datasetsDir, name), { recursive: true });
    const text = await readFile(join(datasetsDir, 'b', 'dataset.json'), 'utf8');
    await writeFile(join(datasetsDir, 'newer', 'dataset.json'), text.replace('"version": 3', '"version": 4'));
    await writeFile(join(datasetsDir, 'damaged', 'dataset.json'), text.slice(0, 40));
    await rm(join(datasetsDir, 'empty', 'dataset.json'));
    const { id } = JSON.parse(text) as { id: string };
    await writeFile(join(datasetsDir, 'cut', id, 'events.duckdb'), 'not a database');

    const entries = await test.store.list();
    expect(entries.map(({ name, error }) => [name, error?.code ?? null])).toEqual([
      ['A', null],
      ['b', null],
      ['cut', null],
      ['damaged', 'bad_input'],
      ['empty', 'not_found'],
      ['newer', 'wrong_version'],
    ]);
    for (const { error } of entries) if (error) expect(error.details.wayOut).toBeTruthy();
    await expect(test.store.withDataset('newer', {}, read)).rejects.toMatchObject({ code: 'wrong_version' });
    await expect(test.store.withDataset('cut', {}, read)).rejects.toMatchObject({
      code: 'bad_input',
      details: { wayOut: expect.stringContaining('load its files again') as string },
    });
  });
});

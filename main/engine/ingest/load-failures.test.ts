/** Loads that end before they are done: nothing of them may stay. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { fields } from './layout.js';

let test: TestWorkspace;
beforeAll(async () => {
  test = await openTestWorkspace();
});
afterAll(() => test.close());

const header = fields.join(',');
const first = '2019-10-01 00:00:00 UTC,view,1001,2053013555631882655,electronics.smartphone,samsung,489.07,512,aaaa-1';
const good = `${header}\n${first}\n${first.replace('view', 'purchase')}\n`;

describe('what cannot be loaded', () => {
  async function fail(content: string | Buffer, file = 'wrong.csv'): Promise<string> {
    const path = await test.write(file, content);
    const error = await test.load({ dataset: 'wrong', paths: [path] }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'bad_input', details: { wayOut: expect.any(String) as string } });
    return (error as Error).message;
  }

  it('is named', async () => {
    expect(await fail('')).toContain('The file is empty');
    expect(await fail('\n\n')).toContain('no rows');
    expect(await fail(`${header}\n`)).toContain('no rows');
    expect(await fail('a,b\n1,2\n')).toContain('no column named “event_time”');
    expect(await fail(good.replace('user_id', 'client'))).toContain('its columns are not known');
    expect(await fail(good.replace('user_id', 'price'))).toContain('no column named “user_id”');
    expect(await fail(good.replace(header, `${header},price`))).toContain('more than one column named “price”');
    expect(await fail(first.replace(',view', ''))).toContain('no header and 8 columns');
    expect(await fail(Buffer.from([0x89, 0x50, 0, 0, 0, 0]))).toContain('not text');
    expect(await fail('PAR1 and nothing else')).toContain('cannot be loaded');
    expect(await fail(gzipSync(good).subarray(0, 60))).toContain('cut off');
    await expect(test.load({ dataset: 'wrong', paths: [join(test.folder, 'nowhere.csv')] })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('leaves nothing behind', async () => {
    const names = await readdir(test.workspace.datasetsDir);
    expect(names.filter((name) => name.startsWith('.') || name === 'wrong')).toEqual([]);
    expect(await readdir(test.workspace.temporaryDir)).toEqual([]);
  });

  it('for want of space says how much is needed and free', async () => {
    const paths = [await test.write('good.csv', good)];
    const load = test.load({ dataset: 'full', paths }, {}, { measureFreeBytes: async () => 17 });
    await expect(load).rejects.toMatchObject({
      code: 'no_space',
      message: expect.stringContaining('17 bytes') as string,
    });
  });
});

describe('a load', () => {
  it('tells its phases in order and ends with the summary', async () => {
    const seen: Progress[] = [];
    const paths = [await test.write('good.csv', good)];
    await test.load({ dataset: 'told', paths }, { onProgress: (progress) => seen.push(progress) });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual([
      'Checking the files',
      'Loading',
      'Putting in order',
      'Looking for duplicates',
      'Preparing the reports',
      'Checking the quality',
    ]);
  });

  it('that is cancelled in any phase leaves nothing behind', async () => {
    const paths = [await test.write('gzipped.csv.gz', gzipSync(good))];
    const phases = ['Checking the files', 'Loading', 'Looking for duplicates', 'Checking the quality'];
    for (const phase of phases) {
      const controller = new AbortController();
      const onProgress = (progress: Progress) => progress.phase === phase && controller.abort();
      const load = test.load({ dataset: 'stopped', paths }, { signal: controller.signal, onProgress });
      await expect(load, phase).rejects.toMatchObject({ code: 'cancelled' });
    }
    await expect(test.store.get('stopped')).rejects.toMatchObject({ code: 'not_found' });
    expect((await readdir(test.workspace.datasetsDir)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await readdir(test.workspace.temporaryDir)).toEqual([]);
  });

  it('that fails while the models are built leaves nothing behind', async () => {
    const paths = [await test.write('good.csv', good)];
    const load = test.load(
      { dataset: 'broken models', paths },
      {},
      { buildModels: (connection) => connection.run('CREATE TABLE x AS SELECT * FROM nowhere') },
    );
    await expect(load).rejects.toMatchObject({ code: 'query_failed' });
    await expect(test.store.get('broken models')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('into a name that is there is refused', async () => {
    const paths = [await test.write('good.csv', good)];
    await test.load({ dataset: 'Taken', paths });
    await expect(test.load({ dataset: 'taken', paths })).rejects.toMatchObject({
      code: 'already_exists',
      message: expect.stringContaining('“Taken”') as string,
    });
  });

  it('beside another into the same name: one is kept, one is refused, whole', async () => {
    const paths = [await test.write('good.csv', good)];
    const loads = [1, 2, 3].map((number) =>
      test.load(
        { dataset: 'raced', paths },
        {},
        { buildModels: (c) => c.run(`CREATE TABLE by_${number} (x INTEGER)`) },
      ),
    );
    const outcomes = await Promise.allSettled(loads);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'already_exists' });
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled') + 1;
    expect(await test.rows('raced', `SELECT count(*) AS n FROM by_${winner}`)).toEqual([{ n: '0' }]);
    expect((await readdir(test.workspace.datasetsDir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError, type CallParams, type LoadSummary } from '../../preload/contract.js';
import { runProgram } from './run-program.js';
import { fakeSurroundings, type Answers } from './test-surroundings.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-watch-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const intervalMs = 40;
const severalLooks = intervalMs * 8;

const summary: LoadSummary = {
  dataset: 'Shop',
  rowsRead: 12_347,
  rowsLoaded: 12_345,
  rowsRejected: 2,
  duplicates: 0,
  duplicatesDropped: false,
  seconds: 0.3,
  bytes: 1000,
  rowsIgnored: 0,
  skipped: [],
};

const nameOf = ({ paths }: CallParams<'datasets.load'>) => basename(paths[0] ?? '');

/** Starts `load DIR --append --watch`; `end` sends the signal and waits. */
function watch(load: Answers['datasets.load'] = () => summary, ...options: readonly string[]) {
  const fake = fakeSurroundings({
    'datasets.load': load,
    'datasets.get': () => {
      throw new EngineError('not_found', 'There is no dataset of that name.');
    },
  });
  const loads = () => fake.calls.filter(({ name }) => name === 'datasets.load');
  const ended = runProgram(
    ['load', dir, '--dataset', 'Shop', '--append', '--watch', '--interval', String(intervalMs / 1000), ...options],
    fake.surroundings,
  );
  return {
    ...fake,
    get calls() {
      return loads();
    },
    ended,
    loaded: () => loads().map(({ params }) => nameOf(params as CallParams<'datasets.load'>)),
    lines: () => fake.stdout().split('\n').slice(0, -1),
    until: (isSo: () => boolean) => expect.poll(isSo, { timeout: 60_000, interval: 10 }).toBe(true),
    end: () => {
      fake.controller.abort();
      return ended;
    },
  };
}

const write = (name: string, text = 'x') => writeFile(join(dir, name), text);

describe('watching a folder', () => {
  it('appends what is there by name, then what comes, with one engine and one line each', async () => {
    await write('2019-10-02.csv');
    await write('2019-10-01.csv.gz');
    const run = watch();
    await run.until(() => run.lines().length === 2);
    await write('2019-10-03.ndjson');
    await run.until(() => run.lines().length === 3);
    expect(await run.end()).toBe(0);
    expect(run.lines()).toEqual([
      '2019-10-01.csv.gz: 12,345 rows loaded, 2 rejected, 0.3 s',
      '2019-10-02.csv: 12,345 rows loaded, 2 rejected, 0.3 s',
      '2019-10-03.ndjson: 12,345 rows loaded, 2 rejected, 0.3 s',
    ]);
    expect(run.calls[0]).toEqual({
      name: 'datasets.load',
      params: { dataset: 'Shop', paths: [join(dir, '2019-10-01.csv.gz')], append: true },
    });
    expect([run.opened.length, run.closed()]).toEqual([1, 1]);
    expect(run.stderr()).toContain(`Watching ${dir} for new files`);
  });

  it('ends with 0 in a folder that stays empty', async () => {
    const run = watch();
    await run.until(() => run.stderr() !== '');
    expect(await run.end()).toBe(0);
    expect([run.stdout(), run.calls, run.closed()]).toEqual(['', [], 1]);
  });

  it('passes over empty files, folders, hidden, temporary and foreign names, until they are renamed', async () => {
    for (const name of ['.a.csv', 'b.csv.part', 'c.csv.tmp', 'd.csv.crdownload', 'notes.txt']) await write(name);
    await write('empty.csv', '');
    await mkdir(join(dir, 'folder.csv'));
    const run = watch();
    await sleep(severalLooks);
    expect(run.calls).toEqual([]);
    await rename(join(dir, 'b.csv.part'), join(dir, 'b.csv'));
    await write('empty.csv', 'no more');
    await run.until(() => run.lines().length === 2);
    await run.end();
    expect([...run.loaded()].sort()).toEqual(['b.csv', 'empty.csv']);
  });

  it('names a file that fails once, goes on, and tries it again when it changes', async () => {
    let isBad = true;
    const run = watch((params) => {
      if (nameOf(params) === 'a.csv' && isBad)
        throw new EngineError('bad_input', 'It is\nno CSV.', { wayOut: 'Mend it.' });
      return summary;
    });
    await write('a.csv');
    await write('b.csv');
    await run.until(() => run.lines().length === 2);
    await sleep(severalLooks);
    expect([...run.lines()].sort()).toEqual([
      'a.csv: failed: It is no CSV. Mend it.',
      'b.csv: 12,345 rows loaded, 2 rejected, 0.3 s',
    ]);
    isBad = false;
    await appendFile(join(dir, 'a.csv'), 'mended');
    await run.until(() => run.lines().length === 3);
    expect(await run.end()).toBe(0);
    expect(run.lines()[2]).toBe('a.csv: 12,345 rows loaded, 2 rejected, 0.3 s');
  });

  it.each(['in_use', 'no_space', 'already_exists'] as const)(
    'names a file that met “%s” once, and tries it again as it is until it is loaded',
    async (errorCode) => {
      let tries = 0;
      const run = watch(() => {
        if (++tries <= 3) throw new EngineError(errorCode, 'Not now.', { wayOut: 'Wait.' });
        return summary;
      });
      await write('a.csv');
      await run.until(() => run.lines().length === 2);
      await sleep(severalLooks);
      expect(await run.end()).toBe(0);
      expect(run.lines()).toEqual([
        'a.csv: failed: Not now. Wait. It is tried again.',
        'a.csv: 12,345 rows loaded, 2 rejected, 0.3 s',
      ]);
      expect(run.calls).toHaveLength(4);
    },
  );

  it('does not load a file twice that changes after it was loaded, and says so once', async () => {
    await write('a.csv');
    const run = watch();
    await run.until(() => run.lines().length === 1);
    await appendFile(join(dir, 'a.csv'), 'more');
    await run.until(() => run.lines().length === 2);
    await appendFile(join(dir, 'a.csv'), 'and more');
    await sleep(severalLooks);
    await run.end();
    expect(run.calls).toHaveLength(1);
    expect(run.lines()[1]).toContain('a.csv: failed: “a.csv” has changed after it was loaded');
    expect(run.lines()).toHaveLength(2);
  });

  it('names what was skipped, ignored and dropped', async () => {
    const reason = 'its content is in the dataset';
    await write('again.csv');
    await write('new.csv');
    const run = watch((params) =>
      nameOf(params) === 'again.csv'
        ? { ...summary, rowsRead: 0, rowsLoaded: 0, rowsRejected: 0, skipped: [{ file: 'again.csv', reason }] }
        : { ...summary, rowsLoaded: 1, rowsIgnored: 5, duplicates: 3, duplicatesDropped: true },
    );
    await run.until(() => run.lines().length === 2);
    await run.end();
    expect(run.lines()).toEqual([
      `again.csv: skipped: ${reason}`,
      'new.csv: 1 row loaded, 2 rejected, 5 ignored, 3 duplicates dropped, 0.3 s',
    ]);
  });

  it('gives one JSON document a line with --json', async () => {
    await write('a.csv');
    await write('b.csv');
    const run = watch((params) => {
      if (nameOf(params) === 'b.csv') throw new EngineError('bad_input', 'No CSV.', { wayOut: 'Mend it.' });
      return summary;
    }, '--json');
    await run.until(() => run.lines().length === 2);
    await run.end();
    expect(run.lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      { file: 'a.csv', ...summary },
      { file: 'b.csv', error: { code: 'bad_input', message: 'No CSV.', wayOut: 'Mend it.' } },
    ]);
  });

  it('goes on when the folder is away for a while', async () => {
    const run = watch();
    await run.until(() => run.stderr() !== '');
    await rename(dir, `${dir}-away`);
    await run.until(() => run.stderr().includes('It is looked at again.'));
    await sleep(severalLooks);
    await rename(`${dir}-away`, dir);
    await write('a.csv');
    await run.until(() => run.lines().length === 1);
    expect(await run.end()).toBe(0);
    expect(run.stderr().split('It is looked at again.')).toHaveLength(2);
  });

  it('leaves out the layout that lies in the folder', async () => {
    const layout = {
      name: 'Loja',
      columns: { event_time: 'a', event_type: 'b', product_id: 'c', user_id: 'd' },
      words: { compra: 'purchase' },
    };
    await write('layout.json', JSON.stringify(layout));
    await write('a.csv');
    const run = watch(() => summary, '--layout', join(dir, 'layout.json'));
    await run.until(() => run.lines().length === 1);
    await sleep(severalLooks);
    await run.end();
    expect(run.loaded()).toEqual(['a.csv']);
    expect(run.calls[0]?.params).toMatchObject({ layout });
  });
});

describe('how watching ends', () => {
  it('with 130 when the signal cuts an append off; no line is printed for it', async () => {
    await write('a.csv');
    await write('b.csv');
    const run = watch(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new EngineError('cancelled', 'Cancelled.')));
        }),
    );
    await run.until(() => run.calls.length === 1);
    expect(await run.end()).toBe(130);
    expect([run.stdout(), run.loaded(), run.closed()]).toEqual(['', ['a.csv'], 1]);
    expect(run.stderr()).toContain('a.csv was not appended: the dataset is as it was before it.\n');
    expect(run.stderr()).toContain('vitrine: Cancelled.\n');
  });

  it('with 0 and its line when the append was complete before the signal reached it', async () => {
    await write('a.csv');
    await write('b.csv');
    let finish: () => void = () => undefined;
    const run = watch(
      () =>
        new Promise((resolve) => {
          finish = () => resolve(summary);
        }),
    );
    await run.until(() => run.calls.length === 1);
    const ended = run.end();
    finish();
    expect(await ended).toBe(0);
    expect(run.lines()).toEqual(['a.csv: 12,345 rows loaded, 2 rejected, 0.3 s']);
  });

  it('with 3 when a file had more rejects than --max-rejects', async () => {
    await write('a.csv');
    const run = watch(() => summary, '--max-rejects', '1');
    await run.until(() => run.lines().length === 1);
    expect(await run.end()).toBe(3);
    expect(run.stderr()).toContain('a.csv: more rejected rows than --max-rejects 1.');
  });

  it('at once where every file would fail', async () => {
    await write('a.csv');
    const run = watch(() => {
      throw new EngineError('wrong_version', 'The dataset is of another version.');
    });
    expect(await run.ended).toBe(1);
    expect(run.stdout()).toBe('');
    expect(run.stderr()).toContain('vitrine: The dataset is of another version.\n');
  });

  it('before it begins for a file, or where there is no folder', async () => {
    await write('a.csv');
    const begin = async (name: string) => {
      const fake = fakeSurroundings();
      const code = await runProgram(
        ['load', join(dir, name), '--dataset', 'x', '--append', '--watch'],
        fake.surroundings,
      );
      return [code, fake.opened.length, fake.stderr()];
    };
    expect(await begin('a.csv')).toEqual([2, 0, expect.stringContaining('takes a folder, and')]);
    expect(await begin('nowhere')).toEqual([1, 0, expect.stringContaining('nowhere')]);
  });
});

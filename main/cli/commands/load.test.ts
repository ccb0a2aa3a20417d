import { describe, expect, it } from 'vitest';
import type { ConnectionInfo, LoadSummary } from '../../../preload/contract.js';
import { runProgram } from '../run-program.js';
import { fakeSurroundings, type Answers } from '../test-surroundings.js';

const summary: LoadSummary = {
  dataset: 'Shop',
  rowsRead: 3,
  rowsLoaded: 3,
  rowsRejected: 0,
  duplicates: 0,
  duplicatesDropped: false,
  seconds: 0.3,
  bytes: 1000,
  rowsIgnored: 0,
  skipped: [],
};

const named = (name: string, kind: ConnectionInfo['kind'] = 'athena') => ({ name, kind }) as ConnectionInfo;

const answers: Answers = {
  'connections.list': () => [named('work'), named('cluster', 'trino')],
  'datasets.load': () => summary,
  'lake.find': () => [{ uri: 's3://lake/e/dt=2019-10-01/a.csv' }, { uri: 's3://lake/e/dt=2019-10-02/a.csv' }],
  'lake.fetch': ({ sources }) =>
    sources.map((source, at) => ({
      source,
      path: `/cache/${at}/${source.split('/').at(-1)}`,
      bytes: 2_000_000,
      fromCache: at === 1,
      ...(at === 0 && { note: 'It changed meanwhile.' }),
    })),
};

async function run(words: string, more: Answers = {}) {
  const fake = fakeSurroundings({ ...answers, ...more });
  const code = await runProgram(words.split(' '), fake.surroundings);
  const asked = (name: string) => fake.calls.filter((one) => one.name === name).map(({ params }) => params);
  return { code, err: fake.stderr(), out: fake.stdout(), asked };
}

describe('load of addresses', () => {
  it('fetches them first, and loads what came', async () => {
    const { code, asked, err } = await run('load a.csv https://host/b.csv.gz s3://lake/c.csv --dataset Shop');
    expect(code).toBe(0);
    expect(asked('lake.fetch')).toEqual([
      { connection: 'work', sources: ['https://host/b.csv.gz'] },
      { connection: 'work', sources: ['s3://lake/c.csv'] },
    ]);
    expect(asked('datasets.load')).toMatchObject([{ paths: ['/shop/a.csv', '/cache/0/b.csv.gz', '/cache/0/c.csv'] }]);
    expect(err).toContain('Fetched 1 file, 2.0 MB.\n');
    expect(err).toContain('It changed meanwhile.\n');
  });

  it('needs no connection for the web, and asks for none of a local file', async () => {
    expect((await run('load https://host/b.csv --dataset Shop')).asked('connections.list')).toEqual([]);
    expect((await run('load b.csv --dataset Shop')).asked('lake.fetch')).toEqual([]);
  });

  it('chooses the days of a prefix', async () => {
    const { asked, err } = await run('load s3://lake/e/ --from 2019-10-01 --to 2019-10-03 --dataset Shop');
    expect(asked('lake.find')).toEqual([
      { connection: 'work', bucket: 'lake', prefix: 'e/', from: '2019-10-01', to: '2019-10-03' },
    ]);
    expect(asked('lake.fetch')).toMatchObject([
      { sources: ['s3://lake/e/dt=2019-10-01/a.csv', 's3://lake/e/dt=2019-10-02/a.csv'] },
    ]);
    expect(err).toContain('Unchanged since they were fetched: 1 file.');
    expect((await run('load s3://lake/e/ --from 2019-10-01 --dataset Shop', { 'lake.find': () => [] })).code).toBe(2);
    expect((await run('load a.csv --from 2019-10-01 --dataset Shop')).code).toBe(2);
  });

  it('says which connection it lacks', async () => {
    const none = await run('load s3://lake/c.csv --dataset Shop', { 'connections.list': () => [] });
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('vitrine connect')]);
    const several = { 'connections.list': () => [named('work'), named('home')] };
    const two = await run('load s3://lake/c.csv --dataset Shop', several);
    expect([two.code, two.err]).toEqual([2, expect.stringContaining('“work”, “home”')]);
    const chosen = await run('load s3://lake/c.csv --connection home --dataset Shop', several);
    expect(chosen.asked('lake.fetch')).toMatchObject([{ connection: 'home' }]);
  });

  it('does not watch them', async () => {
    const { code, err } = await run('load s3://lake/e/ --dataset Shop --append --watch');
    expect([code, err]).toEqual([2, expect.stringContaining('takes a folder of this machine')]);
  });
});

describe('lake', () => {
  it('lists all pages of a folder', async () => {
    const page = (after: string | undefined) => ({
      bucket: 'lake',
      prefix: 'raw/',
      prefixes: after === undefined ? ['raw/2019/'] : [],
      objects: [{ key: `raw/${after ?? 'a'}.csv`, bytes: 1500, modifiedAt: '2019-11-01T10:00:00.000Z' }],
      next: after === undefined ? 'z' : null,
    });
    const { code, out } = await run('lake ls s3://lake/raw/', { 'lake.list': ({ after }) => page(after) });
    expect(code).toBe(0);
    expect(out.split('\n').slice(2)).toEqual([
      '2019/',
      'a.csv  1.5 kB  2019-11-01 10:00',
      'z.csv  1.5 kB  2019-11-01 10:00',
      '',
    ]);
    expect((await run('lake ls raw/')).code).toBe(2);
  });

  it('sets the cap of the cache', async () => {
    const cache: Answers = { 'lake.cache': () => ({ bytes: 3e9, capBytes: 50e9, files: 1 }) };
    const { out, asked } = await run('lake cache --cap 50', cache);
    expect(out).toBe('1 file, 3.0 GB of at most 50.0 GB\n');
    expect(asked('lake.cache')).toEqual([{ capBytes: 50e9 }]);
    expect((await run('lake cache --cap many', cache)).code).toBe(2);
  });
});

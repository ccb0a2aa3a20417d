/** Reports on an engine elsewhere give what they give here: over a lake, over tables of others, whatever is asked. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EngineError, type ConnectionSettings, type ReportQuestion } from '../../../preload/contract.js';
import type { LakeManifest } from '../lake-manifest.js';
import { loadTrinoGrammar, type TrinoGrammar } from '../trino-grammar.js';
import { compareResults } from './reference/reference-compare.js';
import { toRecords } from './reference/reference-database.js';
import { estimateScans, plannedEvents } from './remote-estimate.js';
import { athena, clicks, openTestShop, type TestShop } from '../open-test-shop.js';

const trino: ConnectionSettings = {
  kind: 'trino',
  name: 'Cluster',
  server: 'http://127.0.0.1:1',
  catalog: 'hive',
  schema: 'lakedb',
  user: 'me',
  events: null,
};

const filters: readonly Omit<ReportQuestion, 'report' | 'dataset'>[] = [
  {},
  { tz: 'Asia/Kathmandu', from: '2019-10-05', to: '2019-10-12' },
  { brand: 'velora', tz: 'America/Los_Angeles', from: '2019-10-03', to: '2019-10-20' },
  { category: 'electronics', from: '2019-10-08', to: '2019-10-09' },
  { category: '', excludeFlagged: true, tz: 'Pacific/Kiritimati', from: '2019-10-10', to: '2019-10-24' },
  { from: '2021-01-01', to: '2021-02-01' },
];

const own: Readonly<Record<string, readonly Record<string, string | number>[]>> = {
  'unique-visitors': [{ grain: 'day' }, { grain: 'week' }, { grain: 'month' }],
  'cart-abandonment': [{ by: 'product' }, { by: 'hour', 'window-hours': 1 }, { by: 'brand' }],
  'top-categories': [{ measure: 'revenue' }, { by: 'hour', depth: 2, measure: 'conversion' }],
  'brand-opportunities': [{ 'min-sessions': 1 }],
  'shop-days': [{}],
  'time-to-purchase': [{ 'window-hours': 168 }],
};

let shop: TestShop;
let grammar: TrinoGrammar;
beforeAll(async () => {
  shop = await openTestShop();
  grammar = await loadTrinoGrammar();
});
afterAll(() => shop.close());
afterEach(() => {
  shop.flagged.clear();
  shop.asked.length = 0;
  shop.tableBytes.clear();
});

const job = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

function withoutModels(manifest: LakeManifest): LakeManifest {
  const tables = Object.entries(manifest.tables).filter(([name]) => name === 'events' || name.endsWith('_words'));
  return { ...manifest, tables: Object.fromEntries(tables) };
}

const places: readonly (readonly [string, ConnectionSettings, (manifest: LakeManifest) => LakeManifest | null])[] = [
  ['a published lake', athena, (manifest) => manifest],
  ['a lake with models of another version', athena, withoutModels],
  ['a lake that only Trino knows', trino, () => null],
  ['somebody else’s table', { ...athena, events: clicks }, () => null],
  ['a table whose columns have the usual names', { ...trino, schema: 'plain' }, () => null],
];

describe.each(places)('%s', (_, settings, choose) => {
  it.each(Object.keys(own))('answers %s as it is answered here', async (report) => {
    const remote = shop.remote(settings, choose(shop.manifest));
    for (const user of shop.users) shop.flagged.add(user);
    let rows = 0;
    for (const [at, filter] of filters.entries()) {
      const variants = own[report] ?? [];
      const question: ReportQuestion = {
        ...filter,
        report,
        dataset: 'Shop',
        own: { ...variants[at % variants.length] },
      };
      const here = await shop.local(question);
      const there = await remote.run({ ...question, engine: settings.kind, connection: settings.name }, job());
      const differences = compareResults(toRecords(here), toRecords(there));
      expect({ question, differences }).toEqual({ question, differences: [] });
      expect(there.params).toEqual(here.params);
      expect(grammar.check(there.sql.replaceAll('"', ''))).toEqual([]);
      rows += there.table.rowCount;
    }
    expect(rows).toBeGreaterThan(10);
  });
});

const ask = (question: Partial<ReportQuestion> & { readonly report: string }): ReportQuestion => ({
  dataset: 'Shop',
  engine: 'athena',
  connection: athena.name,
  ...question,
});
const oneDay = { from: '2019-10-05', to: '2019-10-06' };
const signal = new AbortController().signal;

describe('an estimate', () => {
  const others = { ...athena, events: clicks };

  it('sends no query and asks Trino nothing at all', async () => {
    const nobody = async (): Promise<never> => {
      throw new Error('Trino was asked.');
    };
    const silent = {
      ...{ connection: trino, name: 'Trino', ask: nobody, table: nobody },
      ...{ databases: nobody, tables: nobody, partitions: nobody },
    };
    const estimate = await shop.remote(trino, null, silent).estimate(ask({ report: 'shop-days' }), signal);
    expect(estimate).toMatchObject({ bytes: null, costUsd: null, needsApproval: false });
    await shop.remote(athena).estimate(ask({ report: 'unique-visitors', brand: 'velora' }), signal);
    await shop.remote(others, null).estimate(ask({ report: 'unique-visitors' }), signal);
    expect(shop.asked).toEqual([]);
  });

  it('of a lake is of the columns and days that are read', async () => {
    const estimate = (question: Partial<ReportQuestion> & { readonly report: string }) =>
      shop.remote(athena).estimate(ask(question), signal);
    const days = shop.manifest.tables['category_slots'];
    const stored = await estimate({ report: 'shop-days' });
    expect(stored).toMatchObject({ readsAllDays: false, needsApproval: false });
    expect(stored.basis).toBe(
      "By the lake's manifest: the columns that are read of the stored tables categories, category_slots, slots.",
    );
    // category_slots is named by the days and by their total
    expect(stored.bytes).toBeGreaterThan((days?.rows ?? 0) * 8 * 8);
    expect(stored.bytes).toBeLessThan((days?.rows ?? 0) * 8 * 8 * 4);
    const whole = await estimate({ report: 'shop-days', brand: 'velora' });
    const cut = await estimate({ report: 'shop-days', brand: 'velora', ...oneDay });
    expect(cut.basis).toContain('the events of the days asked for');
    expect(cut.readsAllDays).toBe(false);
    expect((cut.bytes ?? 0) * 5).toBeLessThan(whole.bytes ?? 0);
    expect(whole.costUsd).toBeCloseTo(0.00005, 12);
  });

  it('of somebody else’s table is of what lies there in these days, once for each time it is read', async () => {
    shop.tableBytes.set('2019-10-04', 1000).set('2019-10-20', 50_000);
    const remote = shop.remote(others, null);
    const days = await remote.estimate(ask({ report: 'shop-days', ...oneDay }), signal);
    expect(days.readsAllDays).toBe(false);
    expect((days.bytes ?? 0) % 1000).toBe(0);
    expect(days.bytes).toBeLessThan(50_000);
    expect(days.basis).toContain(`${(days.bytes ?? 0) / 1000} times, whole rows each time`);
    const visitors = await remote.estimate(ask({ report: 'unique-visitors', ...oneDay }), signal);
    expect(visitors.readsAllDays).toBe(true);
    expect(visitors.bytes).toBeGreaterThan(100_000);
  });

  it('of a table whose objects may not be listed cannot be told, and is no error', async () => {
    const refused = async (): Promise<never> => {
      throw new EngineError('access_denied', 'The credentials may not do s3:ListBucket.');
    };
    const source = { connection: others, table: { location: 's3://shop/clicks/', columns: [], format: null } };
    const estimate = await estimateScans(
      { ...source, manifest: null } as unknown as Parameters<typeof estimateScans>[0],
      [{ table: plannedEvents.all, columns: [] }],
      { from: null, to: null },
      refused,
      signal,
    );
    expect(estimate).toMatchObject({ bytes: null, readsAllDays: true });
    expect(estimate.basis).toContain('s3://shop/clicks/ may not be listed');
  });

  it('says when a person is to be asked, also where nobody can tell', async () => {
    shop.tableBytes.set('2019-10-05', 1000);
    const soft = { ...others, softLimitBytes: 10 };
    const known = await shop.remote(soft, null).estimate(ask({ report: 'shop-days', ...oneDay }), signal);
    expect(known.needsApproval).toBe(true);
    const engine = shop.engine({ ...soft, kind: 'athena' });
    const nowhere = {
      ...engine,
      table: async (...asked: Parameters<typeof engine.table>) => {
        const table = await engine.table(...asked);
        return table && { ...table, location: null };
      },
    };
    const unknown = await shop.remote(soft, null, nowhere).estimate(ask({ report: 'shop-days', ...oneDay }), signal);
    expect(unknown).toMatchObject({ bytes: null, costUsd: null, needsApproval: true });
  });
});

describe('what is sent', () => {
  const others = { ...athena, events: clicks };

  it('tells the day before and the day after as the table writes them', async () => {
    await shop.remote(others, null).run(ask({ report: 'shop-days', ...oneDay }), job());
    expect(shop.asked.map(({ purpose }) => purpose)).toEqual(['shop-days']);
    expect(shop.asked[0]?.values.slice(-2)).toEqual(['20191004', '20191007']);
    expect(shop.asked[0]?.sql).toContain('"dt" >= CAST(? AS varchar)');
  });

  it('leaves carts whole', async () => {
    await shop.remote(others, null).run(ask({ report: 'cart-abandonment', ...oneDay }), job());
    expect(shop.asked[0]?.sql).not.toContain('"dt"');
  });

  it('asks for the range of the data once', async () => {
    const remote = shop.remote(others, null);
    const first = await remote.run(ask({ report: 'shop-days' }), job());
    await remote.run(ask({ report: 'shop-days', tz: 'Asia/Tokyo' }), job());
    expect(shop.asked.map(({ purpose }) => purpose)).toEqual(['facts', 'shop-days', 'shop-days']);
    expect(first.datasetRows).toBe(shop.manifest.rows);
    expect(first.remote).toMatchObject({ queryId: 'q2', bytesScanned: 2000, costUsd: 0.0001, totalMs: 8 });
  });

  it('looks up the words of ids that are texts', async () => {
    const { remote, table } = await shop
      .remote(athena)
      .run(ask({ report: 'cart-abandonment', own: { by: 'product' } }), job());
    expect(shop.users.filter((user) => user.startsWith('u')).length).toBeGreaterThan(2);
    expect(shop.asked.map(({ sql }) => sql.includes('product_words'))).toEqual([false, true]);
    expect(remote?.bytesScanned).toBe(2000);
    expect(String(table.columns[0]?.values.at(-1))).toMatch(/^SKU-/);
  });

  it('of a lake is of what was published, whichever dataset is looked at here', async () => {
    const answered = await shop.remote(athena).run(ask({ report: 'shop-days', dataset: 'Another' }), job());
    expect(answered.dataset).toBe(shop.manifest.dataset);
    expect(shop.asked.map(({ dataset }) => dataset)).toEqual([shop.manifest.dataset]);
  });

  it('has what a person agreed to, and the estimate', async () => {
    shop.tableBytes.set('2019-10-05', 1000);
    await shop.remote(others, null).run(ask({ report: 'shop-days', ...oneDay, approvedBytes: 7 }), job());
    expect(shop.asked[0]).toMatchObject({ approvedBytes: 7, dataset: 'Shop' });
    expect(shop.asked[0]?.estimatedBytes).toBeGreaterThanOrEqual(1000);
  });
});

describe('what cannot be asked', () => {
  const fail = (
    connection: ConnectionSettings,
    question: Partial<ReportQuestion> & { readonly report: string },
    manifest: LakeManifest | null = shop.manifest,
  ) =>
    shop
      .remote(connection, manifest)
      .run(ask(question), job())
      .then(
        () => Promise.reject(new Error('It was answered.')),
        (error: unknown) => EngineError.from(error).serialize(),
      );

  it.each([
    [{ report: 'shop-days', tz: 'Mars/Olympus' }, 'bad_params', 'not a known time zone'],
    [{ report: 'carts' }, 'not_found', 'There is no report'],
    [{ report: 'shop-days', connection: undefined }, 'bad_params', 'needs a connection'],
    [{ report: 'shop-days', own: { x: 1 } }, 'bad_params', 'no parameter “x”'],
  ] as const)('%o', async (question, code, message) => {
    expect(await fail(athena, question)).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(shop.asked).toEqual([]);
  });

  it('a lake or a table that is not there', async () => {
    const gone = await fail(athena, { report: 'shop-days' }, null);
    expect(gone).toMatchObject({ code: 'not_found', message: 'There is no lake at s3://lake/shop/.' });
    const moved = await fail({ ...athena, events: { ...clicks, table: 'moved' } }, { report: 'shop-days' });
    expect(moved).toMatchObject({ code: 'not_found', message: 'There is no table lakedb.moved at “Lake”.' });
    const empty = await fail({ ...trino, schema: 'empty' }, { report: 'shop-days' });
    expect(empty.details.wayOut).toBe('Attach a table of events, or choose the schema that holds one.');
    const other = await fail({ ...athena, database: 'other' }, { report: 'shop-days' });
    expect(other).toMatchObject({ code: 'misconfigured', details: { report: 'shop-days' } });
  });

  it('more flagged users than a text can hold', async () => {
    for (let at = 0; at < 30_000; at++) shop.flagged.add(String(100_000_000 + at));
    const failed = await fail(athena, { report: 'shop-days', excludeFlagged: true });
    expect(failed).toMatchObject({ code: 'bad_params', message: expect.stringContaining('Athena takes 262,144') });
  });
});

describe('what a table lacks', () => {
  it('is said, and money is not known', async () => {
    const { event_time, event_type, product_id, user_id } = clicks.columns;
    const bare = { ...athena, events: { ...clicks, columns: { event_time, event_type, product_id, user_id } } };
    const shown = await shop.remote(bare, null).run(ask({ report: 'cart-abandonment', own: { by: 'brand' } }), job());
    expect(shown.notes).toEqual([
      'The table has no brand column: every brand is unknown.',
      'The table has no price column: there is no revenue, no value left in carts and no stake.',
      'The table names no sessions: each user is one session.',
    ]);
    expect(shown.summary['value_left']).toBeNull();
    expect(shown.summary['cart_lines']).toBeGreaterThan(0);
  });
});

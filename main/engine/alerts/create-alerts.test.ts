/** The calls on alerts, over real datasets and hand-made alerts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Alert, AlertQuestion, Table } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { withWriteLock } from '../workspace/write-lock.js';
import { createAlerts, type Alerts } from './create-alerts.js';
import { exampleAlert, examplePack } from './example-alerts.js';
import { appendRecords } from '../journal.js';

let test: TestWorkspace;
let alerts: Alerts;
const job = { signal: new AbortController().signal, onProgress: () => undefined };

const head = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';
const session = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`;

/** Six events; users and products that are words, a null session, a session of two users. */
const rows = [
  `2019-10-01 00:00:01 UTC,view,p-one,10,a.b,acme,5.00,ana,${session('a')}`,
  `2019-10-01 00:00:02 UTC,view,22,10,a.b,acme,6.00,7,${session('b')}`,
  `2019-10-01 00:00:02 UTC,cart,p-one,10,a.b,acme,5.00,ana,${session('a')}`,
  `2019-10-01 00:00:03 UTC,view,p-one,10,,,5.00,7,${session('b')}`,
  `2019-10-01 00:00:05 UTC,purchase,p-one,10,a.b,acme,5.50,ana,${session('a')}`,
  `2019-10-01 00:00:09 UTC,view,22,10,a.b,acme,6.00,ana,`,
];

beforeEach(async () => {
  test = await openTestWorkspace();
  const { workspace, database, store } = test;
  alerts = createAlerts({
    workspaceDir: workspace.dir,
    shippedPacks: [examplePack({ name: 'default' }), examplePack({ name: 'baseline' })],
    version: '1.0.0',
    json: { read: readJson, write: writeJson },
    withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
    datasets: store,
  });
  await test.load({ dataset: 'shop', paths: [await test.write('shop.csv', [head, ...rows].join('\n'))] });
});
afterEach(() => test.close());

async function keep(given: readonly Alert[], pack = 'default', from: string | null = null): Promise<string> {
  const request = { dataset: 'shop', pack: await alerts.getPack(pack), from, to: null, totalRows: 6 };
  const run = await alerts.keeper.openRun(request);
  await run.put(given);
  await run.end('complete', { rows: 6, at: null, late: 0, evicted: 0 });
  return run.id;
}

const list = (question: Partial<AlertQuestion> & { offset?: number; limit?: number } = {}) =>
  alerts.handlers['alerts.list']({ dataset: 'shop', offset: 0, limit: 100, ...question }, job);
const ids = async (question: Partial<AlertQuestion> = {}) => (await list(question)).alerts.map(({ id }) => id);
const records = (table: Table) =>
  Array.from({ length: table.rowCount }, (_, row) =>
    Object.fromEntries(table.columns.map(({ name, values }) => [name, values[row]])),
  );
const evidence = async (alert: string, offset = 0, limit = 100) =>
  records(await alerts.handlers['alerts.evidence']({ dataset: 'shop', alert, offset, limit }, job));

const at = (second: number) => `2019-10-01T00:00:${String(second).padStart(2, '0')}Z`;
const three = [
  exampleAlert({ id: 'a', detectedAt: at(1), severity: 'high', entity: { type: 'user', id: 'ana' } }),
  exampleAlert({ id: 'b', detectedAt: at(3), severity: 'low', family: 'rate', rule: 'rate-user', state: 'resolved' }),
  exampleAlert({ id: 'c', detectedAt: at(2), entity: { type: 'session', id: session('b') }, user: '7' }),
];

describe('the list', () => {
  it('is empty where nothing was replayed', async () => {
    expect(await list()).toEqual({
      total: 0,
      alerts: [],
      facets: { states: {}, severities: {}, families: {}, verdicts: {} },
      timeline: [],
      timelineSeconds: 1,
      flaggedUsers: 0,
    });
    expect(await alerts.handlers['alerts.runs']({ dataset: 'shop' }, job)).toEqual([]);
    await expect(list({ dataset: 'none' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(list({ run: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('has the newest detection first, in pages', async () => {
    await keep(three);
    expect(await ids()).toEqual(['b', 'c', 'a']);
    const page = await list({ offset: 1, limit: 1 });
    expect([page.total, page.alerts.map(({ id }) => id)]).toEqual([3, ['c']]);
  });

  it('is filtered, and each facet counts what all filters but its own leave', async () => {
    await keep(three);
    expect(await ids({ severities: ['high', 'medium'] })).toEqual(['c', 'a']);
    expect(await ids({ from: at(2), to: at(3) })).toEqual(['c']);
    expect(await ids({ from: '2019-10-01T02:00:03+02:00' })).toEqual(['b']);
    expect(await ids({ entity: { type: 'user', id: 'ana' } })).toEqual(['a']);
    expect(await ids({ search: 'RATE' })).toEqual(['b']);
    expect(await ids({ search: 'bbbb' })).toEqual(['c']);
    expect(await ids({ families: [] })).toHaveLength(3);
    const { facets, total } = await list({ severities: ['high'], states: ['firing'] });
    expect(total).toBe(1);
    expect(facets).toEqual({
      states: { firing: 1 },
      severities: { high: 1, medium: 1 },
      families: { crawl: 1 },
      verdicts: { none: 1 },
    });
  });

  it('has a timeline of the whole answer', async () => {
    await keep(three);
    const { timeline, timelineSeconds } = await list({ limit: 1 });
    expect(timelineSeconds).toBe(1);
    expect(timeline).toEqual([
      { at: at(1), severity: 'high', alerts: 1 },
      { at: at(2), severity: 'medium', alerts: 1 },
      { at: at(3), severity: 'low', alerts: 1 },
    ]);
  });

  it('is of the active pack’s run over the whole data, else of the newest, or of the one that is named', async () => {
    const other = await keep([exampleAlert({ id: 'other' })], 'baseline');
    expect(await ids()).toEqual(['other']);
    await keep(three);
    expect(await ids()).toEqual(['b', 'c', 'a']);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await keep([], 'baseline');
    expect(await ids()).toEqual(['b', 'c', 'a']);
    expect(await ids({ run: other })).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await keep([exampleAlert({ id: 'later' })], 'default', at(1));
    expect(await ids()).toEqual(['b', 'c', 'a']);
    expect(await alerts.handlers['alerts.runs']({ dataset: 'shop' }, job)).toHaveLength(3);
  });

  it('tells of each alert the first one of its group, also where that is not listed', async () => {
    await keep([
      ...three,
      exampleAlert({
        id: 'd',
        detectedAt: at(9),
        entity: { type: 'session', id: 'x' },
        user: '7',
        firstEventAt: at(30),
      }),
    ]);
    const grouped = async (question: Partial<AlertQuestion>) =>
      (await list(question)).alerts.map(({ id, group }) => `${id} ${group}`);
    expect(await grouped({})).toEqual(['d b', 'b b', 'c b', 'a a']);
    expect(await grouped({ from: at(9) })).toEqual(['d b']);
  });

  it('stays of the whole data when a part is played, the whole again is stopped, or a file has the pack’s name', async () => {
    const whole = await keep(three);
    await keep([exampleAlert({ id: 'part' })], 'default', '2019-10-01T00:00:02Z');
    expect(await ids()).toEqual(['b', 'c', 'a']);
    const request = { dataset: 'shop', pack: await alerts.getPack('default'), from: null, to: null, totalRows: 6 };
    const again = await alerts.keeper.openRun(request);
    expect(await ids()).toEqual(['b', 'c', 'a']);
    await again.end('stopped', { rows: 1, at: null, late: 0, evicted: 0 });
    expect(again.id).toBe(whole);
    await keep([exampleAlert({ id: 'part' })], 'default', '2019-10-01T00:00:03Z');
    expect(await ids()).toEqual(['b', 'c', 'a']);
    const rules = [{ id: 'rate', kind: 'rate' as const }];
    const file = await alerts.keeper.openRun({ ...request, pack: examplePack({ name: 'default', rules }) });
    await file.put([exampleAlert({ id: 'file', severity: 'high' })]);
    await file.end('complete', { rows: 6, at: null, late: 0, evicted: 0 });
    expect(await ids()).toEqual(['b', 'c', 'a']);
    expect((await alerts.findFlagged('shop')).notes).toEqual([
      'One user that the alerts of the pack “default” flag is left out.',
    ]);
  });

  it('reads a hundred thousand alerts', async () => {
    const many = Array.from({ length: 100_000 }, (_, n) =>
      exampleAlert({ id: `n${n}`, detectedAt: new Date(Date.UTC(2019, 9, 1) + n * 20_000).toISOString() }),
    );
    await keep(many);
    const page = await list({ offset: 99_999, limit: 10 });
    expect([page.total, page.alerts.map(({ id }) => id)]).toEqual([100_000, ['n0']]);
    expect(page.timeline.length).toBeLessThanOrEqual(200);
    expect(page.timeline.reduce((sum, { alerts: count }) => sum + count, 0)).toBe(100_000);
  }, 60_000);
});

describe('care', () => {
  const care = (params: object) => alerts.handlers['alerts.care']({ dataset: 'shop', ...params } as never, job);

  it('is kept, one patch after another, for later runs too', async () => {
    await keep(three);
    const [kept] = await care({ alerts: ['a', 'a'], verdict: 'dismissed', note: 'a colleague' });
    expect(kept).toMatchObject({ id: 'a', verdict: 'dismissed', note: 'a colleague', acknowledgedAt: null });
    await care({ alerts: ['a', 'b'], acknowledge: true });
    await new Promise((resolve) => setTimeout(resolve, 2));
    await keep(three, 'default', at(1));
    const [later] = (await list({ verdicts: ['dismissed'] })).alerts;
    expect(later).toMatchObject({ id: 'a', verdict: 'dismissed', note: 'a colleague' });
    expect(Date.parse(later?.acknowledgedAt ?? '')).toBeGreaterThan(0);
    expect(await care({ alerts: ['a'], note: null, acknowledge: false })).toMatchObject([
      { verdict: 'dismissed', note: null, acknowledgedAt: null },
    ]);
  });

  it('outlives another version of the pack, which gives other ids; what was kept by ids alone stays', async () => {
    await keep(three);
    await appendRecords(join(test.workspace.dir, 'datasets', 'shop', 'alerts', 'care.ndjson'), [
      { alert: 'b', at: at(9), verdict: 'confirmed' },
    ]);
    await care({ alerts: ['a'], verdict: 'dismissed' });
    await care({ alerts: ['b'], note: 'seen' });
    const own = examplePack({ name: 'own', rules: [{ id: 'rate', kind: 'rate' }] });
    await alerts.handlers['packs.save']({ pack: own }, job);
    const run = await keep(
      three.map((alert) => ({ ...alert, id: `new-${alert.id}`, packVersion: 2 })),
      'own',
    );
    expect((await list({ run })).alerts).toMatchObject([
      { id: 'new-b', verdict: 'confirmed', note: 'seen' },
      { id: 'new-c', verdict: 'none', note: null },
      { id: 'new-a', verdict: 'dismissed', note: null },
    ]);
    expect(await ids({ run, verdicts: ['dismissed'] })).toEqual(['new-a']);
  });

  it('is refused for alerts that are not there, and then changes nothing', async () => {
    await keep(three);
    await expect(care({ alerts: ['a', 'none'], verdict: 'confirmed' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await list({ verdicts: ['confirmed'] })).total).toBe(0);
  });

  it('that mutes holds until then', async () => {
    await keep(three);
    await care({ alerts: ['a'], mutedUntil: new Date(Date.now() + 60_000).toISOString() });
    await care({ alerts: ['b'], mutedUntil: new Date(Date.now() - 1).toISOString() });
    expect(await ids()).toEqual(['b', 'c']);
    expect(await ids({ withQuiet: true })).toEqual(['b', 'c', 'a']);
  });

  it('allows users with their sessions, sessions and products, until a time', async () => {
    await keep([
      ...three,
      exampleAlert({ id: 'p', detectedAt: at(0), entity: { type: 'product', id: '22' }, user: null }),
    ]);
    const add = (type: 'user' | 'session' | 'product', id: string, until: string | null = null) =>
      alerts.handlers['allow.add']({ dataset: 'shop', type, id, reason: `why ${id}`, until }, job);
    await expect(add('product', '22', '2020-01-01T00:00:00Z')).rejects.toMatchObject({ code: 'bad_params' });
    const until = Date.now() + 100;
    await add('product', '22', new Date(until).toISOString());
    while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ids()).toEqual(['b', 'c', 'a', 'p']);
    await add('user', '7');
    expect(await ids()).toEqual(['a', 'p']);
    const [quiet] = (await list({ withQuiet: true, search: 'bbbb' })).alerts;
    expect(quiet).toMatchObject({ id: 'c', allowedBy: 'why 7' });
    expect(await add('product', '22')).toMatchObject([{ id: '7' }, { id: '22', until: null }]);
    expect(await ids()).toEqual(['a']);
    await alerts.handlers['allow.remove']({ dataset: 'shop', type: 'user', id: '7' }, job);
    expect(await ids()).toEqual(['b', 'c', 'a']);
    expect(await alerts.handlers['allow.list']({ dataset: 'shop' }, job)).toMatchObject([{ id: '22' }]);
  });
});

describe('evidence', () => {
  it('is the alert’s events, in order, as they are written', async () => {
    await keep([
      exampleAlert({
        id: 'user',
        entity: { type: 'user', id: 'ana' },
        evidence: {
          types: ['view', 'cart'],
          ranges: [
            [0, 3],
            [5, 5],
          ],
        },
        events: 3,
      }),
      exampleAlert({
        id: 'one',
        entity: { type: 'session', id: session('b') },
        evidence: { types: ['view'], ranges: [[0, 1]] },
      }),
      exampleAlert({ id: 'shop', entity: { type: 'global', id: 'all' }, evidence: { types: [], ranges: [[2, 4]] } }),
      exampleAlert({
        id: 'many',
        entity: { type: 'product', id: 'p-one' },
        evidence: { types: ['view', 'cart', 'purchase'], ranges: Array.from({ length: 60 }, (_, n) => [n * 2, n * 2]) },
      }),
    ]);
    expect(await evidence('user')).toEqual([
      {
        event_time: at(1),
        event_type: 'view',
        product_id: 'p-one',
        category_code: 'a.b',
        brand: 'acme',
        price: 5,
        user_id: 'ana',
        user_session: session('a'),
      },
      {
        event_time: at(2),
        event_type: 'cart',
        product_id: 'p-one',
        category_code: 'a.b',
        brand: 'acme',
        price: 5,
        user_id: 'ana',
        user_session: session('a'),
      },
      {
        event_time: at(9),
        event_type: 'view',
        product_id: '22',
        category_code: 'a.b',
        brand: 'acme',
        price: 6,
        user_id: 'ana',
        user_session: null,
      },
    ]);
    expect((await evidence('user', 1, 1)).map((row) => row['event_type'])).toEqual(['cart']);
    expect((await evidence('one')).map((row) => [row['event_time'], row['user_id']])).toEqual([[at(2), '7']]);
    expect((await evidence('shop')).map((row) => row['event_type'])).toEqual(['cart', 'view', 'purchase']);
    expect((await evidence('many')).map((row) => row['event_time'])).toEqual([at(1), at(2), at(5)]);
    await expect(evidence('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is chosen by time once the dataset has changed, and says so', async () => {
    const alert = exampleAlert({
      id: 'user',
      entity: { type: 'user', id: 'ana' },
      firstEventAt: at(1),
      lastEventAt: at(2),
      evidence: { types: ['view', 'cart'], ranges: [[0, 2]] },
    });
    await keep([alert]);
    const path = await test.write(
      'more.csv',
      [head, `2019-09-30 23:59:59 UTC,view,22,10,a.b,acme,6.00,7,${session('c')}`].join('\n'),
    );
    await test.load({ dataset: 'shop', paths: [path], append: true });
    expect((await evidence('user')).map((row) => row['event_time'])).toEqual([at(1), at(2)]);
    const table = await alerts.handlers['alerts.evidence'](
      { dataset: 'shop', alert: 'user', offset: 0, limit: 9 },
      job,
    );
    expect(table.columns[0]?.title).toContain('have changed');
    expect(await alerts.handlers['alerts.runs']({ dataset: 'shop' }, job)).toMatchObject([{ isCurrent: false }]);
  });
});

describe('an entity', () => {
  const get = (type: 'user' | 'session' | 'product', id: string) =>
    alerts.handlers['entity.get']({ dataset: 'shop', type, id, offset: 0, limit: 2 }, job);

  it('shows all that it did, and its alerts', async () => {
    await keep(three);
    const page = await get('user', 'ana');
    expect(page).toMatchObject({
      firstEventAt: at(1),
      lastEventAt: at(9),
      events: 4,
      views: 2,
      carts: 1,
      removes: 0,
      purchases: 1,
      purchaseValue: 5.5,
      users: 1,
      sessions: 2,
      products: 2,
      timelineSeconds: 1,
    });
    expect(page.alerts.map(({ id }) => id)).toEqual(['a']);
    expect(page.page.rowCount).toBe(2);
    expect(records(page.timeline)).toEqual([
      { at: at(1), view: 1, cart: 0, remove_from_cart: 0, purchase: 0 },
      { at: at(2), view: 0, cart: 1, remove_from_cart: 0, purchase: 0 },
      { at: at(5), view: 0, cart: 0, remove_from_cart: 0, purchase: 1 },
      { at: at(9), view: 1, cart: 0, remove_from_cart: 0, purchase: 0 },
    ]);
    expect((await get('user', '7')).alerts.map(({ id }) => id)).toEqual(['b', 'c']);
    expect(await get('product', 'p-one')).toMatchObject({ events: 4, users: 2 });
    expect(await get('session', session('b'))).toMatchObject({ events: 2, products: 2 });
  });

  it('that is not in the data did nothing', async () => {
    expect(await get('user', 'nobody')).toMatchObject({ events: 0, firstEventAt: null, alerts: [] });
    expect(await get('product', '99')).toMatchObject({ events: 0, purchaseValue: 0 });
    expect(await get('session', "a'b")).toMatchObject({ events: 0 });
  });
});

it('runs go with the dataset', async () => {
  await keep(three);
  await test.store.remove('shop');
  await test.load({ dataset: 'shop', paths: [join(test.folder, 'shop.csv')] });
  expect((await list({ withQuiet: true })).total).toBe(0);
});

/** Reports without the users that alerts flag: by the definition, and equal to the reference without their events. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, ReportResult, RunInfo } from '../../../preload/contract.js';
import { readQueryFiles } from '../query-files.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { createModelBuilder } from '../reports/build-models.js';
import { createReports, type Reports } from '../reports/run-report.js';
import { compareResults } from '../reports/reference/reference-compare.js';
import { toRecords } from '../reports/reference/reference-database.js';
import type { ShopEvent } from '../reports/reference/reference-events.js';
import { referenceReport } from '../reports/reference/reference-reports.js';
import { readJson, writeJson } from '../workspace/json-file.js';
import { withWriteLock } from '../workspace/write-lock.js';
import type { CareNow } from './care.js';
import { createAlerts, type Alerts } from './create-alerts.js';
import { exampleAlert, examplePack } from './example-alerts.js';
import { describeFlagged, listFlaggedUsers } from './flagged-users.js';

const job = { signal: new AbortController().signal, onProgress: () => undefined };

describe('flagged', () => {
  const careNow = (verdict: 'none' | 'confirmed' | 'dismissed', isAllowed: boolean): CareNow => ({
    join: () => {
      throw new Error('not asked');
    },
    verdictOf: () => verdict,
    isAllowed: () => isAllowed,
    isQuiet: () => isAllowed,
  });
  const flagged = (given: Partial<Alert>, verdict: 'none' | 'confirmed' | 'dismissed' = 'none', isAllowed = false) => [
    ...listFlaggedUsers([exampleAlert(given)], careNow(verdict, isAllowed)),
  ];

  it('are users of high alerts that are neither dismissed nor allowed, and of confirmed ones', () => {
    expect(flagged({ severity: 'high' })).toEqual(['7']);
    expect(flagged({ severity: 'medium' })).toEqual([]);
    expect(flagged({ severity: 'high' }, 'dismissed')).toEqual([]);
    expect(flagged({ severity: 'high' }, 'none', true)).toEqual([]);
    expect(flagged({ severity: 'low' }, 'confirmed')).toEqual(['7']);
    expect(flagged({ severity: 'low' }, 'confirmed', true)).toEqual(['7']);
  });

  it('are the users of sessions; products, the shop and the baseline flag nobody', () => {
    const severity = 'high';
    expect(flagged({ severity, entity: { type: 'session', id: 's' }, user: '9' })).toEqual(['9']);
    expect(flagged({ severity, entity: { type: 'product', id: '3' }, user: null }, 'confirmed')).toEqual([]);
    expect(flagged({ severity, entity: { type: 'global', id: 'all' }, user: null }, 'confirmed')).toEqual([]);
    expect(flagged({ severity, family: 'baseline' }, 'confirmed')).toEqual([]);
  });

  it('are described with what the replay lacks', () => {
    const run = { isCurrent: true, state: 'complete', from: null, to: null } as RunInfo;
    const of = (size: number, given: Partial<RunInfo> = {}) =>
      describeFlagged({
        users: new Set(Array.from({ length: size }, (_, n) => String(n))),
        run: { ...run, ...given },
        hasAll: (given.state ?? run.state) === 'complete',
        activePack: 'default',
        hasRuns: true,
      });
    expect(of(0)).toBe('The alerts of the pack “default” flag nobody.');
    expect(of(1)).toMatch(/^One user .* is left out\.$/);
    expect(of(1234)).toMatch(/^1,234 users .* are left out\.$/);
    expect(of(2, { isCurrent: false, state: 'stopped', from: 'x' })).toMatch(
      /Their replay is of the data as they were before and has not come to the end and is of a part of the data\.$/,
    );
  });
});

describe('reports without flagged users', () => {
  let test: TestWorkspace;
  let alerts: Alerts;
  let reports: Reports;

  const users = ['ana', '7', '-5', '007', 'zoë', '9007199254740993'];
  const products = ['1', '2', '3'];
  const types = ['view', 'view', 'cart', 'purchase'] as const;
  /** A stream of numbers without pattern that is the same every time. */
  let state = 1;
  const pick = <T>(values: readonly T[]): T => {
    state = (state * 48_271) % 2_147_483_647;
    return values[state % values.length] as T;
  };
  const events: readonly ShopEvent[] = Array.from({ length: 400 }, (_, n) => {
    const user = pick(users);
    return {
      eventTime: new Date(Date.UTC(2019, 9, 1) + n * 3_000_000).toISOString().slice(0, 19).replace('T', ' '),
      eventType: pick(types),
      productId: pick(products),
      categoryId: '1',
      categoryCode: pick(['a.b', 'c.d']),
      brand: pick(['acme', 'zeta']),
      price: pick(['1.50', '20.00']),
      userId: user,
      userSession: `s-${user}-${Math.floor(n / 20)}`,
    };
  });
  const csv = [
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
    ...events.map((event) => Object.values(event).join(',').replace(',', ' UTC,')),
  ].join('\n');

  beforeAll(async () => {
    test = await openTestWorkspace();
    const { workspace, database, store } = test;
    const files = await readQueryFiles(join(import.meta.dirname, '../../../queries'));
    const path = await test.write('shop.csv', csv);
    await test.load({ dataset: 'shop', paths: [path] }, {}, { buildModels: createModelBuilder(files) });
    alerts = createAlerts({
      workspaceDir: workspace.dir,
      shippedPacks: [examplePack({ name: 'default' }), examplePack({ name: 'baseline' })],
      version: '1.0.0',
      json: { read: readJson, write: writeJson },
      withLock: (folder, name, work) => withWriteLock(database, folder, name, work),
      datasets: store,
    });
    reports = createReports({
      files,
      getDataset: store.get,
      runOnDataset: ({ dataset }, options, work) => store.withDataset(dataset.name, options, work),
      findFlagged: alerts.findFlagged,
    });
  });
  afterAll(() => test.close());

  const ask = (report: string, excludeFlagged: boolean): Promise<ReportResult> =>
    reports.run({ report, dataset: 'shop', excludeFlagged, own: own[report] }, job.signal);
  const own: Readonly<Record<string, Record<string, number>>> = { 'brand-opportunities': { 'min-sessions': 1 } };
  const ids = ['unique-visitors', 'cart-abandonment', 'top-categories', 'brand-opportunities'];

  async function keep(given: readonly Alert[], pack: string): Promise<void> {
    const run = await alerts.keeper.openRun({
      dataset: 'shop',
      pack: await alerts.getPack(pack),
      from: null,
      to: null,
      totalRows: 400,
    });
    await run.put(given);
    await run.end('complete', { rows: 400, at: null, late: 0, evicted: 0 });
  }

  let number = 0;
  const high = (given: Partial<Alert>) => exampleAlert({ id: `n${number++}`, severity: 'high', ...given });

  /** Words have other numbers inside: the reference knows users by the text. */
  async function expectWithout(flagged: readonly string[]): Promise<void> {
    const codes = new Map(users.map((user, at) => [user, String(at + 1)]));
    const coded = events.map((event) => ({ ...event, userId: codes.get(event.userId) ?? '' }));
    const codedFlagged = new Set(flagged.map((user) => codes.get(user) ?? ''));
    for (const report of ids) {
      const question = { excludeFlagged: true, own: own[report] };
      const expected = referenceReport(report, coded, question as never, codedFlagged);
      expect({ report, differences: compareResults(expected, toRecords(await ask(report, true))) }).toEqual({
        report,
        differences: [],
      });
    }
  }

  beforeEach(async () => {
    for (const { type, id } of await alerts.handlers['allow.list']({ dataset: 'shop' }, job))
      await alerts.handlers['allow.remove']({ dataset: 'shop', type, id }, job);
  });

  it('leave nobody out where nothing was replayed, and say so', async () => {
    await expectWithout([]);
    expect((await ask('unique-visitors', true)).notes).toContain('No replay has been run: nobody is flagged.');
    expect((await ask('unique-visitors', false)).notes).toEqual([]);
    await keep([high({ entity: { type: 'user', id: '7' } })], 'baseline');
    expect((await ask('unique-visitors', true)).notes[0]).toMatch(/active pack “default” has been run/);
    await expectWithout([]);
  });

  it('equal the reference without their events, ids that are words among them', async () => {
    await keep(
      [
        high({ id: 'word', entity: { type: 'user', id: 'ana' } }),
        high({ id: 'large', entity: { type: 'user', id: '9007199254740993' } }),
        high({ id: 'zeros', entity: { type: 'session', id: 's-007-1' }, user: '007' }),
        exampleAlert({ id: 'medium', entity: { type: 'user', id: 'zoë' } }),
        high({ entity: { type: 'product', id: '1' }, user: null }),
      ],
      'default',
    );
    await expectWithout(['ana', '9007199254740993', '007']);
    expect((await ask('unique-visitors', true)).notes[0]).toMatch(/^3 users/);
    expect(await alerts.handlers['alerts.list']({ dataset: 'shop', offset: 0, limit: 1 }, job)).toMatchObject({
      flaggedUsers: 3,
    });

    await alerts.handlers['alerts.care']({ dataset: 'shop', alerts: ['medium'], verdict: 'confirmed' }, job);
    await alerts.handlers['alerts.care']({ dataset: 'shop', alerts: ['word'], verdict: 'dismissed' }, job);
    await alerts.handlers['allow.add']({ dataset: 'shop', type: 'user', id: '007', reason: 'ours', until: null }, job);
    await expectWithout(['zoë', '9007199254740993']);
    const { params } = await ask('unique-visitors', true);
    expect(params).toMatchObject({ exclude_flagged: true });
    const withAll = toRecords(await ask('unique-visitors', false));
    expect(compareResults(referenceReport('unique-visitors', events, {} as never, new Set()), withAll)).toEqual([]);
  });
});

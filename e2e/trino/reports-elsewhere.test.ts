/**
 * Reports on a real Trino as the app asks them: over a published lake, over one whose models are another version's (so that
 * days are cut out), and over tables of others with texts for times. All equal to DuckDB, none over 150 stages.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { AthenaConnection, ReportQuestion, TrinoConnection } from '../../preload/contract.js';
import type { RemoteEngine } from '../../main/engine/elsewhere.js';
import type { LakeManifest } from '../../main/engine/lake-manifest.js';
import { athena, clicks, openTestShop, type TestShop } from '../../main/engine/open-test-shop.js';
import { createRemote, type Remote } from '../../main/engine/remote/create-remote.js';
import { compareResults } from '../../main/engine/reports/reference/reference-compare.js';
import { toRecords } from '../../main/engine/reports/reference/reference-database.js';
import { explainOnTrino } from './ask-trino.js';
import { readReports } from './both-engines.js';
import { writeTable } from './write-table.js';

const trino = inject('trino');
const { reports } = await readReports();
const maximumStages = 150;

const filters: readonly Omit<ReportQuestion, 'report' | 'dataset'>[] = [
  {},
  { brand: 'velora', tz: 'America/Los_Angeles', from: '2019-10-03', to: '2019-10-20', excludeFlagged: true },
];

/** The one whose whole range is asked of every table, and those whose plans are the largest. */
const reportOfAllDays = 'shop-days';
const largest = ['cart-abandonment', 'brand-opportunities', 'unique-visitors'];

const own: Readonly<Record<string, Record<string, string | number>>> = {
  'unique-visitors': { grain: 'week' },
  'cart-abandonment': { by: 'product' },
  'top-categories': { measure: 'revenue', depth: 2 },
  'brand-opportunities': { 'min-sessions': 1 },
};

function withoutModels(manifest: LakeManifest): LakeManifest {
  const tables = Object.entries(manifest.tables).filter(([name]) => name === 'events' || name.endsWith('_words'));
  return { ...manifest, tables: Object.fromEntries(tables) };
}

const nothing = async (): Promise<never> => {
  throw new Error('not asked for');
};

describe.skipIf('missing' in trino)('the shop elsewhere', () => {
  const url = 'missing' in trino ? '' : trino.url;
  let folder: string;
  let shop: TestShop;
  let remote: Remote;

  const connections: Readonly<Record<string, TrinoConnection>> = Object.fromEntries(
    ['lakedb', 'plain'].map((schema) => {
      const place = { server: url, catalog: 'awsdatacatalog', schema, user: 'analyst' };
      return [schema, { kind: 'trino', name: schema, ...place, events: null }];
    }),
  );

  beforeAll(async () => {
    if ('missing' in trino) throw new Error('not reached');
    folder = await mkdtemp(join(tmpdir(), 'vitrine-elsewhere-'));
    await mkdir(join(folder, 'workspace'));
    shop = await openTestShop(1500);
    for (const user of shop.users) shop.flagged.add(user);
    for (const table of [...Object.keys(shop.manifest.tables), 'clicks'])
      await shop.elsewhere((connection) =>
        writeTable(connection, `SELECT * FROM lakedb.main.${table}`, trino.folder, 'lakedb', table),
      );
    await shop.elsewhere((connection) =>
      writeTable(connection, 'SELECT * FROM plain.main.events', trino.folder, 'plain', 'events'),
    );
    const get = async (name: string) => connections[name] ?? nothing();
    remote = createRemote({
      workspaceDir: join(folder, 'workspace'),
      connections: {
        get,
        change: nothing,
        openS3: nothing,
        openAthena: nothing,
        openTrino: async (name) => ({ connection: await get(name), password: null }),
      },
      connect: nothing,
      withTemporaryFolder: nothing,
    });
  });
  afterAll(async () => {
    await remote.close();
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  });

  const places: readonly (readonly [
    name: string,
    schema: string,
    connection: AthenaConnection | null,
    choose: (manifest: LakeManifest) => LakeManifest | null,
  ])[] = [
    ['a published lake', 'lakedb', athena, (manifest) => manifest],
    ['a lake with models of another version', 'lakedb', athena, withoutModels],
    ['somebody else’s table with texts for everything', 'lakedb', { ...athena, events: clicks }, () => null],
    ['a table with the nine columns', 'plain', null, () => null],
  ];

  describe.each(places)('%s', (name, schema, connection, choose) => {
    test.each([...reports.keys()])('answers %s as DuckDB does', async (report) => {
      const onTrino = await remote.open(schema);
      // What Athena would be asked is asked of Trino.
      const engine: RemoteEngine = connection === null ? onTrino : { ...onTrino, connection };
      const asked = shop.remote(engine.connection, choose(shop.manifest), engine);
      for (const filter of filters) {
        const isWhole = filter.from === undefined;
        if (isWhole && name !== 'a published lake' && report !== reportOfAllDays) continue;
        const question: ReportQuestion = { ...filter, report, dataset: 'Shop', own: { ...own[report] } };
        const here = await shop.local(question);
        const { kind } = engine.connection;
        const job = { signal: new AbortController().signal, onProgress: () => undefined };
        const there = await asked.run({ ...question, engine: kind, connection: engine.connection.name }, job);
        const differences = compareResults(toRecords(here), toRecords(there));
        expect({ question, differences }).toEqual({ question, differences: [] });
        if (isWhole || !largest.includes(report)) continue;
        const plan = await explainOnTrino(url, schema, there.sql, there.values);
        expect(plan.match(/^Fragment \d+/gm)?.length ?? maximumStages + 1).toBeLessThanOrEqual(maximumStages);
      }
    });
  });
});

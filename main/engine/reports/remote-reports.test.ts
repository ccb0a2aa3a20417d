/** Reports on an engine elsewhere give what they give here: over a lake, over tables of others, whatever is asked. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings, ReportQuestion } from '../../../preload/contract.js';
import type { LakeManifest } from '../lake-manifest.js';
import { loadTrinoGrammar, type TrinoGrammar } from '../trino-grammar.js';
import { compareResults } from './reference/reference-compare.js';
import { toRecords } from './reference/reference-database.js';
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

/** Each check on events made for it, and the levels. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QualityCheck, QualityReport } from '../../../preload/contract.js';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { fields } from './layout.js';
import { parseKnownDatasets, type KnownDatasets } from './published-figures.js';

let test: TestWorkspace;
beforeAll(async () => {
  test = await openTestWorkspace();
});
afterAll(() => test.close());

interface Event {
  readonly time?: string;
  readonly type?: string;
  readonly product?: number | bigint;
  readonly category?: number;
  readonly code?: string;
  readonly brand?: string;
  readonly price?: string;
  readonly user?: number;
  readonly session?: string;
}

let clock = 0;
/** Events follow each other by a second; what is not said is without fault. */
function write(event: Event): string {
  const time =
    event.time ?? new Date(Date.UTC(2019, 9, 1) + 1000 * clock++).toISOString().replace('T', ' ').slice(0, 19);
  const { type = 'view', product = 1, category = 10, code = 'a.b', brand = 'c', price = '1.00', user = 1 } = event;
  return [`${time} UTC`, type, product, category, code, brand, price, user, event.session ?? `s${user}`].join(',');
}

let made = 0;
async function measure(lines: readonly string[], known?: KnownDatasets): Promise<QualityReport> {
  const dataset = `quality ${++made}`;
  const paths = [await test.write('events.csv', [fields.join(','), ...lines].join('\n'))];
  await test.load({ dataset, paths }, {}, known === undefined ? {} : { known });
  return test.quality(dataset);
}

async function check(id: string, events: readonly Event[]): Promise<QualityCheck> {
  const found = (await measure(events.map(write))).checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}

const allIds = [
  'rejected_rows',
  'duplicate_rows',
  'null_sessions',
  'shared_sessions',
  'unknown_category',
  'unknown_brand',
  'zero_price',
  'negative_price',
  'category_of_many_ids',
  'outage_days',
  'uncarted_purchases',
  'late_rows',
];

describe('checks', () => {
  it('are all there, and green without a finding', async () => {
    const report = await measure([write({}), write({ type: 'cart' }), write({ type: 'purchase' })]);
    expect(report.checks.map(({ id, level, count }) => ({ id, level, count }))).toEqual(
      allIds.map((id) => ({ id, level: 'green', count: 0 })),
    );
    for (const { title, unit, why, examples } of report.checks) {
      expect([title, unit, why].every((text) => text.length > 3)).toBe(true);
      expect(examples).toEqual([]);
    }
    expect(report).toMatchObject({ published: [], publishedSource: null });
  });

  it('find events without a session, and never take strangers for one', async () => {
    const events = [{ session: '' }, { session: '', user: 2 }, { user: 3 }];
    expect(await check('null_sessions', events)).toMatchObject({
      count: 2,
      level: 'amber',
      examples: [{}, { user_id: '2' }],
    });
    expect(await check('shared_sessions', events)).toMatchObject({ count: 0 });
  });

  it('find sessions with more than one user', async () => {
    const events = [1, 2, 3].map((user) => ({ user, session: 'x' }));
    expect(await check('shared_sessions', [...events, { user: 4 }, { user: 4 }])).toMatchObject({
      count: 1,
      examples: [{ user_session: 'x', first_user: '1', last_user: '3', events: 3 }],
    });
  });

  it('find unknown categories and brands, blanks too', async () => {
    expect(await check('unknown_category', [{ code: '' }, { code: '', category: 11 }, { code: '' }, {}])).toMatchObject(
      {
        count: 3,
        examples: [
          { category_id: '10', events: 2 },
          { category_id: '11', events: 1 },
        ],
      },
    );
    expect(await check('unknown_brand', [{ brand: '' }, { brand: '  ' }, {}])).toMatchObject({ count: 2 });
  });

  it('find prices of 0 and below', async () => {
    const events = [{ price: '0' }, { price: '-0.01' }, { price: '0.0001' }];
    expect(await check('zero_price', events)).toMatchObject({ count: 1, examples: [{ price: 0 }] });
    expect(await check('negative_price', events)).toMatchObject({ count: 1, examples: [{ price: -0.01 }] });
  });

  it('find codes of several category ids', async () => {
    const events = [{ category: 1 }, { category: 2 }, { code: 'z', category: 3 }, { code: '', category: 4 }];
    expect(await check('category_of_many_ids', events)).toMatchObject({
      count: 1,
      examples: [{ category_code: 'a.b', category_ids: 2, events: 2 }],
    });
  });

  it('put examples of equal weight in the order of their names', async () => {
    const codes = ['f', 'b', 'd', 'a', 'e', 'c'];
    const found = await check(
      'category_of_many_ids',
      codes.flatMap((code) => [1, 2].map((category) => ({ code, category }))),
    );
    expect(found.examples.map((example) => example.category_code)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('give numbers as numbers, ids as texts and times in UTC', async () => {
    const time = '2019-10-01 02:25:40';
    const found = await check('zero_price', [{ time, price: '0', product: 9007199254740993n, user: 5 }]);
    expect(found.examples).toEqual([
      {
        event_time: '2019-10-01T02:25:40Z',
        event_type: 'view',
        product_id: '9007199254740993',
        price: 0,
        user_id: '5',
      },
    ]);
  });

  it('find purchases without a cart of the product in their session', async () => {
    const events: Event[] = [
      { type: 'cart' },
      { type: 'purchase' },
      { type: 'purchase', product: 2 },
      { type: 'purchase', session: 'another' },
      { type: 'cart', session: '', product: 5 },
      { type: 'purchase', session: '', product: 5 },
      { type: 'purchase', session: '', product: 5, user: 2 },
      { type: 'purchase', product: 9 },
      { type: 'cart', product: 9 },
    ];
    const found = await check('uncarted_purchases', events);
    expect(found.count).toBe(3);
    expect(found.examples.map((example) => [example.product_id, example.user_session])).toEqual([
      ['2', 's1'],
      ['1', 'another'],
      ['5', null],
    ]);
  });

  it('find days whose purchases are far off while views are not', async () => {
    const day = (date: string, views: number, purchases: number) => [
      ...Array.from({ length: views }, (_, user) => write({ time: `${date} 10:00:00`, user })),
      ...Array.from({ length: purchases }, (_, user) => write({ time: `${date} 11:00:00`, user, type: 'purchase' })),
    ];
    const lines = [
      ...day('2019-11-01', 10, 4), // Fridays: medians are 10 views and 4 purchases
      ...day('2019-11-03', 10, 4), // Sundays: 10 and 4
      ...day('2019-11-08', 10, 4),
      ...day('2019-11-10', 10, 13), // over 300 %
      ...day('2019-11-15', 20, 0), // the edge of 200 % of the views is included
      ...day('2019-11-17', 10, 4),
      ...day('2019-11-22', 10, 12), // 300 % is not over it
      ...day('2019-11-29', 4, 0), // few views too: a quiet day, no outage
    ];
    const outages = (await measure(lines)).checks.find(({ id }) => id === 'outage_days');
    expect(outages).toMatchObject({ count: 2, level: 'amber' });
    expect(outages?.examples).toEqual([
      { day: '2019-11-10', purchases: 13, usual_purchases: 4, views: 10, usual_views: 10 },
      { day: '2019-11-15', purchases: 0, usual_purchases: 4, views: 20, usual_views: 10 },
    ]);
  });

  it('are red for rejects over 1 %, amber up to it', async () => {
    const sound = Array.from({ length: 99 }, () => write({}));
    const level = async (lines: readonly string[]) => (await measure(lines)).checks[0];
    expect(await level([...sound, 'x'])).toMatchObject({ id: 'rejected_rows', level: 'amber', count: 1 });
    expect(await level([...sound, 'x', 'y'])).toMatchObject({ level: 'red', count: 2 });
    expect((await level([...sound, 'x']))?.examples).toEqual([
      { file: 'events.csv', line: 101, reason: '1 field instead of 9; the file ends in this row', text: 'x' },
    ]);
  });

  it('show surplus copies, also when they are dropped', async () => {
    const line = write({ product: 77 });
    const other = write({ product: 78 });
    const lines = [fields.join(','), line, other, line, other, line, write({})];
    const paths = [await test.write('copies.csv', lines.join('\n'))];
    await test.load({ dataset: 'dropped', paths, dropDuplicates: true });
    expect((await test.quality('dropped')).checks[1]).toMatchObject({
      id: 'duplicate_rows',
      count: 3,
      level: 'amber',
      examples: [
        { product_id: '77', copies: 3 },
        { product_id: '78', copies: 2 },
      ],
    });
  });
});

describe('published figures', () => {
  const events: Event[] = [
    {},
    { type: 'cart', brand: '' },
    { type: 'purchase', price: '2.50', user: 2, code: '' },
    { type: 'purchase', product: 7 },
  ];
  const figures = {
    rows: 4,
    views: 1,
    carts: 1,
    purchases: 2,
    users: 2,
    sessions: 2,
    products: 2,
    purchase_value: 3.5,
    null_category_code: 1,
    null_brand: 1,
    duplicate_surplus: 0,
    sessions_with_purchase: 2,
  };
  const known = { source: 'somebody', datasets: [{ name: 'x', figures }] };

  it('are compared when the rows are as many', async () => {
    const report = await measure(events.map(write), known);
    expect(report.published).toEqual(
      Object.entries(figures).map(([figure, value]) => ({ figure, expected: value, actual: value, equal: true })),
    );
    expect(report.publishedSource).toBe('somebody');
    expect(report.checks.at(-1)).toMatchObject({ id: 'published_figures', level: 'green', count: 0 });
  });

  it('that differ are a red check', async () => {
    const wrong = { ...known, datasets: [{ name: 'x', figures: { ...figures, users: 3 } }] };
    expect((await measure(events.map(write), wrong)).checks.at(-1)).toMatchObject({
      level: 'red',
      count: 1,
      examples: [{ figure: 'users', expected: 3, actual: 2 }],
    });
  });

  it('are not compared at other row counts, nor where rows were rejected', async () => {
    expect((await measure([...events, {}].map(write), known)).published).toEqual([]);
    expect((await measure([...events.map(write), 'x'], known)).published).toEqual([]);
  });

  it('that are shipped can be read, and months add up', () => {
    const path = join(import.meta.dirname, '../../../resources/known-datasets.json');
    const { datasets } = parseKnownDatasets(readFileSync(path, 'utf8'));
    const [october, november, both] = datasets.map((dataset) => dataset.figures);
    for (const figure of [
      'rows',
      'views',
      'carts',
      'purchases',
      'null_category_code',
      'null_brand',
      'duplicate_surplus',
    ] as const)
      expect((october?.[figure] ?? 0) + (november?.[figure] ?? 0), figure).toBe(both?.[figure]);
    for (const one of [october, november, both])
      expect((one?.views ?? 0) + (one?.carts ?? 0) + (one?.purchases ?? 0)).toBe(one?.rows);
  });
});

describe('facets', () => {
  it('are first levels and folded brands, most events first, unknown as an empty text', async () => {
    const events = [
      { code: 'a.x', brand: 'Sony' },
      { code: 'a.y', brand: ' sony ' },
      { code: 'b' },
      { code: '', brand: ' ' },
      { code: '', brand: '' },
      { code: '' },
    ];
    const paths = [await test.write('facets.csv', [fields.join(','), ...events.map(write)].join('\n'))];
    await test.load({ dataset: 'facets', paths });
    expect(await test.store.readDocument('facets', 'facets')).toEqual({
      categories: [
        { value: '', events: 3 },
        { value: 'a', events: 2 },
        { value: 'b', events: 1 },
      ],
      brands: [
        { value: '', events: 2 },
        { value: 'c', events: 2 },
        { value: 'sony', events: 2 },
      ],
    });
  });
});

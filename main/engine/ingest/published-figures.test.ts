/** What others have published, beside what is counted in made events. */
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.js';
import { comparePublished, parseKnownDatasets, type KnownDatasets } from './published-figures.js';

let database: Database;
beforeAll(async () => {
  database = await Database.open({
    prelude: await readFile(join(import.meta.dirname, '../../../queries/duckdb-prelude.sql'), 'utf8'),
    tempDirectory: join(tmpdir(), 'vitrine-spill'),
    memoryLimitBytes: 2 ** 28,
    threads: 2,
  });
});
afterAll(() => database.close());

/** Four events of two users in two sessions; one without a session. */
const compare = (known: KnownDatasets, rows = 5) =>
  database.withConnection({}, async (connection) => {
    await connection.run(`CREATE TEMP TABLE events AS SELECT * FROM (VALUES
      ('view', 1, 'a', 'c', 1.00, 1, 0), ('cart', 1, 'a', NULL, 1.00, 1, 0), ('remove_from_cart', 1, 'a', 'c', 1.00, 2, 1),
      ('purchase', 1, NULL, 'c', 2.50, 2, 1), ('purchase', 7, 'a', 'c', 1.25, 1, -1)
    ) v(event_type, product_id, category_code, brand, price, user_id, session_key)`);
    await connection.run(`CREATE TEMP TABLE sessions AS SELECT * FROM (VALUES (0, 's1', 2), (1, 's2', 2), (-1, NULL, 1))
      v(session_key, user_session, events)`);
    return comparePublished(connection, known, rows, 3);
  });

const figures = {
  rows: 5,
  views: 1,
  carts: 1,
  removes: 1,
  purchases: 2,
  users: 2,
  sessions: 2,
  products: 2,
  purchase_value: 3.75,
  null_category_code: 1,
  null_brand: 1,
  duplicate_surplus: 3,
  sessions_with_purchase: 1,
};

describe('published figures', () => {
  it('are counted each', async () => {
    const compared = await compare({ source: 'somebody', datasets: [{ name: 'x', figures }] });
    expect(compared).toEqual({
      source: 'somebody',
      published: Object.entries(figures).map(([figure, value]) => ({
        figure,
        expected: value,
        actual: value,
        equal: true,
      })),
    });
  });

  it('may be few, with a source of their own', async () => {
    const datasets = [{ name: 'x', source: 'another', figures: { rows: 5, users: 3 } }];
    expect(await compare({ source: 'somebody', datasets })).toEqual({
      source: 'another',
      published: [
        { figure: 'rows', expected: 5, actual: 5, equal: true },
        { figure: 'users', expected: 3, actual: 2, equal: false },
      ],
    });
  });

  it('of several datasets with as many rows are those that fit best', async () => {
    const datasets = [
      { name: 'x', source: 'x', figures: { rows: 5, users: 3 } },
      { name: 'y', source: 'y', figures: { rows: 5, users: 2 } },
      { name: 'z', source: 'z', figures: { rows: 5, carts: 1 } },
    ];
    expect((await compare({ source: '', datasets }))?.source).toBe('y');
    expect(await compare({ source: '', datasets }, 6)).toBeNull();
  });
});

describe('the shipped datasets', () => {
  const read = async () =>
    parseKnownDatasets(await readFile(join(import.meta.dirname, '../../../resources/known-datasets.json'), 'utf8'));

  it('have as many rows as events of their types', async () => {
    for (const { name, figures } of (await read()).datasets) {
      const { rows, views, carts, removes = 0, purchases } = figures;
      if (views === undefined || carts === undefined || purchases === undefined) continue;
      expect(views + carts + removes + purchases, name).toBe(rows);
    }
  });

  it('of the cosmetics shop add up', async () => {
    const shop = (await read()).datasets.filter(({ name }) => name.startsWith('cosmetics shop'));
    const months = shop.filter(({ name }) => !name.includes(' to '));
    const whole = shop.find(({ name }) => name.includes(' to '));
    expect(months).toHaveLength(5);
    for (const figure of ['rows', 'null_category_code', 'null_brand'] as const)
      expect(months.reduce((sum, month) => sum + (month.figures[figure] ?? 0), 0)).toBe(whole?.figures[figure]);
  });

  it('name a source each, and no two the same number of rows', async () => {
    const { source, datasets } = await read();
    for (const dataset of datasets) expect(dataset.source ?? source).toMatch(/https:\/\//);
    expect(new Set(datasets.map(({ figures }) => figures.rows)).size).toBe(datasets.length);
  });
});

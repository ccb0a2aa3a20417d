/** Files added one by one, in any order, make the dataset that loading all of them at once makes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadRequest, ReportQuestion, WrittenLayout } from '../../preload/contract.js';
import { fileLayout } from '../../preload/contract.js';
import { Database } from './database.js';
import { createEngine, type Engine } from './engine.js';
import { readDatasetFile } from './workspace/dataset-file.js';

const shippedDir = join(import.meta.dirname, '../..');
let folder: string;
let engine: Engine;
let made = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-append-'));
  engine = await createEngine({ workspaceDir: join(folder, 'workspace'), shippedDir, version: 'test', host: 'cli' });
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** Seconds from the first event, user, session, product, kind, brand: few of each, so that everything meets. */
interface Visit {
  readonly second: number;
  readonly user: number;
  readonly session: number | null;
  readonly product: number;
  readonly kind: string;
  readonly copies: number;
  readonly file: number;
}

const fileCount = 3;
const arbitraryVisit: fc.Arbitrary<Visit> = fc.record({
  second: fc.oneof(
    fc.integer({ min: 0, max: 3 * 86_400 }),
    fc.integer({ min: 0, max: 60 }).map((minute) => minute * 60),
    fc.constantFrom(0, 86_399, 86_400),
  ),
  user: fc.integer({ min: 1, max: 5 }),
  session: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 6 }),
  product: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom('view', 'view', 'cart', 'cart', 'remove_from_cart', 'purchase'),
  copies: fc.constantFrom(1, 1, 1, 1, 2, 3),
  file: fc.integer({ min: 0, max: fileCount - 1 }),
});

const brands = ['', 'acme', ' Acme', 'zeta', 'brand of file'];
const codes = ['', 'a', 'a.b', 'a.b.c', 'd.e'];
const timeOf = (second: number) =>
  new Date(Date.UTC(2019, 9, 30) + 1000 * second).toISOString().slice(0, 19).replace('T', ' ');

type Writer = (visit: Visit) => string;

const kaggle: Writer = ({ second, user, session, product, kind, file }) => {
  const brand = product === 4 ? `${brands[4]} ${file}` : (brands[product] ?? '');
  const name = session === null ? '' : `s${session}`;
  return `${timeOf(second)} UTC,${kind},${product},${10 + product},${codes[(product + file) % 5]},${brand},${product}.5,${user},${name}`;
};
const kaggleHeader = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session';

const words: Writer = ({ second, user, product, kind }) =>
  `u-${user};P${product};${kind};${timeOf(second)};${product},25`;
const wordsLayout: WrittenLayout = {
  name: 'Words',
  delimiter: ';',
  decimal: ',',
  columns: { user_id: 'u', product_id: 'p', event_type: 'e', event_time: 't', price: 'm' },
  words: { view: 'view', cart: 'cart', remove_from_cart: 'remove_from_cart', purchase: 'purchase' },
};

async function writeFiles(header: string, write: Writer, visits: readonly Visit[]): Promise<readonly string[]> {
  const run = ++made;
  return Promise.all(
    Array.from({ length: fileCount }, async (_, file) => {
      const mine = visits.filter((visit) => visit.file === file);
      // The first file is in order, the others as they come, so that some rows are late; each has a row of its own to reject.
      const sorted = file === 0 ? [...mine].sort((a, b) => a.second - b.second) : mine;
      const lines = sorted.flatMap((visit) => Array<string>(visit.copies).fill(write(visit)));
      const path = join(folder, `run${run}-${'cab'[file]}.csv`);
      await writeFile(path, [header, ...lines, `bad row of ${file}`, ''].join('\n'));
      return path;
    }),
  );
}

const everyReport: readonly Omit<ReportQuestion, 'dataset'>[] = [
  { report: 'unique-visitors' },
  { report: 'unique-visitors', own: { grain: 'week' }, tz: 'Asia/Kathmandu' },
  { report: 'shop-days' },
  { report: 'time-to-purchase' },
  ...['day', 'category', 'brand', 'product'].map((by) => ({ report: 'cart-abandonment', own: { by } })),
  { report: 'cart-abandonment', own: { 'window-hours': 1 }, brand: 'acme' },
  ...['views', 'revenue', 'conversion'].map((measure) => ({ report: 'top-categories', own: { measure } })),
  { report: 'brand-opportunities', own: { 'min-sessions': 1 } },
];

/** Made sessions are numbered as they come: their user and start name them. */
const visitName = `SELECT session_key, user_id || ' ' || started_at AS visit FROM made_sessions`;

async function readTables(dataset: string): Promise<Record<string, unknown>> {
  const datasetFolder = join(folder, 'workspace', 'datasets', dataset);
  const { id } = await readDatasetFile(datasetFolder, dataset);
  const database = await Database.open({ prelude: '', tempDirectory: folder, memoryLimitBytes: 2 ** 28, threads: 1 });
  try {
    await database.attach(join(datasetFolder, id, 'events.duckdb'), 'd', 'read-only');
    return await database.withConnection({ catalog: 'd' }, async (connection) => {
      const tables = await connection.rows(
        `SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'd' ORDER BY 1`,
      );
      const names = tables.map((table) => String(table['name']));
      const isMade = names.includes('made_sessions');
      const found: Record<string, unknown> = {};
      for (const name of names.filter((one) => one !== 'rejects')) {
        const columns = await connection.rows('SELECT column_name AS name FROM duckdb_columns() WHERE table_name = ?', [
          name,
        ]);
        const has = (column: string) => columns.some((one) => one['name'] === column);
        const file = has('file_no')
          ? 'REPLACE ((SELECT name FROM loaded_files f WHERE f.file_no = t.file_no) AS file_no)'
          : '';
        const session = isMade && has('session_key') ? `LEFT JOIN (${visitName}) v USING (session_key)` : '';
        const order = name === 'stored_events' ? 'rowid' : 'ALL';
        found[name] = await connection.rows(
          `SELECT ${session === '' ? '*' : '* EXCLUDE (session_key)'} ${file} FROM (FROM ${name}) t ${session} ORDER BY ${
            name === 'stored_events' && session !== '' ? 'ALL' : order
          }`.replace('FROM (FROM stored_events) t  ORDER BY rowid', 'FROM stored_events t ORDER BY rowid'),
        );
      }
      return found;
    });
  } finally {
    database.close();
  }
}

/** All that can be asked of a dataset. */
async function readAll(dataset: string): Promise<Record<string, unknown>> {
  const { call } = engine;
  const { rows, rowsRead, rowsRejected, duplicates, from, to, files } = await call('datasets.get', { dataset });
  const answers: unknown[] = [];
  for (const question of everyReport) {
    const { params, summary, table, notes } = await call('reports.run', { ...question, dataset });
    answers.push({
      question,
      params,
      summary,
      notes,
      table: table.columns.map(({ name, values }) => [name, [...values]]),
    });
  }
  return {
    info: { rows, rowsRead, rowsRejected, duplicates, from, to, files },
    tables: await readTables(dataset),
    quality: await call('quality.get', { dataset }),
    profile: await call('profile.get', { dataset }),
    facets: await call('datasets.facets', { dataset }),
    rejects: await call('datasets.rejects', { dataset, offset: 0, limit: 1000 }),
    answers,
  };
}

const orders = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
] as const;

async function compare(paths: readonly string[], more: Omit<LoadRequest, 'dataset' | 'paths'>): Promise<void> {
  const whole = `whole ${made}`;
  await engine.call('datasets.load', { dataset: whole, paths: [...paths], ...more });
  const expected = await readAll(whole);
  for (const order of orders) {
    const dataset = `grown ${made} ${order.join('')}`;
    let rowsLoaded = 0;
    for (const at of order) {
      const request = { dataset, paths: [paths[at] ?? ''], append: true, ...more };
      rowsLoaded += (await engine.call('datasets.load', request)).rowsLoaded;
    }
    const grown = await readAll(dataset);
    for (const [what, value] of Object.entries(expected))
      expect(grown[what], `${what}, ${order.join()}`).toEqual(value);
    expect(rowsLoaded).toBe((expected['info'] as { rows: number }).rows);
    await engine.call('datasets.remove', { dataset });
  }
  await engine.call('datasets.remove', { dataset: whole });
}

const visits = fc.array(arbitraryVisit, { minLength: 3, maxLength: 40 });

describe('made sessions of many users', () => {
  const visit = (user: number, second: number, file: number): Visit => {
    return { second, user, session: null, product: 1 + file, kind: 'view', copies: file === 1 ? 2 : 1, file };
  };
  const layout = fileLayout.parse(wordsLayout);

  it('take in an event at the very second of another', async () => {
    const users = Array.from({ length: 50 }, (_, at) => at + 1);
    const hours = [10, 12, 14].map((hour) => hour * 3600);
    const first = users.flatMap((user) => hours.map((second) => visit(user, second, 0)));
    const second = users.map((user) => visit(user, 12 * 3600, 1));
    await compare(await writeFiles('u;p;e;t;m', words, [...first, ...second, visit(1, 0, 2)]), { layout });
  }, 60_000);

  it('join, and their copied rows with them', async () => {
    const apart = [1, 2].flatMap((user) => [visit(user, 0, 1), visit(user, 3000, 1)]);
    const between = [visit(1, 1500, 0), visit(2, 1600, 2)];
    await compare(await writeFiles('u;p;e;t;m', words, [...apart, ...between]), { layout });
    await compare(await writeFiles('u;p;e;t;m', words, [...apart, ...between]), { layout, dropDuplicates: true });
  }, 60_000);
});

describe('a file without a layout of its own', () => {
  const zoned = fileLayout.parse({ ...wordsLayout, name: 'Eventos de loja', time: { zone: 'America/Sao_Paulo' } });
  const load = (dataset: string, path: string, more: Partial<LoadRequest> = {}) =>
    engine.call('datasets.load', { dataset, paths: [path], append: true, ...more });
  const one = (second: number) => ({ second, user: 1, session: null, product: 1, kind: 'view', copies: 1, file: 0 });

  it('is read through that of the dataset it is added to, whatever its name', async () => {
    const [a = ''] = await writeFiles('u;p;e;t;m', words, [one(0)]);
    const [b = ''] = await writeFiles('u;p;e;t;m', words, [one(3600)]);
    await load('zoned', a, { layout: zoned });
    await load('zoned', b);
    expect(await engine.call('datasets.get', { dataset: 'zoned' })).toMatchObject({
      from: '2019-10-30T03:00:00Z',
      to: '2019-10-30T04:00:00Z',
    });
  });

  it('is recognised where it does not fit', async () => {
    const own = { ...fileLayout.parse(wordsLayout), columns: { ...wordsLayout.columns, user_session: 's' } };
    const path = join(folder, 'with-sessions.csv');
    await writeFile(path, 'u;p;e;t;m;s\n7;8;view;2019-10-30 00:00:00;1,5;s1\n');
    await load('mixed', path, { layout: fileLayout.parse(own) });
    const [a = ''] = await writeFiles(kaggleHeader, kaggle, [{ ...one(60), session: 1 }]);
    expect(await load('mixed', a)).toMatchObject({ rowsLoaded: 1, rowsRejected: 1 });
  });

  it('makes the dataset once, however many do it at a time', async () => {
    const paths = await Promise.all(
      [0, 60].map(async (second) => (await writeFiles('u;p;e;t;m', words, [one(second)]))[0] ?? ''),
    );
    const outcomes = await Promise.allSettled(paths.map((path) => load('Raced', path, { layout: zoned })));
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as { code: string }] : [],
    );
    for (const { code } of refused) expect(code).toBe('in_use');
    expect(await engine.call('datasets.get', { dataset: 'raced' })).toMatchObject({ rows: 2 - refused.length });
  });
});

describe('ids that are texts', () => {
  it('are numbers inside and stand in answers as they were, in their order', async () => {
    const visits = [12, 7, 100].flatMap((product, at) => [
      { second: 10 + at, user: 1, session: null, product, kind: 'cart', copies: 1, file: at % 2 },
    ]);
    const paths = await writeFiles('u;p;e;t;m', words, visits);
    const dataset = `shown ${made}`;
    await engine.call('datasets.load', { dataset, paths: [...paths], layout: fileLayout.parse(wordsLayout) });
    const { table } = await engine.call('reports.run', { report: 'cart-abandonment', own: { by: 'product' }, dataset });
    expect(table.columns[0]).toMatchObject({ name: 'product_id', values: ['P100', 'P12', 'P7'] });
    const { stored_events: stored } = await readTables(dataset);
    for (const row of stored as Record<string, unknown>[]) expect(BigInt(String(row['product_id']))).toBeLessThan(0n);
    const { columns } = await engine.call('profile.get', { dataset });
    expect(columns.find(({ field }) => field === 'user_id')?.top).toEqual([{ value: 'u-1', rows: 3, share: 1 }]);
    const { checks } = await engine.call('quality.get', { dataset });
    expect(checks.find(({ id }) => id === 'unknown_brand')?.examples).toMatchObject([
      { product_id: 'P100', events: 1 },
      { product_id: 'P12' },
      { product_id: 'P7' },
    ]);
  });
});

describe('files added in any order', () => {
  it('make the dataset that loading all at once makes', async () => {
    await fc.assert(
      fc.asyncProperty(visits, async (some) => compare(await writeFiles(kaggleHeader, kaggle, some), {})),
      { numRuns: 5, endOnFailure: true },
    );
  }, 240_000);

  it('do so where duplicates are dropped', async () => {
    await fc.assert(
      fc.asyncProperty(visits, async (some) =>
        compare(await writeFiles(kaggleHeader, kaggle, some), { dropDuplicates: true }),
      ),
      { numRuns: 3, endOnFailure: true },
    );
  }, 240_000);

  it('do so with text ids and made sessions, which grow and join', async () => {
    const layout = fileLayout.parse(wordsLayout);
    await fc.assert(
      fc.asyncProperty(visits, async (some) => compare(await writeFiles('u;p;e;t;m', words, some), { layout })),
      { numRuns: 3, endOnFailure: true },
    );
  }, 240_000);
});

const uuids = ['72d76fde-8bb3-4e00-8c23-a032dfed738c', '9333dfbd-b87a-4708-9857-6336556b0fcc'];

/** As the published files write a row: ids from 1, prices of two decimals, sessions that are UUIDs, or not. */
const usual: Writer = ({ second, user, session, product, kind }) => {
  const name = session === null ? '' : (uuids[session] ?? `s${session}`);
  return `${timeOf(second)} UTC,${kind},${product},${10 + product},${codes[product]},${brands[product]},${product}.50,${user},${name}`;
};

/** The same files read through expressions over each field: a time of a pattern is nothing that is expected. */
const otherWay = fileLayout.parse({
  name: 'The other way',
  columns: Object.fromEntries(kaggleHeader.split(',').map((field) => [field, field])),
  required: ['price'],
  words: { view: 'view', cart: 'cart', remove_from_cart: 'remove_from_cart', purchase: 'purchase' },
  time: { form: '%Y-%m-%d %H:%M:%S UTC', zone: 'UTC' },
  ids: 'number',
});

/** Returns whether the files were read as usual ones: then the scan has told answers. */
async function compareWays(files: readonly (readonly Visit[])[], more: { dropDuplicates?: boolean }): Promise<boolean> {
  const run = ++made;
  const paths = await Promise.all(
    files.map(async (mine, file) => {
      const sorted = [...mine].sort((a, b) => a.second - b.second);
      const lines = sorted.flatMap((visit) => Array<string>(visit.copies).fill(usual(visit)));
      const path = join(folder, `run${run}-${file}.csv${file === 1 ? '.gz' : ''}`);
      // One file has a row of too few fields, and one ends in such a row.
      const rows = file === 0 ? [lines[0], timeOf(0), ...lines.slice(1), ''] : [...lines, `${timeOf(0)} UTC,view,5`];
      const text = [kaggleHeader, ...rows].join('\n');
      await writeFile(path, file === 1 ? gzipSync(text) : text);
      return path;
    }),
  );
  const [usually, otherwise] = [`usual ${run}`, `otherwise ${run}`];
  let isTold = false;
  const onProgress = ({ early }: { readonly early?: unknown }) => void (isTold ||= early !== undefined);
  await engine.call('datasets.load', { dataset: usually, paths, ...more }, { onProgress });
  await engine.call('datasets.load', { dataset: otherwise, paths, layout: otherWay, ...more });
  const expected = await readAll(otherwise);
  const found = await readAll(usually);
  for (const [what, value] of Object.entries(expected)) expect(found[what], what).toEqual(value);
  for (const dataset of [usually, otherwise]) await engine.call('datasets.remove', { dataset });
  return isTold;
}

describe('files of usual rows', () => {
  it.each([{ dropDuplicates: false }, { dropDuplicates: true }])(
    'give the dataset that the general way of reading gives: %o',
    async (more) => {
      let told = 0;
      await fc.assert(
        fc.asyncProperty(visits, fc.boolean(), async (found, isApart) => {
          // By thirds of the time no file begins before another ends; else they overlap.
          const of = ({ second, file }: Visit) => (isApart ? Math.min(2, Math.floor(second / 86_401)) : file);
          const files = [0, 1, 2].map((file) => found.filter((visit) => of(visit) === file));
          if (
            await compareWays(
              files.filter((file) => file.length > 0),
              more,
            )
          )
            told++;
        }),
        { numRuns: 12 },
      );
      if (!more.dropDuplicates) expect(told).toBeGreaterThan(0); // who drops is told nothing early
    },
    240_000,
  );
});

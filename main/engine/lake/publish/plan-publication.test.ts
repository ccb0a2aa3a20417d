import { describe, expect, it } from 'vitest';
import type { DatasetInfo } from '../../../../preload/contract.js';
import type { LakeManifest } from '../../lake-manifest.js';
import type { Piece } from './gather-pieces.js';
import { parsePlace } from './lake-place.js';
import { canReadRaw, planPublication, requireOwnLake } from './plan-publication.js';
import { estimateCost } from './publication-cost.js';
import { requireSpace } from './requirements.js';
import { choosePartBytes } from './send-file.js';

const place = parsePlace('s3://lake/shop');
const key = (name: string) => `curated/events/event_date=2019-10-0${name}/part-${name.repeat(16)}.parquet`;

const piece = (name: string): Piece => ({
  key: key(name),
  table: 'events',
  partition: `2019-10-0${name}`,
  rows: 10,
  isWhole: true,
  fingerprint: name,
  estimatedBytes: 1000,
  select: '',
  values: [],
});

const object = (name: string) => ({
  key: key(name),
  bytes: 500,
  rows: 10,
  sha256: '',
  fingerprint: name,
  partition: `2019-10-0${name}`,
  columnBytes: [],
});

const manifest = (names: readonly string[]): LakeManifest => ({
  format: 'vitrine-lake',
  version: 1,
  state: 'complete',
  dataset: 'October',
  database: 'shop',
  publishedAt: '',
  models: '',
  rows: 10,
  from: null,
  to: null,
  absentFields: [],
  sessionGapMinutes: null,
  definitions: {},
  tables: {
    events: { columns: [], rows: 10, objects: names.map(object) },
    old_model: { columns: [], rows: 0, objects: [] },
  },
  raw: [],
});

const plan = (
  there: Readonly<Record<string, number>>,
  before: LakeManifest | null,
  raw: Parameters<typeof planPublication>[0]['raw'] = { files: [], notes: [] },
) =>
  planPublication({
    place,
    info: {} as DatasetInfo,
    gathered: { tables: [{ name: 'events', columns: [] }], pieces: ['1', '2'].map(piece), days: null },
    raw,
    manifest: before,
    there: new Map(Object.entries(there)),
  });

const kept = (made: ReturnType<typeof plan>) => made.pieces.map((one) => one.kept !== null);

describe('what is kept', () => {
  it('is what the manifest names with the same rows, and what lies there with the same size', () => {
    expect(kept(plan({ [key('1')]: 500, [key('2')]: 500 }, manifest(['1', '2'])))).toEqual([true, true]);
    expect(kept(plan({ [key('1')]: 500 }, manifest(['1', '2'])))).toEqual([true, false]);
    expect(kept(plan({ [key('1')]: 499, [key('2')]: 500 }, manifest(['2'])))).toEqual([false, true]);
  });

  it('is nothing else: what was replaced goes, and tables that there are no more', () => {
    const made = plan({ [key('1')]: 500, [key('3')]: 500 }, manifest(['1', '3']));
    expect([...made.removed]).toEqual([[key('3'), 500]]);
    expect(made.dropped).toEqual(['old_model']);
  });
});

describe('what is not ours', () => {
  it.each([
    ['without a manifest', { [key('1')]: 500 }, null],
    ['beside our objects', { 'curated/events/export.csv': 1 }, manifest([])],
  ])('stops publishing %s', (_, there, before) => {
    expect(() => plan(there, before)).toThrow(/objects that Vitrine did not publish: s3:\/\/lake\/shop\/curated/);
  });

  it('may lie where no table reads it', () => {
    const there = { 'curated/other/a.parquet': 1, 'curated/events/': 0, 'curated/events/_SUCCESS': 0 };
    expect([...plan(there, null).removed]).toEqual([]);
  });

  it('stays in the raw zone, which then is no table', () => {
    const file = { key: 'raw/a.csv', name: 'a.csv', bytes: 1, sha256: '', isUsual: true, path: null };
    const alone = plan({ 'raw/a.csv': 1 }, null, { files: [file], notes: [] });
    expect(canReadRaw(alone, alone.raw)).toBe(true);
    expect(canReadRaw(alone, [{ ...file, isUsual: false }])).toBe(false);
    const mixed = plan({ 'raw/a.csv': 1, 'raw/b.csv': 1 }, null, { files: [file], notes: [] });
    expect(canReadRaw(mixed, mixed.raw)).toBe(false);
    expect(mixed.notes).toEqual([expect.stringContaining('“raw/b.csv”, not of this dataset: it stays')]);
  });

  it('is a lake of another dataset or database', () => {
    const own = { dataset: 'October', database: 'shop' };
    expect(() => requireOwnLake(manifest([]), place, own)).not.toThrow();
    expect(() => requireOwnLake(null, place, own)).not.toThrow();
    expect(() => requireOwnLake(manifest([]), place, { ...own, dataset: 'May' })).toThrow('of the dataset “October”');
    expect(() => requireOwnLake(manifest([]), place, { ...own, database: 'b' })).toThrow('in the database “shop”');
  });
});

it('the disk must hold the files on their way', () => {
  const made = plan({}, null);
  expect(() => requireSpace(made, 4000)).not.toThrow();
  expect(() => requireSpace(made, null)).not.toThrow();
  expect(() => requireSpace(made, 3999)).toThrow(/Publishing needs about 1 MB/);
});

it('parts are of 16 MiB, and more where a file would have too many', () => {
  expect(choosePartBytes(1)).toBe(16 * 2 ** 20);
  expect(choosePartBytes(100e9)).toBe(16 * 2 ** 20);
  const large = choosePartBytes(5e12);
  expect(Math.ceil(5e12 / large)).toBeLessThanOrEqual(10_000);
  expect(large % 2 ** 20).toBe(0);
});

it('cost: each object is begun, sent in parts, completed and looked at; a month has what is stored', () => {
  const { requests, requestsUsd, storageUsdPerMonth } = estimateCost([1000, 40e6], 2 ** 30);
  expect(requests).toBe(3 + 5 + 5);
  expect(requestsUsd).toBeCloseTo((13 * 0.005 + 3 * 0.0004) / 1000, 12);
  expect(storageUsdPerMonth).toBeCloseTo(0.023, 12);
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { LakeManifest } from '../../lake-manifest.js';
import { readQueryFiles } from '../../query-files.js';
import { parsePlace } from './lake-place.js';
import type { LakeStore } from './lake-store.js';
import { loadManifest, modelsVersion, readableManifest, storeManifest } from './stored-manifest.js';

const files = await readQueryFiles(join(import.meta.dirname, '../../../../queries'));

const table = { columns: [], objects: [], rows: 0 };
const manifest: LakeManifest = {
  format: 'vitrine-lake',
  version: 1,
  state: 'complete',
  dataset: 'October',
  database: 'shop',
  publishedAt: '2026-11-21T00:00:00.000Z',
  models: modelsVersion(files),
  rows: 0,
  from: null,
  to: null,
  absentFields: ['brand'],
  sessionGapMinutes: 30,
  tables: { events: table, users: table, user_slots: table, product_words: table, user_words: table },
  definitions: {},
  raw: [],
};

/** A place that holds what was written last. */
function makeStore(text: string | null) {
  const held = { text };
  const store: Pick<LakeStore, 'place' | 'read' | 'write'> = {
    place: parsePlace('s3://lake/shop'),
    read: async () => (held.text === null ? null : { text: held.text, etag: '"1"' }),
    write: async (_, written) => {
      held.text = written;
      return '"1"';
    },
  };
  return store as LakeStore;
}

it('is read as it was written; where there is none it is null', async () => {
  const store = makeStore(null);
  expect(await loadManifest(store)).toBeNull();
  const { bytes, etag } = await storeManifest(store, manifest, null);
  expect(await loadManifest(store)).toEqual({ manifest, etag });
  expect(bytes).toBe((await store.read(''))?.text.length);
});

it.each(['', '{', '{"format":"other"}', JSON.stringify({ ...manifest, version: 2 })])('%s is none', async (text) => {
  await expect(loadManifest(makeStore(text))).rejects.toMatchObject({
    code: 'mismatch',
    message: 's3://lake/shop/manifest.json is no manifest that this version of Vitrine reads.',
  });
});

it('half published is not read', () => {
  const reading = () => readableManifest({ ...manifest, state: 'publishing' }, files, 's3://lake/shop/');
  expect(reading).toThrow('The lake at s3://lake/shop/ is half published.');
});

it('models of other texts are not offered, events and dictionaries are', () => {
  expect(readableManifest(manifest, files, '')).toEqual(manifest);
  const other = readableManifest({ ...manifest, models: 'of another version' }, files, '');
  expect(Object.keys(other.tables)).toEqual(['events', 'product_words', 'user_words']);
  const [[name, model] = []] = [...files.models];
  if (name === undefined || model === undefined) throw new Error('There is no model.');
  const changed = new Map(files.models).set(name, { ...model, sql: `${model.sql} ` });
  expect(modelsVersion({ ...files, models: changed })).not.toBe(manifest.models);
});

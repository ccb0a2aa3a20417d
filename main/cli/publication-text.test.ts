import { expect, it } from 'vitest';
import type { Publication, PublishObject } from '../../preload/contract.js';
import { publicationLines } from './publication-text.js';

const object = (key: string, more: Partial<PublishObject>): PublishObject => ({
  key,
  zone: 'curated',
  table: 'events',
  partition: null,
  rows: 1200,
  bytes: 2_000_000,
  estimatedBytes: 1_900_000,
  action: 'put',
  ...more,
});

const publication: Publication = {
  dataset: 'October',
  connection: 'shop',
  to: 's3://lake/shop/',
  isDryRun: false,
  objects: [
    object('curated/events/event_date=2019-10-01/part-1.parquet', {}),
    object('curated/events/event_date=2019-10-02/part-2.parquet', { action: 'keep' }),
    object('curated/events/event_date=2019-10-02/part-3.parquet', { action: 'delete', rows: null }),
    object('raw/a.csv', { zone: 'raw', table: 'raw_events', rows: null }),
    object('manifest.json', { zone: 'manifest', table: null, rows: null, bytes: 4000 }),
  ],
  bytes: 4_004_000,
  statements: ['CREATE DATABASE IF NOT EXISTS `shop`', 'DROP TABLE IF EXISTS `shop`.`events`'],
  cost: { requests: 10, requestsUsd: 0.0005, storageUsdPerMonth: 0.13 },
  notes: ['The file “b\u001b.csv” is not in the raw zone.'],
  seconds: 12.3,
};

it('says in a table what was put, kept and deleted, and what it cost', () => {
  expect([...publicationLines(publication)].join('')).toBe(`Published October to s3://lake/shop/ in 12.3 s.

table     put  keep  delete   rows    size
────────  ───  ────  ──────  ─────  ──────
events      1     1       1  2,400  4.0 MB
raw         1     0       0         2.0 MB
manifest    1     0       0         4.0 kB

  sent        3 objects, 4.0 MB
  statements  2, by the connection shop
  cost        $0.00050 for 10 requests, $0.13 a month for what is stored
  note        The file “b�.csv” is not in the raw zone.
`);
});

it('a dry run names every object and statement, and what is only estimated', () => {
  const objects = publication.objects.map((one) => (one.action === 'put' ? { ...one, bytes: null } : one));
  const text = [...publicationLines({ ...publication, isDryRun: true, objects })].join('');
  expect(text).toContain('Publishing October to s3://lake/shop/ would do this, and has done nothing:\n');
  for (const { key } of objects) expect(text).toContain(`  ${key}\n`);
  expect(text).toMatch(/put +1,200 +about 1\.9 MB +curated/);
  expect(text).toMatch(/keep +1,200 +2\.0 MB +curated/);
  for (const statement of publication.statements) expect(text).toContain(`${statement};\n`);
  expect(text).toContain('about $0.00050 for 10 requests');
});

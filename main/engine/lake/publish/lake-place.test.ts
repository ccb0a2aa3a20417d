import { expect, it } from 'vitest';
import { nameObject, parsePlace, tableOfKey } from './lake-place.js';

it.each([
  ['s3://shop', 'shop', '', 's3://shop/'],
  ['s3://shop/', 'shop', '', 's3://shop/'],
  ['s3://shop/lake', 'shop', 'lake/', 's3://shop/lake/'],
  ['s3://shop/lake/of october//', 'shop', 'lake/of october/', 's3://shop/lake/of october/'],
])('%s is a place', (uri, bucket, prefix, whole) => {
  expect(parsePlace(uri)).toEqual({ bucket, prefix, uri: whole });
});

it('objects are named by their table, day and rows, and known again', () => {
  const fingerprint = '0123456789abcdef0123456789abcdef';
  const day = nameObject('events', '2019-10-01', fingerprint, { number: 1, of: 1 });
  expect(day).toBe('curated/events/event_date=2019-10-01/part-0123456789abcdef.parquet');
  const part = nameObject('user_slots', null, fingerprint, { number: 2, of: 3 });
  expect(part).toBe('curated/user_slots/part-0123456789abcdef-002.parquet');
  expect([day, part].map(tableOfKey)).toEqual(['events', 'user_slots']);
});

it.each(['manifest.json', 'raw/a.csv', 'curated/events/a.parquet', 'curated/events/event_date=2019-10-01/a.parquet'])(
  '%s is no object of a table',
  (key) => {
    expect(tableOfKey(key)).toBeNull();
  },
);

import { describe, expect, it } from 'vitest';
import { dayOfKey, isLoadable, parseS3, placeOfKey, safeName } from './s3-address.js';

describe('addresses in S3', () => {
  it('are taken as they are', () => {
    expect(parseS3('s3://shop/raw/a b+c%20é.csv')).toEqual({ bucket: 'shop', key: 'raw/a b+c%20é.csv' });
    expect(parseS3('s3://shop')).toEqual({ bucket: 'shop', key: '' });
    expect(parseS3('s3:///key')).toBeNull();
    expect(parseS3('https://shop/key')).toBeNull();
  });

  it('name days by their folders', () => {
    expect(dayOfKey('curated/events/event_date=2019-10-01/part-0.parquet')).toBe('2019-10-01');
    expect(dayOfKey('dt=20191031/a.csv')).toBe('2019-10-31');
    expect(dayOfKey('year=2019/month=1/day=07/a.csv')).toBe('2019-01-07');
    expect(dayOfKey('x/date=2019-10-02/y/a.csv')).toBe('2019-10-02');
    for (const key of ['event_date=2019-02-30/a.csv', 'event_date=2019-10-01', 'year=2019/month=10/a.csv', 'a.csv'])
      expect(dayOfKey(key)).toBeNull();
  });

  it('say by their names whether they can be loaded', () => {
    for (const key of ['a.csv', 'x/2019-Oct.csv.gz', 'p.PARQUET', 'e.ndjson', 'z.zip'])
      expect(isLoadable(key)).toBe(true);
    for (const key of ['', 'a/', '_SUCCESS', '_part.csv', '.a.csv', 'manifest.json', 'q.csv.metadata'])
      expect(isLoadable(key)).toBe(false);
  });
});

describe('files of objects', () => {
  it('keep the partition, or the folder, before the name', () => {
    expect(placeOfKey('lake/events/event_date=2019-10-01/part-0.parquet')).toEqual([
      'event_date=2019-10-01',
      'part-0.parquet',
    ]);
    expect(placeOfKey('t/year=2019/month=10/a.csv')).toEqual(['year=2019', 'month=10', 'a.csv']);
    expect(placeOfKey('raw/2019/a.csv')).toEqual(['2019', 'a.csv']);
    expect(placeOfKey('a.csv')).toEqual(['a.csv']);
  });

  it('have names that every file system takes', () => {
    expect(safeName('a:b?c*.csv')).toBe('a_b_c_.csv');
    expect(safeName('..')).toBe('file');
    expect(safeName('con.csv')).toBe('_con.csv');
    const long = safeName(`${'x'.repeat(300)}.csv.gz`);
    expect(long).toHaveLength(120);
    expect(long.endsWith('x.csv.gz')).toBe(true);
  });
});

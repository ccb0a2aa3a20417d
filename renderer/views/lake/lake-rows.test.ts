import { expect, test } from 'vitest';
import type { LakeObject } from '../../../preload/contract.js';
import { dayOf, dayOfFolder, idOf, toRows, toTable } from './lake-rows.js';

function object(key: string, bytes: number, day: string | null = null): LakeObject {
  return { uri: `s3://lake/${key}`, key, bytes, modifiedAt: null, etag: 'e', isLoadable: true, day };
}

test('a folder names its day as event_date or dt, with dashes or without', () => {
  expect(
    ['event_date=2019-10-01/', 'a/dt=20191002/', 'DT=2019-10-03/', 'dt=today/', '2019-10-01/'].map(dayOfFolder),
  ).toEqual(['2019-10-01', '2019-10-02', '2019-10-03', null, null]);
});

test('rows are folders, then files, by the names that they have below the prefix; folder markers are none', () => {
  const rows = toRows(
    'in/',
    ['in/dt=2019-10-01/'],
    [object('in/', 0), object('in/a.csv', 12), object('in/empty.csv', 0)],
  );
  expect(rows.map(({ name }) => name)).toEqual(['dt=2019-10-01/', 'a.csv', 'empty.csv']);
  expect(rows.map(idOf)).toEqual(['in/dt=2019-10-01/', 's3://lake/in/a.csv', 's3://lake/in/empty.csv']);
  expect(rows.map(dayOf)).toEqual(['2019-10-01', null, null]);
});

test('the table has a column of days only where there are days', () => {
  const names = (rows: Parameters<typeof toTable>[0]) => toTable(rows).columns.map(({ name }) => name);
  expect(names(toRows('', [], [object('a.csv', 1)]))).not.toContain('day');
  expect(names(toRows('', [], [object('dt=2019-10-01/a.csv', 1, '2019-10-01')]))).toContain('day');
  expect([
    ...(toTable(toRows('', ['x/'], [object('a.csv', 7)])).columns.find(({ name }) => name === 'bytes')?.values ?? []),
  ]).toEqual([NaN, 7]);
});

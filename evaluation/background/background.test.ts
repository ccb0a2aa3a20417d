import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCases } from '../cases/make-cases.js';
import { mergeIntoBatches } from '../cases/merge.js';
import { openTinyPlace } from '../tiny-background.js';
import { writeCsv, writeLabels } from '../write-files.js';
import { readBackground } from './background.js';
import { RowReader } from './row-reader.js';
import { measureShape } from './shape.js';

const ascii = new TextEncoder();

test('rows are read whatever the cuts, with unknown words, prices and sessions', () => {
  const lines = [
    'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
    '2019-10-01 00:00:07 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3-4e00-8c23-a032dfed738c',
    '2019-10-01 00:01:00 UTC,purchase,5,21,a.b,,,7,',
    'this is not an event',
    '',
  ];
  const bytes = ascii.encode(lines.join('\n'));
  for (const size of [1, 7, 1000]) {
    const reader = new RowReader();
    for (let at = 0; at < bytes.length; at += size) reader.read(bytes.subarray(at, at + size));
    const { rows, refused } = reader;
    expect([rows.length, refused]).toEqual([2, 1]);
    expect([...rows.second.subarray(0, 2)].map((at) => at - 1569888000)).toEqual([7, 60]);
    expect([...rows.type.subarray(0, 2), ...rows.product.subarray(0, 2)]).toEqual([0, 3, 44600062, 5]);
    expect(rows.price[0]).toBeCloseTo(35.79, 4);
    expect(rows.price[1]).toBeNaN();
    expect([rows.sessionHigh[1], rows.sessionLow[1]]).toEqual([0x20000000, 7]);
    expect(reader.goods.find(44600062)).toMatchObject({ category: '', categoryCode: -1, brand: 'shiseido' });
  }
});

test('made weeks are of the density and shape that the shop has', () => {
  const { background } = openTinyPlace(2, 1);
  const shape = measureShape(background);
  expect(shape.perSecond).toBeGreaterThan(0.8);
  expect(shape.perSecond).toBeLessThan(1.2);
  expect(shape.reviewShare).toBeGreaterThan(0.28);
  expect(shape.reviewShare).toBeLessThan(0.38);
  expect(shape.sessionMedian).toBe(2);
  expect(background.rows.label.subarray(0, background.rows.length).every((label) => label === -1)).toBe(true);
});

test('what is merged is all of both, in order, and comes back from the CSV', async () => {
  const { background, ...place } = openTinyPlace(1, 0.5);
  const { rows: cases, labels } = makeCases({ background, ...place }, 'medium', [1]);
  let last = -Infinity;
  let rows = 0;
  let spent = 0;
  mergeIntoBatches(background.rows, cases, background.goods, ({ length, row, time, type, price }) => {
    for (let at = 0; at < length; at++) {
      if ((time[at] as number) < last) expect.fail(`row ${rows} goes back`);
      expect(row[at]).toBe(rows++);
      last = time[at] as number;
      if (type[at] === 3) spent += price[at] as number;
    }
  });
  expect(rows).toBe(background.rows.length + cases.length);

  const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
  try {
    const [csv, json] = [join(folder, 'merged.csv'), join(folder, 'labels.json')];
    writeCsv(csv, background, cases);
    writeLabels(json, labels);
    const again = await readBackground('again', csv);
    expect(again.rows.length).toBe(rows);
    let paid = 0;
    for (let at = 0; at < rows; at++) if (again.rows.type[at] === 3) paid += again.rows.price[at] as number;
    expect(paid).toBeCloseTo(spent, 0);
    const [first] = JSON.parse(readFileSync(json, 'utf8')) as { users: string[]; sessions: string[]; start: string }[];
    expect(first?.start).toMatch(/^2019-10-01T\d\d:\d\d:\d\dZ$/);
    const text = readFileSync(csv, 'utf8');
    expect(text).toContain(`,${first?.users[0]},${first?.sessions[0]}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

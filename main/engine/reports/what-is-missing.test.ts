/** A dataset without a column: sentences, and nothing shown as zero that is not known. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeResult } from '../../../charts/example-results.js';
import type { Field } from '../../../preload/contract.js';
import { readQueryFiles, type ReportFile } from '../query-files.js';
import { blankMoney, describeMissing } from './what-is-missing.js';

let reports: ReadonlyMap<string, ReportFile>;
beforeAll(async () => {
  ({ reports } = await readQueryFiles(join(import.meta.dirname, '../../../queries')));
});

function read(id: string): ReportFile {
  const report = reports.get(id);
  if (report === undefined) throw new Error(`no report ${id}`);
  return report;
}

const lacks = (...absentFields: Field[]) => ({ absentFields, sessionGapMinutes: null });

describe('what is said', () => {
  const say = (
    id: string,
    facts: ReturnType<typeof lacks> | { sessionGapMinutes: number; absentFields: Field[] },
    params = {},
  ) => describeMissing(read(id), params, facts).join(' ');

  it('is nothing where nothing is missing', () => {
    for (const id of reports.keys()) expect(say(id, lacks()), id).toBe('');
  });

  it('names the column, only where the report needs it', () => {
    expect(say('brand-opportunities', lacks('brand'))).toContain('no brands to rank');
    expect(say('cart-abandonment', lacks('brand'), { by: 'brand' })).toContain('every brand is unknown');
    expect(say('cart-abandonment', lacks('brand', 'category_code'), { by: 'day' })).toBe('');
    expect(say('unique-visitors', lacks('brand', 'price', 'category_code'))).toBe('');
    expect(say('top-categories', lacks('category_code'))).toContain('nothing to rank');
    expect(say('top-categories', lacks('price'), { measure: 'views' })).toBe('');
    expect(say('top-categories', lacks('price'), { measure: 'revenue' })).toContain('no price column');
    expect(say('shop-days', lacks('price'))).toContain('no price column');
  });

  it('tells of made sessions wherever sessions count', () => {
    const made = { absentFields: ['user_session'] as Field[], sessionGapMinutes: 30 };
    for (const id of ['unique-visitors', 'cart-abandonment', 'brand-opportunities', 'time-to-purchase'])
      expect(say(id, made), id).toContain('more than 30 minutes');
    expect(say('top-categories', made)).toBe('');
  });
});

describe('money without prices', () => {
  const columns = ['day:date:', 'purchases:integer:events', 'revenue:number:money'];
  const rows = [{ day: '2019-10-01', purchases: 3, revenue: 0 }];

  it('is not known, in the rows and in the summary; everything else stays', () => {
    const result = makeResult('shop-days', {}, columns, rows, { purchases: 3, revenue: 0 });
    expect(blankMoney(result, read('shop-days'), lacks('brand'))).toBe(result);
    const { summary, table } = blankMoney(result, read('shop-days'), lacks('price'));
    expect(summary).toEqual({ purchases: 3, revenue: null });
    expect(table.columns.map(({ values }) => [...values])).toEqual([['2019-10-01'], [3], [NaN]]);
  });

  it('leaves no row of categories by revenue', () => {
    const result = makeResult(
      'top-categories',
      { measure: 'revenue' },
      ['category:text:', 'n:number:measure'],
      [{ category: 'a', n: 0 }],
      { n: 0 },
    );
    const { summary, table } = blankMoney(result, read('top-categories'), lacks('price'));
    expect([summary, table.rowCount, table.columns.map(({ values }) => values.length)]).toEqual([
      { n: null },
      0,
      [0, 0],
    ]);
  });
});

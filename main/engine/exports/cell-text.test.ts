import { describe, expect, it } from 'vitest';
import { exampleVisitors, makeResult } from '../../../charts/example-results.js';
import { describeColumn } from '../../../charts/describe-column.js';
import { cellReader, parameterTexts, rangeText } from './cell-text.js';

function cells(result: ReturnType<typeof makeResult>): readonly (readonly string[])[] {
  const readers = result.table.columns.map((column) => cellReader(column, result.params));
  return Array.from({ length: result.table.rowCount }, (_, row) => readers.map((read) => read(row)));
}

describe('a cell', () => {
  it('reads as people write it, by its unit', () => {
    const result = makeResult(
      'any',
      {},
      ['weekday:integer:weekday', 'hour:integer:hour', 'rate:number:share', 'left:number:money', 'product_id:id:'],
      [
        { weekday: 1, hour: 7, rate: 0.123, left: 1234.5, product_id: '1003461' },
        { weekday: 7, hour: 23, rate: null, left: 0, product_id: null },
      ],
    );
    expect(cells(result)).toEqual([
      ['Mon', '07:00', '12.3%', '1,234.50', '1003461'],
      ['Sun', '23:00', '–', '0.00', '–'],
    ]);
  });

  it('calls an unknown name unknown and a week by its Monday', () => {
    const named = makeResult('any', {}, ['brand:text:', 'segment:text:'], [{ brand: null, segment: 'under_exposed' }]);
    expect(cells(named)).toEqual([['unknown', 'under-exposed']]);
    expect(cells(exampleVisitors('week'))[0]?.[0]).toBe('week of Mon 30 Sep 2019');
  });
});

describe('a column', () => {
  it('has the same number of decimals in all its cells', () => {
    const result = makeResult(
      'any',
      {},
      ['rate:number:', 'n:number:'],
      [
        { rate: 1, n: 5 },
        { rate: 12.25, n: 1200 },
      ],
    );
    expect(cells(result)).toEqual([
      ['1.00', '5'],
      ['12.25', '1,200'],
    ]);
  });

  it('is named and written after the measure', () => {
    const params = { measure: 'conversion', by: 'hour' };
    const result = makeResult('any', params, ['n:number:measure', 'rate:number:measure'], [{ n: 0.0438, rate: 0.1 }]);
    expect(cells(result)).toEqual([['4.4%', '10.0%']]);
    const [n, rate] = makeResult('any', {}, ['n:number:measure', 'rate:number:measure'], []).table.columns;
    expect(n && describeColumn(n, { measure: 'revenue', by: 'hour' })).toMatchObject({
      title: 'Revenue',
      unit: 'money',
    });
    expect(rate && describeColumn(rate, { measure: 'views', by: 'weekday' }).title).toBe('Views per day');
  });
});

describe('the question in words', () => {
  it('has both ends of the range inside', () => {
    expect(rangeText({ from: '2019-10-01', to: '2019-11-01' })).toBe('1 Oct – 31 Oct 2019');
    expect(rangeText({ from: '2019-12-31', to: '2020-01-02' })).toBe('31 Dec 2019 – 1 Jan 2020');
    expect(rangeText({ from: '2019-10-01', to: '2019-10-02' })).toBe('1 Oct 2019');
  });

  it('tells no filter from the unknown one', () => {
    const params = { category: null, brand: '', exclude_flagged: true, by: 'weekday_hour', 'window-hours': 24 };
    const own = [
      { name: 'by', title: 'Lines by' },
      { name: 'window-hours', title: 'Window (hours)' },
    ];
    expect(parameterTexts(params, own)).toEqual([
      ['Category', 'all'],
      ['Brand', 'unknown only'],
      ['Flagged users', 'left out'],
      ['Lines by', 'weekday × hour'],
      ['Window (hours)', '24'],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { exampleCarts, makeResult } from '../../../charts/example-results.js';
import { reportJson } from './report-json.js';

function parse(result: Parameters<typeof reportJson>[0]): Record<string, unknown> {
  return JSON.parse([...reportJson(result)].join('')) as Record<string, unknown>;
}

describe('a report as JSON', () => {
  it('has the fields of the contract', () => {
    const document = parse(exampleCarts('product'));
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining(['report', 'dataset', 'params', 'summary', 'columns', 'rows', 'sql', 'elapsedMs']),
    );
    expect(document['columns']).toContainEqual(
      expect.objectContaining({ name: 'value_left', type: 'number', unit: 'money' }),
    );
  });

  it('writes numbers as numbers, ids as texts, what is not known as null', () => {
    const result = makeResult(
      'any',
      {},
      ['category:text:', 'product_id:id:', 'n:integer:', 'rate:number:', 'flag:boolean:'],
      [
        { category: null, product_id: '9223372036854775807', n: 3, rate: 0.25, flag: 'true' },
        { category: '', product_id: '1', n: 0, rate: null, flag: null },
      ],
      { n: 3, rate: null },
    );
    const document = parse(result);
    expect(document['rows']).toEqual([
      { category: null, product_id: '9223372036854775807', n: 3, rate: 0.25, flag: true },
      { category: '', product_id: '1', n: 0, rate: null, flag: null },
    ]);
    expect(document['summary']).toEqual({ n: 3, rate: null });
  });

  it('names the unit that the measure gives', () => {
    const result = makeResult('any', { measure: 'revenue', by: 'hour' }, ['n:number:measure'], [{ n: 1.5 }]);
    expect(parse(result)['columns']).toEqual([{ name: 'n', type: 'number', unit: 'money', title: 'Revenue' }]);
  });

  it('says what the dataset lacks for the report', () => {
    const notes = ['No prices in this dataset.', 'Sessions are made.'];
    expect(parse({ ...exampleCarts(), notes })['notes']).toEqual(notes);
    expect(parse(exampleCarts())['notes']).toEqual([]);
  });

  it('has an empty list of rows where there are none', () => {
    expect(parse(makeResult('any', {}, ['n:integer:'], []))['rows']).toEqual([]);
  });
});

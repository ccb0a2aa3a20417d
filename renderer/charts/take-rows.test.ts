import { expect, it } from 'vitest';
import { exampleBrands } from '../../charts/example-results.js';
import { takeRows } from './take-rows.js';

it('takes rows of every column, in the order asked for', () => {
  const { table } = exampleBrands(5);
  const taken = takeRows(table, [4, 0]);
  expect(taken.rowCount).toBe(2);
  for (const [at, column] of taken.columns.entries()) {
    const { values } = table.columns[at] ?? { values: [] };
    expect(Array.from<unknown>(column.values)).toEqual([values[4], values[0]]);
  }
});

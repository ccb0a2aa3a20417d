import { expect, test } from 'vitest';
import { questionOf } from './filters.js';
import { noFilters } from './place.js';

test('a question of the filters is for this machine, whatever engine they name: elsewhere only a person asks', () => {
  const question = questionOf('unique-visitors', {
    ...noFilters,
    dataset: 'Oct',
    engine: 'athena',
    connection: 'lake',
  });
  expect(question).toMatchObject({ report: 'unique-visitors', dataset: 'Oct' });
  expect(question).not.toHaveProperty('engine');
  expect(question).not.toHaveProperty('connection');
});

test('without a dataset on this machine a lake is asked under the name of its connection', () => {
  expect(questionOf('unique-visitors', noFilters)).toBeNull();
  const elsewhere = { ...noFilters, engine: 'trino', connection: 'cluster' } as const;
  expect(questionOf('unique-visitors', elsewhere)).toMatchObject({ dataset: 'cluster' });
});

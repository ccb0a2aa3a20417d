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

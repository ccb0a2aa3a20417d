import { expect, it } from 'vitest';
import { noFilters } from '../../state/place.js';
import { readAlertQuestion, readChoices, readEntity, toggleChoice } from './alert-question.js';

it('reads the facets, and leaves out what is no choice', () => {
  const own = { severity: 'high,huge', state: '', family: 'rate,crawl', search: '512' };
  expect(readAlertQuestion({ ...noFilters, dataset: 'Oct' }, own)).toEqual({
    dataset: 'Oct',
    severities: ['high'],
    families: ['rate', 'crawl'],
    search: '512',
  });
  expect(readAlertQuestion(noFilters, own)).toBeNull();
});

it('takes the days of the bar, unless the timeline chooses a time', () => {
  const filters = { ...noFilters, dataset: 'Oct', from: '2019-10-02', to: '2019-10-03' };
  expect(readAlertQuestion(filters, {})).toMatchObject({
    from: '2019-10-02T00:00:00.000Z',
    to: '2019-10-03T00:00:00.000Z',
  });
  expect(readAlertQuestion(filters, { since: '2019-10-02T06:00:00.000Z' })).toMatchObject({
    from: '2019-10-02T06:00:00.000Z',
  });
});

it('adds and takes away a choice', () => {
  expect(toggleChoice(undefined, 'high')).toBe('high');
  expect(toggleChoice('high', 'low')).toBe('high,low');
  expect(toggleChoice('high,low', 'high')).toBe('low');
  expect(toggleChoice('low', 'low')).toBeNull();
  expect(readChoices('low,high', ['high', 'medium', 'low'])).toEqual(['high', 'low']);
});

it('reads entities, ids with colons too', () => {
  expect(readEntity('session:a:b')).toEqual({ type: 'session', id: 'a:b' });
  expect([readEntity('global:all'), readEntity('user:'), readEntity(undefined)]).toEqual([null, null, null]);
});

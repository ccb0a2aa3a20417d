import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPlace, noFilters, parsePlace, screens, type Place } from './place.js';

test('a hash is read into screen, filters and own parameters', () => {
  expect(
    parsePlace('#/visitors?dataset=Oct&from=2019-10-01&to=2019-10-08&tz=Asia/Kathmandu&brand=apple&grain=week'),
  ).toEqual({
    screen: 'visitors',
    filters: {
      ...noFilters,
      dataset: 'Oct',
      from: '2019-10-01',
      to: '2019-10-08',
      tz: 'Asia/Kathmandu',
      brand: 'apple',
    },
    own: { grain: 'week' },
  });
});

test('the empty value chooses the unknown category, no value all of them', () => {
  expect(parsePlace('#/carts?category=').filters.category).toBe('');
  expect(parsePlace('#/carts').filters.category).toBeNull();
});

test('what makes no sense is read as absent', () => {
  expect(parsePlace('')).toEqual({ screen: 'overview', filters: noFilters, own: {} });
  expect(parsePlace('#/nowhere').screen).toBe('overview');
  const { filters } = parsePlace('#/brands?from=yesterday&to=2019-13-01&tz=Mars/Olympus&excludeFlagged=maybe');
  expect(filters).toEqual(noFilters);
});

test('a day that the calendar does not have is read as absent', () => {
  for (const day of ['2019-02-29', '2019-02-31', '2019-11-31', '2019-00-10', '2019-01-00', '2019-01-32'])
    expect(parsePlace(`#/carts?from=${day}`).filters.from, day).toBeNull();
  expect(parsePlace('#/carts?from=2020-02-29').filters.from).toBe('2020-02-29');
});

test('a range that ends before it begins chooses all days', () => {
  expect(parsePlace('#/carts?from=2019-10-08&to=2019-10-08').filters).toEqual(noFilters);
});

test('an engine elsewhere is named with its connection; half of it is read as this machine', () => {
  expect(parsePlace('#/carts?engine=athena&connection=lake').filters).toEqual({
    ...noFilters,
    engine: 'athena',
    connection: 'lake',
  });
  for (const half of [
    'engine=athena',
    'connection=lake',
    'engine=duckdb&connection=lake',
    'engine=oracle&connection=x',
  ])
    expect(parsePlace(`#/carts?${half}`).filters, half).toEqual(noFilters);
});

test('what is at its default is not written', () => {
  expect(formatPlace({ screen: 'carts', filters: noFilters, own: {} })).toBe('#/carts');
});

test('every place survives being written and read', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
  const days = fc.tuple(day, day).map((pair) => pair.map((date) => date.toISOString().slice(0, 10)).sort());
  const text = fc.string();
  const place: fc.Arbitrary<Place> = fc
    .record({
      screen: fc.constantFrom(...screens),
      days,
      dataset: fc.option(text),
      tz: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'),
      category: fc.option(text),
      brand: fc.option(text),
      excludeFlagged: fc.boolean(),
      engine: fc.oneof(
        fc.constant({ engine: 'duckdb', connection: null } as const),
        fc.record({ engine: fc.constantFrom('athena', 'trino'), connection: fc.string({ minLength: 1 }) }),
      ),
      own: fc.dictionary(
        text.filter((name) => !(name in noFilters)),
        text,
      ),
    })
    .map(({ screen, days: [from = '', to = ''], own, engine, ...filters }) => ({
      screen,
      filters: { ...filters, ...engine, from: from < to ? from : null, to: from < to ? to : null },
      own: { ...own },
    }));
  fc.assert(
    fc.property(place, (one) => {
      expect(parsePlace(formatPlace(one))).toEqual(one);
    }),
  );
});

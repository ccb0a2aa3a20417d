import { expect, it } from 'vitest';
import { liveSpan, momentAt, placeOfMoment } from './live-range.js';

const dataset = { from: '2019-10-01T00:00:03Z', to: '2019-10-31T23:59:58Z' };

it('is the whole data, or the days of the bar in its zone', () => {
  expect(liveSpan(dataset, { from: null, to: null, tz: 'UTC' })).toEqual({
    from: null,
    to: null,
    fromMs: Date.parse(dataset.from),
    toMs: Date.parse(dataset.to),
  });
  const days = liveSpan(dataset, { from: '2019-10-02', to: '2019-10-03', tz: 'Asia/Kathmandu' });
  expect([days?.from, days?.to]).toEqual(['2019-10-01T18:15:00.000Z', '2019-10-02T18:15:00.000Z']);
  expect(liveSpan({ from: null, to: null }, { from: null, to: null, tz: 'UTC' })).toBeNull();
});

it('goes from a place to a moment and back', () => {
  const span = liveSpan(dataset, { from: '2019-10-02', to: '2019-10-04', tz: 'UTC' });
  expect(span && momentAt(span, 0.25)).toBe('2019-10-02T12:00:00.000Z');
  expect(span && placeOfMoment(span, '2019-10-03T00:00:00Z')).toBe(0.5);
  expect(span && [momentAt(span, -1), placeOfMoment(span, '2020-01-01T00:00:00Z')]).toEqual([
    '2019-10-02T00:00:00.000Z',
    1,
  ]);
});

import { describe, expect, it } from 'vitest';
import { noFilters } from '../state/place.js';
import { filterOfMark } from './pick-filter.js';

describe('filterOfMark', () => {
  it('sets the days of a period, and takes them away again', () => {
    const days = { from: '2019-10-01', to: '2019-10-02' };
    expect(filterOfMark(days, noFilters)).toEqual(days);
    expect(filterOfMark(days, { ...noFilters, ...days })).toEqual({ from: null, to: null });
  });

  it('sets the first level of a category; the unknown one is the empty text', () => {
    expect(filterOfMark({ category: 'apparel.shoes.keds' }, noFilters)).toEqual({ category: 'apparel' });
    expect(filterOfMark({ category: 'apparel' }, { ...noFilters, category: 'apparel' })).toEqual({ category: null });
    expect(filterOfMark({ category: null }, noFilters)).toEqual({ category: '' });
  });

  it('sets a brand', () => {
    expect(filterOfMark({ brand: 'nordis' }, noFilters)).toEqual({ brand: 'nordis' });
    expect(filterOfMark({ brand: null }, { ...noFilters, brand: '' })).toEqual({ brand: null });
  });

  it('knows what the common filters cannot choose', () => {
    expect(filterOfMark({ hour: 7, weekday: 1 }, noFilters)).toBeNull();
    expect(filterOfMark({ product: '1003461' }, noFilters)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../../preload/shapes.js';
import { describeBars, showProfileValue } from './show-profile-value.js';

const price: ColumnProfile = {
  field: 'price',
  type: 'money',
  rows: 8,
  nulls: 0,
  distinct: 4,
  min: '0.00',
  max: '900.00',
  top: [],
  histogram: [
    { from: 0, to: 5, rows: 2 },
    { from: 5, to: 10, rows: 6 },
  ],
  note: null,
};

describe('a value of a profile', () => {
  it('is shown as people read it, an id as it was written', () => {
    expect(showProfileValue('time', '2019-10-01T00:00:00Z')).toBe('2019-10-01 00:00:00');
    expect(showProfileValue('money', '1302.48')).toBe('1,302.48');
    expect(showProfileValue('money', '5.1234')).toBe('5.1234');
    expect(showProfileValue('id', '000123')).toBe('000123');
    expect(showProfileValue('text', '')).toBe('(empty text)');
  });
});

describe('a bar', () => {
  it('says where it reaches, and that the outermost hold what lies beyond', () => {
    expect(describeBars(price.histogram, price)).toEqual([
      '0.00 – 5.00: 2 rows, 25.0%',
      '5.00 – 10.00 and all above: 6 rows, 75.0%',
    ]);
    expect(describeBars(price.histogram, { ...price, min: '-1.00', max: '9.99' })[0]).toContain('and all below');
  });

  it('of a single value names it once', () => {
    const single = [{ from: 1, to: 1, rows: 8 }];
    expect(describeBars(single, { ...price, min: '1.00', max: '1.00' })).toEqual(['1.00: 8 rows, 100.0%']);
  });
});

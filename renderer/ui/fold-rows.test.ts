import { describe, expect, it } from 'vitest';
import { foldRows, turnsFold } from './fold-rows.js';

const groups = ['a', 'b', 'a', 'c', 'a', 'b'];
const groupOf = (row: number) => groups[row] ?? '';
const fold = (order: readonly number[], ...open: readonly string[]) =>
  foldRows(Uint32Array.from(order), groupOf, new Set(open));

describe('folded rows', () => {
  it('shows the first row of each group in the order of the table', () => {
    expect([...fold([0, 1, 2, 3, 4, 5]).rows]).toEqual([0, 1, 3]);
    expect([...fold([5, 4, 3, 2, 1, 0]).rows]).toEqual([5, 4, 3]);
  });

  it('shows the others of an open group right under its first row', () => {
    expect([...fold([0, 1, 2, 3, 4, 5], 'a').rows]).toEqual([0, 2, 4, 1, 3]);
    expect([...fold([5, 4, 3, 2, 1, 0], 'a', 'b').rows]).toEqual([5, 1, 4, 2, 0, 3]);
  });

  it('tells of every row its head and the others, and does not open a row that is alone', () => {
    const { places } = fold([5, 4, 3, 2, 1, 0], 'c');
    expect(places.get(0)).toEqual({ group: 'a', head: 4, others: [2, 0], isOpen: false });
    expect(places.get(3)).toEqual({ group: 'c', head: 3, others: [], isOpen: false });
  });

  it('opens with the right arrow on the head, and closes with the left one anywhere in the group', () => {
    const turns = (key: string, row: number, ...open: readonly string[]) => {
      const place = fold([0, 1, 2, 3, 4, 5], ...open).places.get(row);
      return place && turnsFold(key, row, place);
    };
    expect(turns('ArrowRight', 0)).toBe(true);
    expect(turns('ArrowLeft', 0)).toBe(false);
    expect(turns('ArrowRight', 0, 'a')).toBe(false);
    expect(turns('ArrowLeft', 0, 'a')).toBe(true);
    expect(turns('ArrowLeft', 2, 'a')).toBe(true);
    expect(turns('ArrowRight', 3)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { tableLines, textWidth } from './text-table.js';

describe('a table for a terminal', () => {
  it('aligns texts to the left and numbers to the right', () => {
    const lines = tableLines([
      { title: 'brand', align: 'left', cells: ['apple', '小米', 'é'] },
      { title: 'n', align: 'right', cells: ['1,000', '5', '–'] },
    ]);
    expect([...lines]).toEqual([
      'brand      n\n',
      '─────  ─────\n',
      'apple  1,000\n',
      '小米       5\n',
      'é          –\n',
    ]);
  });

  it('is not steered by what it holds', () => {
    const [, , line] = [...tableLines([{ title: '', align: 'left', cells: ['a\u001b[31m\nb'] }])];
    expect(line).toBe('a�[31m�b\n');
  });

  it('measures what a terminal shows', () => {
    expect(['abc', '漢字', '한', 'e\u0301', '👍'].map(textWidth)).toEqual([3, 4, 2, 1, 2]);
  });
});

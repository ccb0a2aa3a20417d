import { describe, expect, it } from 'vitest';
import type { ChartMark } from '../../charts/chart.js';
import { markAt, moveMark, type MarkAt } from './move-mark.js';

function row(...names: readonly string[]): readonly ChartMark[] {
  return names.map((text, dataIndex) => ({ seriesIndex: null, dataIndex, text, key: {} }));
}

const marks = [row('a', 'b', 'c'), row(), row('d')];

function walk(...keys: readonly string[]): string | undefined {
  let at: MarkAt | null = null;
  for (const key of keys) at = moveMark(marks, at, key) ?? at;
  return at === null ? undefined : markAt(marks, at)?.text;
}

describe('moveMark', () => {
  it('begins at the first mark, whatever the arrow', () => {
    expect(walk('ArrowUp')).toBe('a');
  });

  it('moves within a row and stops at its ends', () => {
    expect(walk('ArrowRight', 'ArrowRight')).toBe('b');
    expect(walk('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight')).toBe('c');
    expect(walk('ArrowRight', 'ArrowLeft')).toBe('a');
    expect(walk('ArrowRight', 'End')).toBe('c');
    expect(walk('ArrowRight', 'End', 'Home')).toBe('a');
  });

  it('steps over empty rows and into shorter ones', () => {
    expect(walk('ArrowRight', 'End', 'ArrowDown')).toBe('d');
    expect(walk('ArrowRight', 'ArrowDown', 'ArrowUp')).toBe('a');
  });

  it('leaves other keys alone, and a chart without marks', () => {
    expect(moveMark(marks, null, 'Enter')).toBeNull();
    expect(moveMark([[]], null, 'ArrowRight')).toBeNull();
  });
});

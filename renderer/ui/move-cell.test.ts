import { expect, test } from 'vitest';
import { moveCell } from './move-cell.js';

const size = { lines: 100, columns: 5, page: 10 };

function press(key: string, ctrlKey = false, from = { line: 50, at: 2 }) {
  return moveCell(from, { key, ctrlKey, metaKey: false }, size);
}

test('arrows, pages and ends move the cell', () => {
  expect(press('ArrowUp')).toEqual({ line: 49, at: 2 });
  expect(press('ArrowRight')).toEqual({ line: 50, at: 3 });
  expect(press('PageDown')).toEqual({ line: 60, at: 2 });
  expect(press('Home')).toEqual({ line: 50, at: 0 });
  expect(press('End', true)).toEqual({ line: 99, at: 4 });
  expect(press('ArrowUp', true)).toEqual({ line: 0, at: 2 });
});

test('the cell stays in the grid; above the first line is the head', () => {
  expect(press('ArrowLeft', false, { line: 0, at: 0 })).toEqual({ line: 0, at: 0 });
  expect(press('ArrowUp', false, { line: 0, at: 0 })).toEqual({ line: -1, at: 0 });
  expect(press('ArrowUp', false, { line: -1, at: 0 })).toEqual({ line: -1, at: 0 });
  expect(press('PageUp', false, { line: 3, at: 0 })).toEqual({ line: 0, at: 0 });
  expect(press('PageDown', false, { line: 95, at: 0 })).toEqual({ line: 99, at: 0 });
  expect(
    moveCell({ line: -1, at: 0 }, { key: 'ArrowDown', ctrlKey: false, metaKey: false }, { ...size, lines: 0 }),
  ).toEqual({
    line: -1,
    at: 0,
  });
});

test('other keys are not the grid’s', () => {
  expect(press('a')).toBeNull();
  expect(press('Tab')).toBeNull();
});

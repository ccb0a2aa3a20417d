import { expect, it } from 'vitest';
import { placeTip } from './place-tip.js';

const frame = { width: 400, height: 200 };
const tip = { width: 150, height: 80 };

it('stands right of the point and below it', () => {
  expect(placeTip({ x: 100, y: 20 }, tip, frame)).toEqual({ left: 114, top: 34 });
});

it('goes to the left where the right has no room', () => {
  expect(placeTip({ x: 300, y: 20 }, tip, frame)).toEqual({ left: 136, top: 34 });
});

it('stays within the frame', () => {
  expect(placeTip({ x: 395, y: 195 }, tip, frame)).toEqual({ left: 231, top: 120 });
  expect(placeTip({ x: 60, y: 20 }, { width: 390, height: 80 }, frame).left).toBe(0);
  expect(placeTip({ x: 60, y: 20 }, { width: 100, height: 300 }, frame).top).toBe(0);
});

import { expect, it } from 'vitest';
import { placeLabels, type NamedBubble, type Surroundings } from './place-labels.js';

const plot = { left: 0, top: 0, right: 400, bottom: 200 };

function place(named: readonly NamedBubble[], around: Partial<Surroundings> = {}) {
  return placeLabels(named, { plot, bubbles: named, taken: [], avoided: [], ...around });
}

const middle = { name: 'artesa', x: 200, y: 100, radius: 10 };

it('stands to the right where there is room, else left, above or below', () => {
  expect(place([middle])).toEqual(['right']);
  expect(place([{ ...middle, x: 385 }])).toEqual(['left']);
  expect(place([middle], { bubbles: [middle, { x: 230, y: 100, radius: 12 }] })).toEqual(['left']);
  const sides = [
    { x: 230, y: 100, radius: 12 },
    { x: 170, y: 100, radius: 12 },
  ];
  expect(place([middle], { bubbles: [middle, ...sides] })).toEqual(['top']);
});

it('lets small dots lie under a name', () => {
  expect(place([middle], { bubbles: [middle, { x: 230, y: 100, radius: 3 }] })).toEqual(['right']);
});

it('covers a line only where there is no better place', () => {
  const line = { left: 0, right: 400, top: 100, bottom: 100.5 };
  expect(place([middle], { avoided: [line] })).toEqual(['top']);
  const above = { left: 0, right: 400, top: 0, bottom: 90 };
  const below = { left: 0, right: 400, top: 110, bottom: 200 };
  expect(place([middle], { avoided: [line], taken: [above, below] })).toEqual(['right']);
});

it('gives room to the first names; one without any is left out', () => {
  const around = {
    taken: [
      { left: 0, right: 195, top: 0, bottom: 200 },
      { left: 0, right: 400, top: 0, bottom: 90 },
      { left: 0, right: 400, top: 112, bottom: 200 },
    ],
  };
  expect(place([middle, { ...middle, name: 'xenova', x: 204, y: 102 }], { ...around, bubbles: [] })).toEqual([
    'right',
    null,
  ]);
});

it('keeps the name of a large bubble on it in a crowd, that of a small one goes', () => {
  const crowd = [160, 200, 240].flatMap((x) => [75, 100.1, 125].map((y) => ({ x, y, radius: 20 })));
  expect(place([middle], { bubbles: [middle, ...crowd] })).toEqual(['inside']);
  expect(place([{ ...middle, radius: 5 }], { bubbles: [middle, ...crowd] })).toEqual([null]);
});

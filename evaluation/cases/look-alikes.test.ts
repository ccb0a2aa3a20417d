import { beforeAll, expect, test } from 'vitest';
import { rateBetween } from '../background/background.js';
import { firstAt } from '../rows.js';
import { openTinyPlace } from '../tiny-background.js';
import { makeCases, type Cases, type Place } from './make-cases.js';

let place: Place;
let cases: Cases;
beforeAll(() => {
  place = openTinyPlace(2, 2);
  cases = makeCases(place, 'look-alikes', [1, 2, 3]);
});

function each(family: string): { number: number; types: number[]; products: number[]; seconds: number[] }[] {
  return cases.labels.flatMap((label, number) => {
    if (label.family !== family) return [];
    const [types, products, seconds]: number[][] = [[], [], []];
    for (let at = 0; at < cases.rows.length; at++) {
      if (cases.rows.label[at] !== number) continue;
      types?.push(cases.rows.type[at] as number);
      products?.push(cases.rows.product[at] as number);
      seconds?.push(cases.rows.second[at] as number);
    }
    return [{ number, types: types as number[], products: products as number[], seconds: seconds as number[] }];
  });
}

test('there are three of each, all innocent', () => {
  expect(cases.leftOut).toEqual([]);
  expect(cases.labels).toHaveLength(27);
  expect(cases.labels.every(({ side }) => side === 'look-alike')).toBe(true);
});

test('a flash sale multiplies the traffic and people buy', () => {
  for (const { number, types } of each('flash-sale')) {
    const { start, end } = cases.labels[number] as Cases['labels'][number];
    expect(end - start).toBeGreaterThan(1000);
    expect(end - start).toBeLessThanOrEqual(3600);
    const own = (firstAt(cases.rows, end) - firstAt(cases.rows, start)) / (end - start);
    const factor = own / rateBetween(place.background, start, end) + 1;
    expect(factor).toBeGreaterThan(2);
    expect(factor).toBeLessThan(6);
    const perView = types.filter((type) => type === 3).length / types.filter((type) => type === 0).length;
    expect(perView).toBeGreaterThan(0.02);
  }
});

test('a B2B basket has 25 to 40 lines and buys each', () => {
  for (const { types, products } of each('office-basket')) {
    const at = (type: number) => new Set(products.filter((_, row) => types[row] === type));
    expect(at(1).size).toBeGreaterThanOrEqual(25);
    expect(at(1).size).toBeLessThanOrEqual(40);
    expect(at(3)).toEqual(at(1));
  }
});

test('a power shopper has 60 to 150 events with re-views and carts', () => {
  for (const { types, products } of each('power-shopper')) {
    expect(types.length).toBeGreaterThanOrEqual(60);
    expect(types.length).toBeLessThanOrEqual(153);
    expect(products.filter((product, at) => product === products[at - 1]).length / products.length).toBeGreaterThan(
      0.15,
    );
    expect(types).toContain(1);
  }
});

test('the button stutters on one product, the phone is bought five to seven times', () => {
  for (const { types, products } of each('stuttering-button')) {
    expect(new Set(products).size).toBe(1);
    expect(types.filter((type) => type === 1).length).toBeGreaterThanOrEqual(15);
  }
  for (const { types, products } of each('many-phones')) {
    expect(new Set(products).size).toBe(1);
    const bought = types.filter((type) => type === 3).length;
    expect(bought).toBeGreaterThanOrEqual(5);
    expect(bought).toBeLessThanOrEqual(7);
  }
});

test('many tabs: several products within seconds, two or three sessions', () => {
  for (const { number, seconds } of each('many-tabs')) {
    const { sessions, users } = cases.labels[number] as Cases['labels'][number];
    expect(users).toHaveLength(1);
    expect(sessions.length).toBeLessThanOrEqual(3);
    const closest = Math.min(...seconds.slice(4).map((second, at) => second - (seconds[at] as number)));
    expect(closest).toBeLessThanOrEqual(10);
  }
});

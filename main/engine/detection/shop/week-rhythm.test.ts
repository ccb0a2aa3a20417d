import { expect, test } from 'vitest';
import { WeekRhythm } from './week-rhythm.js';

const hour = 3600;
const monday = Date.UTC(2019, 10, 4) / 1000;

/** Ticks of ten seconds from one hour to before another, as many events as `perSecond` says. */
function learn(week: WeekRhythm, from: number, to: number, perSecond: (hourOfDay: number) => number): void {
  for (let second = monday + from * hour; second < monday + to * hour; second += 10) {
    const rate = perSecond(Math.floor((second - monday) / hour) % 24);
    week.learn({ events: rate * 10, buys: rate / 2, arrivals: rate * 2, quick: rate }, second + 9, 10);
  }
}

const day = (at: number) => (at < 8 ? 1 : 4);

test('knows nothing in the first week, and then what each hour had', () => {
  const week = new WeekRhythm();
  learn(week, 0, 167, day);
  expect(week.at(monday + 166.5 * hour)).toBeUndefined();
  learn(week, 167, 170, day);
  expect(week.at(monday + 170.5 * hour)).toMatchObject({ rate: 1, buys: 0.05, arrivals: 0.2, quick: 0.1 });
  expect(week.at(monday + 180.5 * hour)?.rate).toBe(4);
});

test('goes from the middle of one hour to that of the next', () => {
  const week = new WeekRhythm();
  learn(week, 0, 169, day);
  expect(week.at(monday + 175.75 * hour)?.rate).toBeCloseTo(1.75, 6);
  expect(week.at(monday + 176 * hour)?.rate).toBeCloseTo(2.5, 6);
});

test('follows a shop that has more than the week before, over days and not over hours', () => {
  const week = new WeekRhythm();
  learn(week, 0, 168, () => 2);
  learn(week, 168, 171, () => 4);
  expect(week.at(monday + 172 * hour)?.rate).toBeLessThan(2.3);
  learn(week, 171, 168 + 72, () => 4);
  expect(week.at(monday + (168 + 72) * hour)?.rate).toBeGreaterThan(3.6);
});

test('an hour of which little is known is left out', () => {
  const week = new WeekRhythm();
  learn(week, 0, 168, () => 2);
  learn(week, 168, 168.3, () => 50);
  learn(week, 169, 170, () => 2);
  expect(week.at(monday + 336.5 * hour)?.rate).toBeLessThan(2.1);
});

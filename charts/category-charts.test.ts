import { describe, expect, it } from 'vitest';
import { candidatesChart, categoryDayChart, categoryWeekChart, chooseFocus } from './category-charts.js';
import { findDiscountCandidates, nameSlot, rankSlots, readCategorySlots } from './category-slots.js';
import { exampleCategories, makeResult } from './example-results.js';
import { readAxis, readSeries } from './read-option.js';
import { lightTheme } from './theme.js';

const columns = [
  'hour:integer:',
  'category:text:',
  'n:number:measure',
  'rate:number:measure',
  'lift:number:ratio',
  'lift_low:number:ratio',
];

function byHour(
  rows: readonly (readonly [number, string | null, number, number | null, number | null])[],
  measure = 'views',
) {
  return makeResult(
    'top-categories',
    { by: 'hour', measure, depth: 1 },
    columns,
    rows.map(([hour, category, n, lift, lift_low]) => ({ hour, category, n, rate: n / 31, lift, lift_low })),
  );
}

describe('slots', () => {
  const result = byHour([
    [1, 'a', 100, 2, 1.5],
    [1, 'b', 29, 4, 2.5],
    [1, null, 900, null, null],
    [2, 'a', 300, 1.2, 0.99],
    [2, 'b', 310, 3, 2.1],
  ]);
  const slots = readCategorySlots(result);

  it('are candidates with n of 30 and a lower bound above 1, highest lift first', () => {
    expect(findDiscountCandidates(slots).map(({ category, hour }) => `${category} ${hour}`)).toEqual(['b 2', 'a 1']);
  });

  it('are ranked without the unknown category', () => {
    expect(rankSlots(slots, 1).map(({ hour, top }) => [hour, top.map(({ category }) => category)])).toEqual([
      [1, ['a']],
      [2, ['b']],
    ]);
  });

  it('are named by what they have', () => {
    expect(nameSlot({ weekday: 3, hour: 18 })).toBe('Wed 18:00–19:00');
    expect(nameSlot({ weekday: null, hour: 23 })).toBe('23:00–00:00');
    expect(nameSlot({ weekday: 7, hour: null })).toBe('Sun');
  });
});

describe('the week of a category', () => {
  it('shows the largest known category unless another is wanted', () => {
    const result = exampleCategories('weekday_hour');
    expect(chooseFocus(result, undefined)).toBe('electronics.smartphone');
    expect(chooseFocus(result, 'apparel.shoes')).toBe('apparel.shoes');
    expect(chooseFocus(result, 'gone')).toBe('electronics.smartphone');
    expect(categoryWeekChart(result, lightTheme, 'apparel.shoes').title).toMatch(/^apparel\.shoes: views per hour/);
  });

  it('has weekdays from Monday down and 24 hours, labelled with the zone', () => {
    const chart = categoryWeekChart(exampleCategories('weekday_hour'), lightTheme);
    expect(readAxis(chart, 'yAxis')).toMatchObject({
      data: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
      inverse: true,
    });
    expect(readAxis(chart, 'xAxis')).toMatchObject({ name: 'hour (UTC)' });
    expect(chart.marks.map((row) => row.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
  });
});

describe('categories over the day', () => {
  it('draws lifts in doublings, so that twice and half are equally far from the neutral middle', () => {
    const result = byHour([
      [1, 'a', 100, 2, 1.5],
      [2, 'a', 50, 0.5, 0.4],
      [1, 'b', 40, 1, 0.9],
      [2, null, 10, null, null],
    ]);
    const chart = categoryDayChart(result, lightTheme);
    const cells = (readSeries(chart)[0]?.data as (number | string)[][]).filter((cell) => cell[2] !== '-');
    expect(cells).toEqual([
      [1, 0, 1],
      [2, 0, -1],
      [1, 1, 0],
    ]);
    expect(chart.option?.visualMap).toMatchObject([
      {
        min: -1,
        max: 1,
        text: ['×2 (middle: as usual)', expect.stringContaining('×0.5')],
        inRange: { color: lightTheme.diverging },
      },
      {},
    ]);
    expect(readAxis(chart, 'yAxis')['data']).toEqual(['a', 'b']);
  });

  it('leaves neutral what is too little to tell from usual, out of the scale, and says so', () => {
    const result = byHour([
      [1, 'a', 100, 2, 1.5],
      [2, 'a', 29, 16, 8],
      [3, 'a', 100, 1.3, 0.99],
      [4, 'a', 100, 0.8, 0.7],
      [5, 'a', 100, 0.8, 0.6],
    ]);
    const chart = categoryDayChart(result, lightTheme);
    const colours = (readSeries(chart)[0]?.data as (number | string)[][]).slice(1, 6).map((cell) => cell[2]);
    expect(colours).toEqual([1, 0, 0, Math.log2(0.8), 0]);
    expect(chart.option?.visualMap).toMatchObject([{ min: -1, max: 1 }, {}]);
    expect(chart.tableNote).toContain('Neutral where a cell has under 30 views');
    expect(chart.marks[0]?.[2]?.text).toContain('too little to tell from usual');
    expect(chart.marks[0]?.[1]?.text).not.toContain('too little');
  });

  it('draws a ratio itself, in one hue', () => {
    const chart = categoryDayChart(exampleCategories('hour', 'conversion'), lightTheme);
    expect(chart.option?.visualMap).toMatchObject([{ inRange: { color: lightTheme.sequential } }, {}]);
    expect(chart.title).toContain('Purchases ÷ views');
  });
});

describe('candidates', () => {
  it('are intervals from the lower bound to the lift, with 1 as the middle', () => {
    const rows = [1, 2, 3, 4].map((hour) => [hour, 'a', 50 + hour, 1 + hour / 10, 1 + hour / 20] as const);
    const chart = candidatesChart(byHour(rows), lightTheme);
    const [series] = readSeries(chart);
    expect(series?.type).toBe('custom');
    expect(series?.data[0]).toEqual([1.2, 1.4, 1.4, 0]);
    expect(series).toMatchObject({ markLine: { data: [{ xAxis: 1 }] } });
    expect(readAxis(chart, 'yAxis')['data']).toEqual(['a, 04:00', 'a, 03:00', 'a, 02:00', 'a, 01:00']);
  });

  it('say that there are none', () => {
    const chart = candidatesChart(byHour([[1, 'a', 10, 5, 3]]), lightTheme);
    expect(chart.option).toBeNull();
    expect(chart.description).toBe('No category has a slot with at least 30 views and a lift that is surely above 1.');
  });
});

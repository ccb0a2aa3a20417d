import { expect, it } from 'vitest';
import type { Column } from '../preload/shapes.js';
import { brandIntervalChart } from './brand-interval-chart.js';
import { brandQuadrantChart, logTicks } from './brand-quadrant-chart.js';
import { exampleBrands } from './example-results.js';
import { roundRange } from './interval-chart.js';
import { readAxis, readSeries, type DrawnSeries } from './read-option.js';
import { lightTheme } from './theme.js';

interface Bubble {
  readonly value: readonly [number, number];
  readonly symbolSize: number;
  readonly itemStyle: { readonly color: string };
}

function bubbles(series: DrawnSeries | undefined): readonly Bubble[] {
  return (series?.data ?? []) as unknown as readonly Bubble[];
}

it('has a series for each segment, interest on a log axis, and lines at the exact median and at 100', () => {
  const result = exampleBrands();
  const chart = brandQuadrantChart(result, lightTheme);
  const series = readSeries(chart);
  expect(series.map(({ name }) => name)).toEqual(['under-exposed', 'leaky', 'star', 'niche', 'names']);
  expect(series.slice(0, 4).reduce((sum, { data }) => sum + data.length, 0)).toBe(80);
  expect(readAxis(chart, 'xAxis')).toMatchObject({ type: 'log', name: expect.stringContaining('log scale') });
  expect(readAxis(chart, 'yAxis')).toMatchObject({ min: 0 });
  expect(series[0]).toMatchObject({ markLine: { precision: 20, data: [{ yAxis: 100 }, { xAxis: 0.0041 }] } });
});

it('draws the stake as the bubble’s area, and brands without a stake as small dots', () => {
  const result = exampleBrands();
  const stakes = Array.from(result.table.columns.find(({ name }) => name === 'stake')?.values as Float64Array);
  const series = readSeries(brandQuadrantChart(result, lightTheme));
  const sizes = [...bubbles(series[0]), ...bubbles(series[1])].map(({ symbolSize }) => symbolSize);
  expect(Math.max(...sizes)).toBeCloseTo(44);
  const largest = Math.max(...stakes.filter((stake) => !Number.isNaN(stake)));
  const half = 6 + 38 * Math.sqrt(0.5);
  expect(sizes.filter((size) => size > half)).toHaveLength(stakes.filter((stake) => stake > largest / 2).length);
  expect(new Set(bubbles(series[2]).map(({ symbolSize }) => symbolSize))).toEqual(new Set([6]));
});

it('is hollow where the interval includes 100', () => {
  const chart = brandQuadrantChart(exampleBrands(), lightTheme);
  const solid = bubbles(readSeries(chart)[0]).map(({ itemStyle }) => itemStyle.color.endsWith('cc'));
  const certain = (chart.marks[0] ?? []).map(({ text }) => !text.includes('not certain'));
  expect(solid).toEqual(certain);
  expect(new Set(solid)).toEqual(new Set([true, false]));
});

it('says segment, interval and n in the words of a mark, and keeps the brand for a click', () => {
  const mark = brandQuadrantChart(exampleBrands(), lightTheme).marks[1]?.[0];
  expect(mark?.text).toMatch(
    /^brand .*\nleaky: interest without sales\nconversion index [\d.]+ \(95 %: [\d.]+ to [\d.]+\)/,
  );
  expect(mark?.text).toMatch(/sessions with a purchase [\d.]+% of [\d,]+ sessions/);
  expect(mark?.key.brand).toBe(mark?.text.split('\n')[0]);
});

it('names the largest stake first, and no brand twice', () => {
  const result = exampleBrands();
  const names = readSeries(brandQuadrantChart(result, lightTheme))[4]?.data as unknown as readonly {
    readonly label: { readonly formatter: () => string };
  }[];
  const shown = names.map(({ label }) => label.formatter());
  const stakes = Array.from(result.table.columns.find(({ name }) => name === 'stake')?.values as Float64Array);
  const brands = result.table.columns.find(({ name }) => name === 'brand')?.values as readonly string[];
  const largest = stakes.indexOf(Math.max(...stakes.filter(Number.isFinite)));
  expect(shown[0]).toBe(brands[largest]);
  expect(new Set(shown).size).toBe(shown.length);
});

it('speaks of no stake without prices: bubbles by sessions, the most visited named', () => {
  const priced = exampleBrands();
  const result = {
    ...priced,
    table: {
      ...priced.table,
      columns: priced.table.columns.map((column) =>
        column.unit === 'money' ? ({ ...column, values: new Float64Array(80).fill(NaN) } as Column) : column,
      ),
    },
  };
  const chart = brandQuadrantChart(result, lightTheme);
  const said = JSON.stringify([chart, brandIntervalChart(result, lightTheme)]);
  expect(said).not.toContain('stake');
  expect(chart.title).toContain('the larger, the more sessions');
  const sizes = readSeries(chart)
    .slice(0, 4)
    .flatMap((series) => bubbles(series).map(({ symbolSize }) => symbolSize));
  expect(Math.max(...sizes)).toBeCloseTo(44);
  expect(readSeries(chart)[4]?.data).not.toHaveLength(0);
});

it('is a sentence without brands', () => {
  expect(brandQuadrantChart(exampleBrands(0), lightTheme)).toMatchObject({
    option: null,
    description: 'Nothing in this range.',
  });
  expect(brandIntervalChart(exampleBrands(0), lightTheme).option).toBeNull();
});

it('draws the intervals of the first 25 brands in the order of the table', () => {
  const result = exampleBrands();
  const chart = brandIntervalChart(result, lightTheme);
  const brands = result.table.columns.find(({ name }) => name === 'brand')?.values as readonly string[];
  expect(readAxis(chart, 'yAxis')['data']).toEqual(brands.slice(0, 25));
  for (const [low, index, high] of readSeries(chart)[0]?.data as number[][]) {
    expect(low).toBeLessThanOrEqual(index ?? NaN);
    expect(high).toBeGreaterThanOrEqual(index ?? NaN);
  }
});

it('ticks a log axis at 1, 2 and 5', () => {
  expect(logTicks(0.003, 0.12)).toEqual([0.005, 0.01, 0.02, 0.05, 0.1]);
  expect(logTicks(0.00001, 0.2)).toEqual([0.00001, 0.0001, 0.001, 0.01, 0.1]);
});

it('ends an axis on round numbers', () => {
  expect(roundRange([1, 1.259, 1.02])).toEqual({ min: 1, max: 1.3, interval: 0.05 });
  expect(roundRange([34.1, 190.9])).toEqual({ min: 0, max: 200, interval: 50 });
  expect(roundRange([100])).toMatchObject({ min: 100, max: 100 });
});

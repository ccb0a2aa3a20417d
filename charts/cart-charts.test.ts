import { describe, expect, it } from 'vitest';
import { cartRankingChart } from './cart-ranking-chart.js';
import { cartDayChart, cartHourChart, cartWeekChart } from './cart-time-charts.js';
import { exampleCarts, makeResult } from './example-results.js';
import { readAxis, readSeries, readValues } from './read-option.js';
import { lightTheme } from './theme.js';

const measures = [
  'cart_lines:integer:lines',
  'bought:integer:lines',
  'removed:integer:lines',
  'undecided:integer:lines',
  'undecided_bought:integer:lines',
  'abandoned:integer:lines',
  'abandonment_rate:number:share',
  'value_left:number:money',
];

function counts(bought: number, abandoned: number, undecided = 0) {
  const decided = bought + abandoned;
  return {
    cart_lines: decided + undecided,
    bought,
    removed: 0,
    undecided,
    undecided_bought: 0,
    abandoned,
    abandonment_rate: decided === 0 ? null : abandoned / decided,
    value_left: abandoned * 10,
  };
}

describe('by day', () => {
  const rows = [
    { day: '2019-10-01', ...counts(2, 8) },
    { day: '2019-10-02', ...counts(5, 5, 1) },
    { day: '2019-10-03', ...counts(0, 0, 4) },
  ];
  const chart = cartDayChart(
    makeResult('cart-abandonment', { by: 'day', 'window-hours': 168 }, ['day:date:', ...measures], rows),
    lightTheme,
  );

  it('draws the rate as a line, missing where nothing is decided, above the outcomes that occur as stacked bars', () => {
    const [rate, ...outcomes] = readSeries(chart);
    expect(rate && [rate.type, rate.data]).toEqual(['line', [0.8, 0.5, '-']]);
    expect(outcomes.map(({ name, type, stack, data }) => [name, type, stack, data])).toEqual([
      ['bought', 'bar', 'lines', [2, 5, 0]],
      ['abandoned', 'bar', 'lines', [8, 5, 0]],
      ['undecided', 'bar', 'lines', [0, 1, 4]],
    ]);
    expect(readAxis(chart, 'yAxis', 0)).toMatchObject({ min: 0, max: 1, name: 'abandonment rate' });
    expect(readAxis(chart, 'yAxis', 1)).toMatchObject({ min: 0, name: 'cart lines' });
  });

  it('names the window and says where there is no rate', () => {
    expect(chart.title).toContain('7 days to buy');
    expect(chart.marks[0]?.[2]?.text).toContain('rate – (nothing decided)');
    expect(chart.marks[0]?.[0]?.text).toContain('abandoned 80.0% of 10 decided lines – few lines');
  });
});

describe('by hour', () => {
  it('has a place for every hour and a line for all of them, exact', () => {
    const rows = [9, 10, 11].map((hour) => ({ hour, ...counts(40, 60) }));
    const columns = ['hour:integer:', ...measures];
    const result = makeResult('cart-abandonment', { by: 'hour' }, columns, rows, {
      abandonment_rate: 0.60049,
      cart_lines: 300,
    });
    const [series] = readSeries(cartHourChart(result, lightTheme));
    expect(series && readValues(series)).toHaveLength(24);
    expect(series?.data.slice(8, 12)).toEqual(['-', 0.6, 0.6, 0.6]);
    expect(series).toMatchObject({ markLine: { precision: 20, data: [{ yAxis: 0.60049 }] } });
  });

  it('names the zone', () => {
    const result = exampleCarts('hour');
    const elsewhere = { ...result, params: { ...result.params, tz: 'Asia/Kathmandu' } };
    const chart = cartHourChart(elsewhere, lightTheme);
    expect(chart.title).toContain('Asia/Kathmandu');
    expect(readAxis(chart, 'xAxis')['name']).toBe('hour carted (Asia/Kathmandu)');
    expect(chart.marks[0]?.[7]?.text).toMatch(/^07:00–08:00 \(Asia\/Kathmandu\)\n/);
  });

  it('says why there is no rate where nothing is decided', () => {
    const rows = [1, 2, 3, 4].map((hour) => ({ hour, ...counts(0, 0, 7) }));
    const chart = cartHourChart(
      makeResult('cart-abandonment', { by: 'hour' }, ['hour:integer:', ...measures], rows),
      lightTheme,
    );
    expect(chart.option).toBeNull();
    expect(chart.description).toBe('No cart line of this range is decided yet: there is no rate.');
  });
});

it('by weekday and hour: a cell for each of the 168 hours, missing ones apart', () => {
  const chart = cartWeekChart(exampleCarts('weekday_hour'), lightTheme);
  const [known, missing] = readSeries(chart);
  expect(known?.data).toHaveLength(168);
  const missingCells = (missing?.data as (number | string)[][]).filter((cell) => cell[2] === 0);
  expect(missingCells).toEqual([[4, 4, 0]]);
  expect((known?.data as unknown[][])[100]).toEqual([4, 4, '-']);
  expect(chart.marks[4]?.[4]).toMatchObject({ seriesIndex: 1, dataIndex: 100, key: { weekday: 5, hour: 4 } });
  expect(chart.marks[4]?.[4]?.text).toContain('no cart lines');
  expect(chart.option?.visualMap).toMatchObject([{ seriesIndex: 0 }, { show: false, seriesIndex: 1 }]);
});

describe('what is left behind', () => {
  const rows = [
    ...Array.from({ length: 25 }, (_, at) => ({ brand: `b${at}`, ...counts(1, at) })),
    { brand: null, ...counts(1, 500) },
  ];
  const result = makeResult('cart-abandonment', { by: 'brand' }, ['brand:text:', ...measures], rows);
  const chart = cartRankingChart(result, lightTheme, 'brand');

  it('draws the twenty largest from zero, then the unknown one, unranked and grey', () => {
    const [series] = readSeries(chart);
    const names = readAxis(chart, 'yAxis')['data'] as string[];
    expect(names).toHaveLength(21);
    expect([names[0], names[19], names[20]]).toEqual(['b24', 'b5', 'unknown brand']);
    expect(series && readValues(series).slice(0, 2)).toEqual([240, 230]);
    expect(series?.data[20]).toMatchObject({ value: 5000, itemStyle: { color: lightTheme.other } });
    expect(readAxis(chart, 'xAxis')['min']).toBe(0);
    expect(chart.tableNote).toContain('20 largest of 25 brands');
  });

  it('says why nothing is left', () => {
    const draw = (row: ReturnType<typeof counts>) =>
      cartRankingChart(
        makeResult('cart-abandonment', { by: 'brand' }, ['brand:text:', ...measures], [{ brand: 'a', ...row }]),
        lightTheme,
        'brand',
      ).description;
    expect(draw(counts(0, 0, 7))).toContain('is decided yet');
    expect(draw(counts(3, 0, 7))).toBe('No decided cart line of this range was abandoned: nothing is left behind.');
  });

  it('ranks by abandoned lines where there are no prices', () => {
    const unpriced = cartRankingChart(
      makeResult(
        'cart-abandonment',
        { by: 'brand' },
        ['brand:text:', ...measures],
        rows.map((row) => ({ ...row, value_left: null })),
      ),
      lightTheme,
      'brand',
    );
    const [series] = readSeries(unpriced);
    expect(unpriced.title).toBe('Abandoned cart lines by brand');
    expect(series && readValues(series).slice(0, 2)).toEqual([24, 23]);
    expect(JSON.stringify(unpriced)).not.toMatch(/value left/i);
  });

  it('keeps what a click means', () => {
    expect(chart.marks[0]?.[0]?.key).toEqual({ brand: 'b24' });
    expect(chart.marks[20]?.[0]?.key).toEqual({ brand: null });
  });
});

import { init } from 'echarts';
import { describe, expect, it } from 'vitest';
import type { ReportResult } from '../preload/shapes.js';
import type { ReportChart } from './chart.js';
import {
  exampleBrands,
  exampleCarts,
  exampleCategories,
  examplePurchaseTimes,
  exampleShopDays,
  exampleVisitors,
  makeResult,
} from './example-results.js';
import { topBrandsChart, topCategoriesChart, viewHoursChart } from './overview-charts.js';
import { purchaseTimeChart } from './purchase-time-chart.js';
import { readAxis, readSeries, readValues } from './read-option.js';
import { reportCharts } from './report-charts.js';
import { timelineChart } from './shop-days-charts.js';
import { darkTheme, lightTheme, printTheme, type ChartTheme } from './theme.js';

const examples: readonly ReportResult[] = [
  exampleVisitors('day'),
  exampleVisitors('week'),
  exampleVisitors('month'),
  ...['day', 'hour', 'weekday_hour', 'category', 'brand', 'product'].map((by) => exampleCarts(by)),
  examplePurchaseTimes(),
  ...['weekday_hour', 'hour', 'weekday'].map((by) => exampleCategories(by)),
  exampleCategories('hour', 'revenue'),
  exampleCategories('weekday_hour', 'conversion'),
  exampleBrands(),
  exampleShopDays(),
];

function allCharts(theme: ChartTheme): readonly ReportChart[] {
  return [
    ...examples.flatMap((result) => reportCharts(result, theme)),
    timelineChart(exampleShopDays(), theme, { from: '2019-10-05', to: '2019-10-08' }, 'conversion'),
    topCategoriesChart(exampleCategories('hour'), theme),
    topBrandsChart(exampleBrands(), theme),
    viewHoursChart(exampleCategories('hour'), theme),
  ];
}

function drawOnServer({ option, heightPx }: ReportChart): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: heightPx });
  if (option) drawn.setOption({ ...option, animation: false });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  return svg;
}

describe.each([darkTheme, printTheme])('on $name', (theme) => {
  it('every chart draws, with its axis titles and without a number that is none', () => {
    for (const chart of allCharts(theme)) {
      const svg = drawOnServer(chart);
      expect(svg, chart.id).not.toMatch(/NaN|undefined|null|Infinity/);
      for (const axis of ['xAxis', 'yAxis'] as const) {
        const title = readAxis(chart, axis)['name'];
        if (title) expect(svg, chart.id).toContain(String(title).replaceAll('&', '&amp;'));
      }
      expect(svg.match(/<path|<rect/g)?.length, chart.id).toBeGreaterThan(3);
    }
  });

  it('every chart has words: a title, a sentence, and a text for each mark', () => {
    for (const chart of allCharts(theme)) {
      expect(chart.title.length).toBeGreaterThan(5);
      expect(chart.description).toMatch(/\.$/);
      expect(chart.description).not.toMatch(/NaN|undefined|null/);
      for (const { text } of chart.marks.flat()) expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
    }
  });
});

it('is still in print and quick on screen', () => {
  for (const { option } of allCharts(printTheme))
    expect(option).toMatchObject({ animation: false, tooltip: { show: false } });
  for (const { option } of allCharts(lightTheme)) expect(option?.animationDuration).toBeLessThanOrEqual(150);
});

it('never lets ECharts write a tooltip into the page', () => {
  for (const { option } of allCharts(lightTheme))
    expect(option?.tooltip).toMatchObject({ renderMode: 'html', showContent: false });
});

it('bars begin at zero', () => {
  for (const chart of allCharts(lightTheme))
    for (const [at, series] of readSeries(chart).entries()) {
      if (series.type !== 'bar') continue;
      const axis =
        chart.pick === 'y' ? readAxis(chart, 'xAxis') : readAxis(chart, 'yAxis', chart.id === 'cart-days' ? 1 : 0);
      expect(axis['min'], `${chart.id} ${at}`).toBe(0);
    }
});

it('draws a name with markup in it as it stands', () => {
  const name = '{a|<b>"&%{0}';
  const rows = [name, 'b', 'c'].map((brand, at) => ({ brand, revenue: 10 - at, sessions: 5 }));
  const result = makeResult(
    'brand-opportunities',
    {},
    ['brand:text:', 'revenue:number:money', 'sessions:integer:'],
    rows,
  );
  const chart = topBrandsChart(result, lightTheme);
  expect(drawOnServer(chart)).toContain('{a|&lt;b&gt;&quot;&amp;%{0}');
  expect(chart.marks[0]?.[0]?.text.split('\n')[0]).toBe(name);
});

describe('revenue by brand', () => {
  const columns = ['brand:text:', 'revenue:number:money', 'sessions:integer:'];
  const rows = ['a', 'b'].map((brand, at) => ({ brand, revenue: 10 - at, sessions: 5 }));
  const brands = makeResult('brand-opportunities', {}, columns, rows);
  const shop = (revenue: number, params = {}) => makeResult('shop-days', params, [], [], { revenue });

  it('has the rest of the shop’s revenue as the unknown brand: last, grey, though it is the largest', () => {
    const chart = topBrandsChart(brands, lightTheme, shop(100));
    expect(readAxis(chart, 'yAxis')['data']).toEqual(['a', 'b', 'unknown brand']);
    expect(readSeries(chart)[0]?.data[2]).toMatchObject({ value: 81, itemStyle: { color: lightTheme.other } });
    expect(chart.marks[2]?.[0]).toMatchObject({ key: { brand: null } });
    expect(chart.marks[2]?.[0]?.text).toBe('unknown brand\nrevenue 81.00\n81.0% of 100 revenue');
  });

  it('has none where nothing is left, or the shop’s revenue is that of another question', () => {
    for (const days of [shop(19.000001), shop(100, { from: '2019-10-05' }), undefined])
      expect(topBrandsChart(brands, lightTheme, days).description).not.toContain('unknown');
  });
});

it('colours the chosen days of the timeline and greys the others', () => {
  const chart = timelineChart(exampleShopDays(), lightTheme, { from: '2019-10-02', to: '2019-10-04' });
  const colours = (readSeries(chart)[0]?.data as { itemStyle: { color: string } }[]).map(
    ({ itemStyle }) => itemStyle.color,
  );
  expect(colours.slice(0, 4)).toEqual([lightTheme.other, lightTheme.accent, lightTheme.accent, lightTheme.other]);
});

it('puts back the spans of time in which nobody bought', () => {
  const columns = ['from_minutes:integer:minutes', 'to_minutes:integer:minutes', 'lines:integer:lines'];
  const rows = [
    { from_minutes: 0, to_minutes: 1, lines: 3 },
    { from_minutes: 8, to_minutes: 16, lines: 5 },
    { from_minutes: 128, to_minutes: 256, lines: 2 },
  ];
  const chart = purchaseTimeChart(makeResult('time-to-purchase', {}, columns, rows), lightTheme);
  const [series] = readSeries(chart);
  expect(series && readValues(series)).toEqual([3, 0, 0, 0, 5, 0, 0, 0, 2]);
  expect((readAxis(chart, 'xAxis')['data'] as string[]).slice(-2)).toEqual(['64–128\nmin', '2.1–4.3\nh']);
  expect(chart.description).toContain('half of them within 16 min');
  expect(chart.marks[0]?.[4]?.text).toContain('50.0% of 10 bought lines');
});

it('ends the last span of time with the window, and says the median’s value where it is known', () => {
  const columns = ['from_minutes:integer:minutes', 'to_minutes:integer:minutes', 'lines:integer:lines'];
  const rows = [
    { from_minutes: 4, to_minutes: 8, lines: 50 },
    { from_minutes: 512, to_minutes: 1024, lines: 3 },
    { from_minutes: 1024, to_minutes: 2048, lines: 2 },
  ];
  const result = makeResult('time-to-purchase', { 'window-hours': 24 }, columns, rows);
  const labels = readAxis(purchaseTimeChart(result, lightTheme), 'xAxis')['data'] as string[];
  expect(labels[labels.length - 1]).toBe('17–24\nh');
  expect(drawOnServer(purchaseTimeChart(result, lightTheme, 4.85))).toContain('median 4 min 51 s');
  for (const other of [null, 90])
    expect(drawOnServer(purchaseTimeChart(result, lightTheme, other))).toContain('median in this span');
});

it('says once what there is of few brands', () => {
  expect(reportCharts(exampleBrands(2), lightTheme).map(({ id }) => id)).toEqual(['brand-quadrants']);
  expect(reportCharts(exampleBrands(), lightTheme).map(({ id }) => id)).toEqual(['brand-quadrants', 'brand-intervals']);
});

it('has no chart for a report that it does not know', () => {
  expect(reportCharts(makeResult('something-else', {}, [], []), lightTheme)).toEqual([]);
});

import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import { topBrandsChart, topCategoriesChart, viewHoursChart } from '../../../charts/overview-charts.js';
import { timelineChart, timelineMeasures, type TimelineMeasure } from '../../../charts/shop-days-charts.js';
import type { ChartTheme } from '../../../charts/theme.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Asked } from '../../charts/Asked.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { brushRange, pickFilter } from '../../charts/pick-filter.js';
import { useCall } from '../../engine.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { useRange } from '../../state/datasets.js';
import { chosenElsewhere } from '../../state/engine-choice.js';
import { goTo, questionOf, useFilters, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { formatRange } from '../../state/range.js';
import { MissingColumn } from '../../ui/MissingColumn.js';
import { ReportPage } from '../../ui/ReportPage.js';
import { AlertsOfRange } from '../alerts/AlertsOfRange.js';
import layout from '../report-grid.module.css';
import { byDay, ShopNumbers } from './ShopNumbers.js';

export function OverviewScreen() {
  const [filters] = useFilters();
  const elsewhere = chosenElsewhere(filters);
  const range = useRange();
  const question = useReportQuestion('shop-days');
  const answer = useCall('reports.run', question);
  const wholeDays = questionOf('shop-days', { ...filters, from: null, to: null });
  const categoryHours = useReportQuestion('top-categories', { measure: 'views', by: 'hour', depth: 1 });
  const brands = useReportQuestion('brand-opportunities', { 'min-sessions': 1 });
  const withoutCategory = useAbsentField('category_code');
  const withoutBrand = useAbsentField('brand');
  const withoutPrice = useAbsentField('price');
  // What categories and brands lack stands in the places of their charts.
  const visitors = useCall('reports.run', useReportQuestion('unique-visitors', byDay)).data;

  return (
    <ReportPage
      title={range ? `The shop, ${formatRange(range.range)}` : 'The shop'}
      question={question}
      answer={answer}
      headlines={(result) => <ShopNumbers result={result} />}
      otherNotes={[
        ...(elsewhere
          ? [
              `The overview is answered by DuckDB, on this machine: ${elsewhere.connection} is asked on Visitors, Carts, Categories and Brands.`,
            ]
          : []),
        ...(visitors?.notes ?? []),
      ]}
    >
      {(days) => (
        <>
          <Asked question={wholeDays} label="The timeline" placePx={260}>
            {(whole) => <Timeline result={whole} />}
          </Asked>
          <AlertsOfRange />
          <div className={layout.pair}>
            {withoutCategory ? (
              <MissingColumn field={withoutCategory} title="Views by category" />
            ) : (
              <Asked question={categoryHours} label="Views by category" placePx={320}>
                {(hourly) => (
                  <ChartPanel
                    result={hourly}
                    draw={topCategoriesChart}
                    onPick={(key) => pickFilter(key, filters)}
                    note="Click a category to look at it alone, and again to go back."
                  />
                )}
              </Asked>
            )}
            {withoutBrand && <MissingColumn field={withoutBrand} title="Brands" />}
            {!withoutBrand && !withoutPrice && (
              <Asked question={brands} label="Revenue by brand" placePx={320}>
                {(ranked) => <RevenueByBrand result={ranked} days={days} />}
              </Asked>
            )}
          </div>
          <Asked question={categoryHours} label="Views by hour" placePx={320}>
            {(hourly) => (
              <ChartPanel
                result={hourly}
                draw={viewHoursChart}
                onPick={({ hour }) => hour !== undefined && goTo('categories', {}, { slot: `all-${hour}` })}
                note="Click an hour to see what is looked at then."
              />
            )}
          </Asked>
        </>
      )}
    </ReportPage>
  );
}

interface RevenueByBrandProps {
  readonly result: ReportResult;
  /** The revenue of all brands, of which the unknown one has the rest. */
  readonly days: ReportResult;
}

function RevenueByBrand({ result, days }: RevenueByBrandProps) {
  const [filters] = useFilters();
  const draw = useCallback((data: ReportResult, theme: ChartTheme) => topBrandsChart(data, theme, days), [days]);
  return (
    <ChartPanel
      result={result}
      draw={draw}
      onPick={(key) => pickFilter(key, filters)}
      note="Click a brand to look at it alone, and again to go back."
    />
  );
}

const measureTitles: Readonly<Record<TimelineMeasure, string>> = {
  events: 'Events',
  views: 'Views',
  carts: 'Carts',
  purchases: 'Purchases',
  revenue: 'Revenue',
  conversion: 'Conversion',
};

/** All days of the data with the chosen ones marked: here a range is chosen, so the range does not narrow it. */
function Timeline({ result }: { readonly result: ReportResult }) {
  const [filters] = useFilters();
  const [measure, setMeasure] = useOwnParam<TimelineMeasure>('line', 'events', timelineMeasures);
  const { from, to } = filters;
  const withoutPrice = useAbsentField('price');
  const draw = useCallback(
    (data: ReportResult, theme: ChartTheme) => timelineChart(data, theme, { from, to }, measure),
    [from, to, measure],
  );
  const controls = (
    <SegmentedControl
      size="xs"
      aria-label="What the timeline shows"
      value={measure}
      onChange={(value) => setMeasure(timelineMeasures.find((other) => other === value) ?? 'events')}
      data={timelineMeasures.map((value) => ({
        value,
        label: measureTitles[value],
        disabled: value === 'revenue' && withoutPrice !== null,
      }))}
    />
  );
  if (withoutPrice && measure === 'revenue')
    return <MissingColumn field={withoutPrice} title="Revenue per day" controls={controls} />;
  return (
    <ChartPanel
      result={result}
      draw={draw}
      onPick={(key) => pickFilter(key, filters)}
      onBrush={brushRange}
      note="Drag over days to choose them, click one to choose it alone, click it again for all."
      controls={controls}
    />
  );
}

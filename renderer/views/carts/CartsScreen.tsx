import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import { cartDayChart, cartHourChart, cartWeekChart } from '../../../charts/cart-time-charts.js';
import { purchaseTimeChart } from '../../../charts/purchase-time-chart.js';
import type { ChartTheme } from '../../../charts/theme.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Asked } from '../../charts/Asked.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { pickFilter } from '../../charts/pick-filter.js';
import { reportFormats } from '../../charts/report-formats.js';
import { useFilters, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { useReport } from '../../state/report-answer.js';
import { DataTable } from '../../ui/DataTable.js';
import { formatCount } from '../../ui/format-number.js';
import { ReportPage } from '../../ui/ReportPage.js';
import { useBefore } from '../use-before.js';
import layout from '../report-grid.module.css';
import { CartNumbers } from './CartNumbers.js';
import { LeftBehind } from './LeftBehind.js';

const windows = ['1', '24', '168'] as const;
const windowWords = { 1: '1 hour', 24: '24 hours', 168: '7 days' } as const;

export function CartsScreen() {
  const [hours, setHours] = useOwnParam('window-hours', '24', windows);
  const [filters] = useFilters();
  const window = { 'window-hours': Number(hours) };
  const question = useReportQuestion('cart-abandonment', { ...window, by: 'day' });
  const answer = useReport(question);
  const before = useBefore('cart-abandonment', { ...window, by: 'day' });
  const byHour = useReportQuestion('cart-abandonment', { ...window, by: 'hour' });
  const byWeek = useReportQuestion('cart-abandonment', { ...window, by: 'weekday_hour' });
  const purchaseTimes = useReportQuestion('time-to-purchase', window);

  return (
    <ReportPage
      title={`Carted but not bought within ${windowWords[hours]}`}
      question={answer.question}
      answer={answer}
      controls={
        <SegmentedControl
          size="xs"
          aria-label="Time to buy"
          value={hours}
          onChange={(value) => setHours(windows.find((other) => other === value) ?? '24')}
          data={windows.map((value) => ({ value, label: windowWords[value] }))}
        />
      }
      headlines={(result) => <CartNumbers result={result} before={before} />}
      leftOut={({ summary }) =>
        `${formatCount(summary['undecided'] ?? 0, 'line')} were carted so late that their time to buy ends after the data: they are undecided and in no rate. ${formatCount(summary['removed'] ?? 0, 'line')} were removed from the cart: they are a group of their own.`
      }
    >
      {(result) => (
        <>
          <ChartPanel
            result={result}
            draw={cartDayChart}
            onPick={(key) => pickFilter(key, filters)}
            note="Click a day to look at it alone, and again to go back."
          />
          <div className={layout.pair}>
            <Asked question={byHour} label="The rate by hour" placePx={340}>
              {(hourly) => <ChartPanel result={hourly} draw={cartHourChart} />}
            </Asked>
            <Asked question={byWeek} label="The rate by weekday and hour" placePx={340}>
              {(weekly) => <ChartPanel result={weekly} draw={cartWeekChart} />}
            </Asked>
          </div>
          <LeftBehind windowHours={Number(hours)} />
          <Asked question={purchaseTimes} label="The time to purchase" placePx={340}>
            {(times) => (
              <PurchaseTimes result={times} medianMinutes={result.summary['median_minutes_to_purchase'] ?? null} />
            )}
          </Asked>
          <DataTable table={result.table} label="Cart lines per day" formats={reportFormats(result)} />
        </>
      )}
    </ReportPage>
  );
}

interface PurchaseTimesProps {
  readonly result: ReportResult;
  readonly medianMinutes: number | null;
}

function PurchaseTimes({ result, medianMinutes }: PurchaseTimesProps) {
  const draw = useCallback(
    (data: ReportResult, theme: ChartTheme) => purchaseTimeChart(data, theme, medianMinutes),
    [medianMinutes],
  );
  return <ChartPanel result={result} draw={draw} />;
}

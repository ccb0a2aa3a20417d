import { IconCircleCheck, IconEye } from '@tabler/icons-react';
import { useMemo } from 'react';
import { readCategorySlots, totalCategories } from '../../../charts/category-slots.js';
import { topCategoriesChart } from '../../../charts/overview-charts.js';
import { timelineChart } from '../../../charts/shop-days-charts.js';
import type { EarlyAnswers } from '../../../preload/contract.js';
import type { ReportResult, Table } from '../../../preload/shapes.js';
import { ChartBox } from '../../charts/ChartBox.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { useCall } from '../../engine.js';
import type { PreviewQuestion } from '../../state/loading.js';
import { formatHeadline, formatNumber } from '../../ui/format-number.js';
import layout from '../report-grid.module.css';
import { describeEarly, describePreview } from './first-look-words.js';
import classes from './FirstLook.module.css';

interface FirstLookProps {
  readonly question: PreviewQuestion;
  /** The exact answers, once there are some. */
  readonly early?: EarlyAnswers | null;
}

/** What files hold before they are a dataset: a preview out of a sample, and what the scan has counted instead of it. */
export function FirstLook({ question, early = null }: FirstLookProps) {
  const preview = useCall('datasets.preview', early ? null : question);
  const sample = preview.isStale ? undefined : preview.data;
  const shown = early ?? sample;
  const fileCount = question.paths.length;
  // A load goes on without it, and says what is wrong with the files.
  if (!shown) return preview.error ? null : <div className={classes.place} aria-busy aria-label="Reading a sample" />;
  const isSample = early === null && (sample?.share ?? 1) < 1;
  const [days, categories] = shown.answers;
  return (
    <section className={classes.look} aria-label="First look at the files">
      <p className={classes.words} role="status" data-exact={early !== null || undefined}>
        {early ? (
          <IconCircleCheck size={16} stroke={1.75} aria-hidden />
        ) : (
          <IconEye size={16} stroke={1.75} aria-hidden />
        )}
        <span>{early ? describeEarly(early, fileCount) : sample && describePreview(sample, fileCount)}</span>
        {days && <Facts days={days} isSample={isSample} />}
      </p>
      {days && categories && <Charts days={days} categories={categories} isSample={isSample} />}
    </section>
  );
}

interface FactsProps {
  readonly days: ReportResult;
  readonly isSample: boolean;
}

/** A ratio is worth something of a sample too; sums only of everything. */
function Facts({ days: { summary }, isSample }: FactsProps) {
  const { events, revenue, conversion } = summary;
  const sums = [
    `${formatNumber(events)} events`,
    ...((revenue ?? null) === null ? [] : [`revenue ${formatHeadline(revenue, 'money')}`]),
  ];
  const parts = [...(isSample ? [] : sums), `purchases ÷ views ${formatNumber(conversion, 'share')}`];
  return <span className={classes.facts}>{parts.join(' · ')}</span>;
}

/** Views by category, whatever the hour. */
function toTable(categories: ReportResult): Table {
  const totals = totalCategories(readCategorySlots(categories), false);
  const names = totals.map(({ category }) => category);
  const views = Float64Array.from(totals, ({ n }) => n);
  return {
    rowCount: totals.length,
    columns: [
      { name: 'category', title: 'Category', type: 'text', unit: '', values: names },
      { name: 'views', title: 'Views', type: 'integer', unit: 'events', values: views },
    ],
  };
}

interface ChartsProps extends FactsProps {
  readonly categories: ReportResult;
}

function Charts({ days, categories, isSample }: ChartsProps) {
  const theme = useChartTheme();
  const ranking = useMemo(() => topCategoriesChart(categories, theme), [categories, theme]);
  const heightPx = Math.max(190, ranking.option === null ? 0 : ranking.heightPx);
  const timeline = useMemo(() => ({ ...timelineChart(days, theme), heightPx }), [days, theme, heightPx]);
  const where = isSample ? ', in the sample' : '';
  const caution = isSample ? ' Counted in the sample alone: all rows have more.' : '';
  return (
    <div className={layout.pair}>
      <ChartBox
        chart={timeline}
        title={`${timeline.title}${where}`}
        meaning={`${days.meaning}${caution}`}
        table={() => days.table}
      />
      <ChartBox
        chart={ranking}
        title={`${ranking.title}${where}`}
        meaning={`Views by the first level of the category code.${caution}`}
        table={() => toTable(categories)}
      />
    </div>
  );
}

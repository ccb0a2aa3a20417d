import { SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import { cartRankingChart } from '../../../charts/cart-ranking-chart.js';
import { isKnown } from '../../../charts/read-table.js';
import type { ChartTheme } from '../../../charts/theme.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { Asked } from '../../charts/Asked.js';
import { ChartPanel } from '../../charts/ChartPanel.js';
import { pickFilter } from '../../charts/pick-filter.js';
import { useAbsentField } from '../../state/absent-fields.js';
import { useFilters, useOwnParam, useReportQuestion } from '../../state/filters.js';
import { DataTable } from '../../ui/DataTable.js';
import { MissingColumn } from '../../ui/MissingColumn.js';
import layout from '../report-grid.module.css';

const choices = ['category', 'brand', 'product'] as const;
type Choice = (typeof choices)[number];
const keyColumn = { category: 'category', brand: 'brand', product: 'product_id' } as const;
/** Without it there is nothing to tell apart. */
const neededField = { category: 'category_code', brand: 'brand' } as const;
const plurals = { category: 'Categories', brand: 'Brands', product: 'Products' } as const;

/** What is left in carts, by category, brand or product: the chart of the largest and the table of all. */
export function LeftBehind({ windowHours }: { readonly windowHours: number }) {
  const [by, setBy] = useOwnParam<Choice>('left', 'category', choices);
  const question = useReportQuestion('cart-abandonment', { by, 'window-hours': windowHours });
  return (
    <Asked question={question} label="What is left behind" placePx={520}>
      {(result) => <Ranked result={result} onChoose={setBy} />}
    </Asked>
  );
}

interface RankedProps {
  readonly result: ReportResult;
  readonly onChoose: (by: Choice) => void;
}

function Ranked({ result, onChoose }: RankedProps) {
  const [filters] = useFilters();
  const by = choices.find((choice) => choice === result.params['by']) ?? 'category';
  const draw = useCallback((data: ReportResult, theme: ChartTheme) => cartRankingChart(data, theme, by), [by]);
  const missing = useAbsentField(...(by === 'product' ? [] : [neededField[by]]));
  const hasPrices = isKnown(result, 'value_left');
  const controls = (
    <SegmentedControl
      size="xs"
      aria-label="What is left behind, by"
      value={by}
      onChange={(value) => onChoose(choices.find((choice) => choice === value) ?? 'category')}
      data={choices.map((value) => ({ value, label: plurals[value] }))}
    />
  );
  return (
    <div className={layout.pair}>
      {missing ? (
        <MissingColumn field={missing} title={`Left in carts by ${by}`} controls={controls} />
      ) : (
        <ChartPanel
          result={result}
          draw={draw}
          onPick={by === 'product' ? undefined : (key) => pickFilter(key, filters)}
          note={
            by === 'product'
              ? undefined
              : `Click a bar to look at ${by === 'brand' ? 'that brand' : 'its top-level category'} alone.`
          }
          controls={controls}
        />
      )}
      <DataTable
        key={`${by} ${hasPrices}`}
        table={result.table}
        label={`${plurals[by]} by ${hasPrices ? 'value left' : 'abandoned lines'}`}
        columns={[
          keyColumn[by],
          ...(hasPrices ? ['value_left'] : []),
          'abandoned',
          'abandonment_rate',
          'cart_lines',
          'bought',
          'removed',
          'undecided',
        ]}
        initialSort={{ column: hasPrices ? 'value_left' : 'abandoned', direction: 'descending' }}
        maxHeightPx={560}
      />
    </div>
  );
}

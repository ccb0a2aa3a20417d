/** What is left behind: categories, brands or products by the value of their abandoned cart lines. */
import type { ReportResult } from '../preload/shapes.js';
import { describeCartRow, readCartColumns, type CartColumns } from './cart-line-text.js';
import { formatShareOf, type MarkKey, type ReportChart } from './chart.js';
import { rankingChart } from './ranking-chart.js';
import { readTexts, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

const plurals = { category: 'categories', brand: 'brands', product: 'products' } as const;
export type LeftBehindBy = keyof typeof plurals;

function toKey(by: LeftBehindBy, name: string | null): MarkKey {
  if (by === 'category') return { category: name };
  return by === 'brand' ? { brand: name } : { product: name };
}

/** Why no row has a value left; undefined where there are no cart lines at all. */
function explainNothing(columns: CartColumns): string | undefined {
  if (sumKnown(columns.lines) === 0) return undefined;
  return sumKnown(columns.lines) === sumKnown(columns.undecided)
    ? 'No cart line of this range is decided yet: it is not known what is left behind.'
    : 'No decided cart line of this range was abandoned: nothing is left behind.';
}

export function cartRankingChart(result: ReportResult, theme: ChartTheme, by: LeftBehindBy): ReportChart {
  const columns = readCartColumns(result);
  const names = readTexts(result, by === 'product' ? 'product_id' : by);
  const total = sumKnown(columns.valueLeft);
  return rankingChart(
    {
      id: `cart-${by}`,
      title: `Value left in carts by ${by}`,
      noun: by,
      plural: plurals[by],
      valueTitle: 'value left (price of the abandoned lines)',
      unit: 'money',
      color: theme.outcomes.abandoned,
      top: 20,
      whyEmpty: explainNothing(columns),
      rows: names.map((name, row) => ({
        name: name ?? `unknown ${by}`,
        isUnknown: name === null,
        value: columns.valueLeft[row] ?? 0,
        key: toKey(by, name),
        lines: [
          ...describeCartRow(columns, row, theme.locale),
          `share of all value left ${formatShareOf(columns.valueLeft[row] ?? 0, total, theme.locale)}`,
        ],
      })),
    },
    theme,
  );
}

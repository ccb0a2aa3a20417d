/** What is left behind: categories, brands or products by the value of their abandoned cart lines, or their number without prices. */
import type { ReportResult } from '../preload/shapes.js';
import { describeCartRow, readCartColumns, type CartColumns } from './cart-line-text.js';
import { formatShareOf, type MarkKey, type ReportChart } from './chart.js';
import { rankingChart } from './ranking-chart.js';
import { isKnown, readTexts, sumKnown } from './read-table.js';
import type { ChartTheme } from './theme.js';

const plurals = { category: 'categories', brand: 'brands', product: 'products' } as const;
export type LeftBehindBy = keyof typeof plurals;

function toKey(by: LeftBehindBy, name: string | null): MarkKey {
  if (by === 'category') return { category: name };
  return by === 'brand' ? { brand: name } : { product: name };
}

/** Why no row has a bar; undefined where there are no cart lines at all. */
function explainNothing(columns: CartColumns): string | undefined {
  if (sumKnown(columns.lines) === 0) return undefined;
  return sumKnown(columns.lines) === sumKnown(columns.undecided)
    ? 'No cart line of this range is decided yet: it is not known what is left behind.'
    : 'No decided cart line of this range was abandoned: nothing is left behind.';
}

export function cartRankingChart(result: ReportResult, theme: ChartTheme, by: LeftBehindBy): ReportChart {
  const columns = readCartColumns(result);
  const names = readTexts(result, by === 'product' ? 'product_id' : by);
  const look = isKnown(result, 'value_left')
    ? {
        title: `Value left in carts by ${by}`,
        valueTitle: 'value left (price of the abandoned lines)',
        unit: 'money',
        share: 'share of all value left',
        values: columns.valueLeft,
      }
    : {
        title: `Abandoned cart lines by ${by}`,
        valueTitle: 'abandoned cart lines',
        unit: '',
        share: 'share of all abandoned lines',
        values: columns.abandoned,
      };
  const total = sumKnown(look.values);
  return rankingChart(
    {
      id: `cart-${by}`,
      title: look.title,
      noun: by,
      plural: plurals[by],
      valueTitle: look.valueTitle,
      unit: look.unit,
      color: theme.outcomes.abandoned,
      top: 20,
      whyEmpty: explainNothing(columns),
      values: look.values,
      isUnknown: (row) => names[row] === null,
      describe: (row) => ({
        name: names[row] ?? `unknown ${by}`,
        key: toKey(by, names[row] ?? null),
        lines: [
          ...describeCartRow(columns, row, theme.locale),
          `${look.share} ${formatShareOf(look.values[row] ?? 0, total, theme.locale)}`,
        ],
      }),
    },
    theme,
  );
}

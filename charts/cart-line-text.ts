/** What the cart report knows of one row, in the words of a tooltip. */
import type { ReportResult } from '../preload/shapes.js';
import { formatShareOf } from './chart.js';
import { formatValue } from './format-value.js';
import { readNumbers } from './read-table.js';

export interface CartColumns {
  readonly lines: readonly (number | null)[];
  readonly bought: readonly (number | null)[];
  readonly removed: readonly (number | null)[];
  readonly undecided: readonly (number | null)[];
  readonly abandoned: readonly (number | null)[];
  readonly rate: readonly (number | null)[];
  readonly valueLeft: readonly (number | null)[];
}

export function readCartColumns(result: ReportResult): CartColumns {
  return {
    lines: readNumbers(result, 'cart_lines'),
    bought: readNumbers(result, 'bought'),
    removed: readNumbers(result, 'removed'),
    undecided: readNumbers(result, 'undecided'),
    abandoned: readNumbers(result, 'abandoned'),
    rate: readNumbers(result, 'abandonment_rate'),
    valueLeft: readNumbers(result, 'value_left'),
  };
}

/** Fewer decided lines than this and a rate says little: the tooltip says so. */
const fewLines = 30;

/** Rate with its n, every outcome, and the value left where it is known. */
export function describeCartRow(columns: CartColumns, row: number, locale: string): readonly string[] {
  const at = (values: readonly (number | null)[]) => values[row] ?? 0;
  const count = (values: readonly (number | null)[]) => formatValue(values[row], '', locale);
  const value = columns.valueLeft[row] ?? null;
  const decided = at(columns.abandoned) + at(columns.bought);
  const few = decided > 0 && decided < fewLines ? ' – few lines' : '';
  const rate =
    decided === 0
      ? 'rate – (nothing decided)'
      : `abandoned ${formatShareOf(at(columns.abandoned), decided, locale)} decided lines${few}`;
  return [
    rate,
    `cart lines ${count(columns.lines)}: bought ${count(columns.bought)}, abandoned ${count(columns.abandoned)}, removed ${count(columns.removed)}, undecided ${count(columns.undecided)}`,
    ...(value === null ? [] : [`value left ${formatValue(value, 'money', locale)}`]),
  ];
}

/** What a column says depends on the question: title, unit and decimals, the same on screen, on paper and in a terminal. */
import type { ColumnMeta, ReportResult } from '../preload/shapes.js';
import { describeMeasure, toMeasure } from './measure-words.js';

type Params = ReportResult['params'];

/** Units that say by themselves how many digits a number has. */
const unitsWithDigits = new Set(['share', 'money', 'minutes', 'index', 'lift', 'ratio']);

export function hasOwnDigits(unit: string): boolean {
  return unitsWithDigits.has(unit);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Title and unit of a column as the question makes them: `n` of the measure “revenue” is Revenue, in money. */
export function describeColumn<Meta extends ColumnMeta>(meta: Meta, params: Params): Meta {
  if (meta.unit !== 'measure') return meta;
  const { noun, rate, unit } = describeMeasure(toMeasure(String(params['measure'])));
  return { ...meta, title: capitalize(meta.name === 'rate' ? rate(String(params['by'])) : noun), unit };
}

/** As many decimals for all values of a column as the largest of them leaves room for. */
export function evenFormat(values: Float64Array, locale = 'en-US'): Intl.NumberFormat {
  const known = values.filter(Number.isFinite);
  const isWhole = known.every(Number.isInteger);
  const decimals = isWhole ? 0 : known.some((value) => Math.abs(value) >= 1000) ? 1 : 2;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Which of the known layouts a file has, told from its columns and first rows. */
import type { FileLayout } from '../../../preload/contract.js';
import { guessMeaning } from './event-words.js';
import { kaggleLayout } from './kaggle-layout.js';
import { fields, fitColumns, fitCsv, type Field, type Fit } from './layout.js';
import { normalWord } from './read-fields.js';
import type { Encoding } from './read-text.js';
import type { Signs } from './record-text.js';
import { detectSureForm, detectTimeForm, readsTimes } from './time-forms.js';

/** What has been seen of a file before its layout is known. */
export interface Sample {
  /** The file's own name, without folder. */
  readonly fileName: string;
  readonly format: FileLayout['format'];
  readonly encoding: Encoding;
  readonly signs: Signs;
  /** The first record of a CSV, the columns of Parquet, the paths of NDJSON. */
  readonly names: readonly string[];
  /** Whether the names could be the first record's values instead. */
  readonly isFirstRecord: boolean;
  /** The rows behind the first record. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface Recognised {
  readonly layout: FileLayout;
  readonly fit: Fit;
}

/** A few dirty rows do not decide. */
const enough = 0.8;

export const isWholeNumber = (text: string) => /^\d{1,19}$/.test(text);

export function readColumn(sample: Pick<Sample, 'rows'>, column: number | null): readonly string[] {
  if (column === null) return [];
  return sample.rows.flatMap((row) => (row[column] ? [row[column]] : []));
}

export function detectDecimal(prices: readonly string[]): FileLayout['decimal'] {
  const hasComma = (price: string) => /^[+-]?(\d*|\d{1,3}(\.\d{3})+),\d{1,4}$/.test(price);
  const withCommas = prices.filter(hasComma).length;
  return withCommas > prices.filter((price) => price.includes('.') && !hasComma(price)).length ? ',' : '.';
}

const largest = 9_223_372_036_854_775_807n;
const isPadded = (text: string) => /^0\d/.test(text);

/** A few words among the ids are dirt. Where more than a few would change as numbers (zeros in front) or not fit, all are texts. */
function holdsNumbers(ids: readonly string[]): boolean {
  const digits = ids.filter((id) => /^\d+$/.test(id));
  const lost = digits.filter((id) => isPadded(id) || BigInt(id) > largest);
  return digits.length >= 0.5 * ids.length && lost.length <= 0.05 * ids.length;
}

/** The layout as this file writes it: signs, encoding, decimals, ids, the form of times and whether prices may lack are the file's own. */
function adapt(layout: FileLayout, fit: Fit, sample: Sample, tellForm = detectSureForm): FileLayout {
  const column = (field: Field) => readColumn(sample, fit.fieldColumns[field]);
  const times = column('event_time');
  const form = readsTimes(layout.time.form, times) ? layout.time.form : (tellForm(times) ?? layout.time.form);
  const areNumbers = (['product_id', 'user_id', 'category_id'] as const).every((field) => holdsNumbers(column(field)));
  const prices = column('price');
  return {
    ...layout,
    ...sample.signs,
    format: sample.format,
    encoding: sample.encoding,
    decimal: prices.some((price) => /[.,]/.test(price)) ? detectDecimal(prices) : layout.decimal,
    time: { ...layout.time, form },
    ids: areNumbers ? layout.ids : 'text',
    required: layout.required.filter((field) => areNumbers && column(field).length >= 0.5 * sample.rows.length),
  };
}

/**
 * A shipped layout that a person has asked for, as {@link recogniseLayout} would have it. Days stand before months where
 * both would fit.
 */
export function adaptShipped(layout: FileLayout, sample: Sample): Recognised {
  const { isFirstRecord, names } = sample;
  const fit = isFirstRecord ? fitCsv(layout, names) : fitColumns(layout, names, true);
  if (fit.problem !== null) return { layout: { ...layout, ...sample.signs, format: sample.format }, fit };
  const rows = fit.hasHeader ? sample.rows : [names.map((text) => text || null), ...sample.rows];
  return { layout: adapt(layout, fit, { ...sample, rows }, detectTimeForm), fit };
}

function knowsWords(layout: FileLayout, words: readonly string[]): boolean {
  const known = new Set(Object.keys(layout.words).map(normalWord));
  const count = words.filter((word) => known.has(normalWord(word))).length;
  return layout.unknownWords === 'ignore' ? count > 0 : count >= enough * words.length;
}

/** A layout that has the columns of a file, and what of its first rows it cannot read. */
interface Trial extends Recognised {
  readonly unread: 'times' | 'words' | null;
}

/** Null where columns that the layout needs are not there. */
function fitLayout(layout: FileLayout, sample: Sample): Trial | null {
  const fit = fitColumns(layout, sample.names, true);
  if (fit.problem !== null) return null;
  const adapted = adapt(layout, fit, sample);
  const column = (field: Field) => readColumn(sample, fit.fieldColumns[field]);
  const found = { layout: adapted, fit };
  if (sample.rows.length === 0) return { ...found, unread: null };
  if (!readsTimes(adapted.time.form, column('event_time'))) return { ...found, unread: 'times' };
  return { ...found, unread: knowsWords(adapted, column('event_type')) ? null : 'words' };
}

function recogniseAs(layout: FileLayout, sample: Sample): Recognised | null {
  const found = fitLayout(layout, sample);
  return found === null || found.unread !== null ? null : { layout: found.layout, fit: found.fit };
}

/** Why the first shipped layout that has the columns of a file is not recognised; null where none has them. */
export function describeMiss(sample: Sample, shipped: readonly FileLayout[]): string | null {
  for (const layout of shipped) {
    const found = layout.format === sample.format ? fitLayout(layout, sample) : null;
    if (found === null || found.unread === null) continue;
    const { event_time: time, event_type: type } = found.fit.fieldColumns;
    const begin = `its columns are those of “${layout.name}”, but`;
    if (found.unread === 'times')
      return `${begin} its times could be read in more ways than one, or in none: “${readColumn(sample, time)[0] ?? ''}”.`;
    const known = new Set(Object.keys(layout.words).map(normalWord));
    const unknown = [...new Set(readColumn(sample, type))].filter((word) => !known.has(normalWord(word)));
    return `${begin} not its event types: ${unknown
      .slice(0, 5)
      .map((word) => `“${word}”`)
      .join(', ')}.`;
  }
  return null;
}

/** Whether event types are told by words that a shop may well have, and by none of the published files'. */
function hasOtherWords(sample: Sample, fit: Fit): boolean {
  const words = readColumn(sample, fit.fieldColumns.event_type);
  const known = words.filter((word) => normalWord(word) in kaggleLayout.words);
  return known.length === 0 && words.filter((word) => guessMeaning(word) !== null).length > 0.5 * words.length;
}

/** The nine names are the published files', whatever else stands in their rows; without a header the nine columns are. */
function recogniseKaggle(sample: Sample): Recognised | null {
  const fit = fitColumns(kaggleLayout, sample.names, true);
  const strict = { ...sample, encoding: sample.encoding === 'windows-1252' ? 'utf-8' : sample.encoding } as const;
  if (fit.missingFields.length === 0)
    return hasOtherWords(sample, fit) ? null : { layout: adapt(kaggleLayout, fit, strict), fit };
  if (!sample.isFirstRecord) return null;
  const positional = fitCsv(kaggleLayout, sample.names);
  if (positional.hasHeader || sample.names.length !== fields.length) return null;
  const rows = [sample.names.map((text) => text || null), ...sample.rows];
  return { layout: adapt(kaggleLayout, positional, { ...strict, rows }), fit: positional };
}

/** Null where no known layout fits. A dirty row or two do not keep a file from being recognised. */
export function recogniseLayout(sample: Sample, shipped: readonly FileLayout[]): Recognised | null {
  const kaggle = recogniseKaggle(sample);
  if (kaggle !== null) return kaggle;
  for (const layout of shipped) {
    const recognised = layout.format === sample.format ? recogniseAs(layout, sample) : null;
    if (recognised !== null) return recognised;
  }
  return null;
}

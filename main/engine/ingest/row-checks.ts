/**
 * From texts to values, in SQL. DuckDB's casts are kinder than we may be ('1.6' becomes the integer 2, '1e3' a thousand,
 * five decimals are rounded), so each text is matched before it is cast. A row whose texts do not all fit is a reject
 * with the reason of its first misfit, or ignored where the layout says so of what is no shop event.
 */
import type { FileLayout } from '../../../preload/contract.js';
import { fields, requiredFields, type Field } from './layout.js';
import { usualTime } from './read-fields.js';
import type { Source } from './sources.js';

type IdField = 'product_id' | 'category_id' | 'user_id';

/** Whole numbers in their one way of writing: other texts are words. */
const canonical = (field: IdField) => `regexp_full_match(${field}, '0|[1-9][0-9]{0,18}')`;

const id = (field: IdField, ids: FileLayout['ids']) =>
  `CASE WHEN ${ids === 'text' ? canonical(field) : `regexp_full_match(${field}, '[0-9]{1,19}')`} THEN TRY_CAST(${field} AS BIGINT) END`;

/** A price of decimal commas with the decimal point that SQL wants. */
const pointed = (decimal: FileLayout['decimal']) => (decimal === ',' ? `replace(price, ',', '.')` : 'price');
const sign = (decimal: FileLayout['decimal']) => (decimal === ',' ? ',' : '\\.');

const price = ({ decimal }: FileLayout) =>
  `CASE WHEN regexp_full_match(price, '[+-]?([0-9]+(${sign(decimal)}[0-9]{0,4})?|${sign(decimal)}[0-9]{1,4})')
    THEN TRY_CAST(${pointed(decimal)} AS DECIMAL(18,4)) END`;

const isUsualId = (field: IdField) => `(${field} IS NULL OR ${field} NOT LIKE '0%')`;

/** The way the published files write a row: then equal values are equal texts. Ids kept as text are so anyway. */
function usualTexts({ ids, required }: FileLayout): string {
  const usualPrice = `regexp_full_match(price, '(0|[1-9][0-9]*)\\.[0-9][0-9]')`;
  return [
    usualTime,
    'event_type = read_type',
    required.includes('price') ? usualPrice : `(price IS NULL OR ${usualPrice})`,
    ...(ids === 'text' ? [] : (['product_id', 'user_id', 'category_id'] as const).map(isUsualId)),
  ].join(' AND ');
}

/**
 * 0 for a row written the usual way, else a digest of its texts: two rows are equal as they stand in the file exactly
 * when their values and this number are.
 */
const textForm = (
  layout: FileLayout,
) => `CASE WHEN ${usualTexts(layout)} THEN 0 ELSE (md5_number_lower(concat_ws(chr(10),
    event_time, event_type, coalesce(price, ''), product_id, coalesce(category_id, ''), user_id)) % 4294967295 + 1) END::UINTEGER`;

const shown = (field: Field) => `'“' || left(${field}, 80) || '”'`;

const missing = (field: Field) => `WHEN ${field} IS NULL THEN '${field} is missing'`;

const badId = (field: IdField) => `WHEN ${field} IS NOT NULL AND v_${field} IS NULL THEN
      CASE WHEN regexp_full_match(${field}, '[0-9]+') THEN '${field} is larger than 9223372036854775807: ' || ${shown(field)}
      ELSE '${field} is not a whole number: ' || ${shown(field)} END`;

const badPrice = ({ decimal }: FileLayout) => `WHEN price IS NOT NULL AND v_price IS NULL THEN
      CASE WHEN regexp_full_match(price, '[+-]?[0-9]*${sign(decimal)}[0-9]{5,}') THEN 'price has more than 4 decimals: ' || ${shown('price')}
      WHEN regexp_full_match(price, '[+-]?[0-9]+(${sign(decimal)}[0-9]*)?') THEN 'price is too large: ' || ${shown('price')}
      ELSE 'price is not a number: ' || ${shown('price')} END`;

function misfits(layout: FileLayout, field: Field): readonly string[] {
  const absent = requiredFields(layout).includes(field) ? [missing(field)] : [];
  if (field === 'event_time')
    return [...absent, `WHEN read_time IS NULL THEN 'event_time is not a time: ' || ${shown(field)}`];
  if (field === 'event_type')
    return [...absent, `WHEN read_type IS NULL THEN 'unknown event type ' || ${shown(field)}`];
  if (field === 'price') return [...absent, badPrice(layout)];
  const isNumber = field === 'product_id' || field === 'category_id' || field === 'user_id';
  return isNumber && layout.ids === 'number' ? [...absent, badId(field)] : absent;
}

const reason = (layout: FileLayout) => `CASE ${fields.flatMap((field) => misfits(layout, field)).join('\n    ')} END`;

/** The values that a row must have; those that may be absent must be readable where they are there. */
function isSound(layout: FileLayout): string {
  const isNumber = layout.ids === 'number';
  const value: Readonly<Record<Field, string>> = {
    event_time: 'read_time',
    event_type: 'read_type',
    product_id: isNumber ? 'v_product_id' : 'product_id',
    category_id: isNumber ? 'v_category_id' : 'category_id',
    category_code: 'category_code',
    brand: 'brand',
    price: 'v_price',
    user_id: isNumber ? 'v_user_id' : 'user_id',
    user_session: 'user_session',
  };
  const required = requiredFields(layout);
  return fields
    .flatMap((field) => {
      if (required.includes(field)) return [`${value[field]} IS NOT NULL`];
      return value[field] === field ? [] : [`(${field} IS NULL OR ${value[field]} IS NOT NULL)`];
    })
    .join(' AND ');
}

/** Words for a view of whatever stands on a page: without a product they tell of none. */
const isAnyView = `regexp_full_match(lower(trim(event_type)), '(page|screen)[ _-]?view(ed)?|clicks?|visits?')`;

const isIgnored = ({ unknownWords }: FileLayout) =>
  unknownWords === 'ignore'
    ? `(event_type IS NOT NULL AND (read_type IS NULL OR (product_id IS NULL AND read_type = 'view' AND ${isAnyView})))`
    : 'false';

const values = (layout: FileLayout) => `*, ${id('product_id', layout.ids)} AS v_product_id,
    ${id('category_id', layout.ids)} AS v_category_id, ${price(layout)} AS v_price, ${id('user_id', layout.ids)} AS v_user_id`;

const word = (field: IdField, ids: FileLayout['ids']) =>
  ids === 'text' ? `CASE WHEN v_${field} IS NULL THEN ${field} END` : 'CAST(NULL AS VARCHAR)';

/**
 * The sound rows of a source: event_time, event_type, product_id, product_word, category_id, category_word,
 * category_code, brand, price, user_id, user_word, user_session, file_no, text_form. An id that is no whole number in its
 * usual writing stands in `*_word`. Binds the source's values.
 */
export function selectSoundRows(source: Source, fileNumber: number): string {
  const { layout } = source;
  const ids = (name: IdField) => `v_${name} AS ${name}, ${word(name, layout.ids)} AS ${name.replace('_id', '_word')}`;
  return `SELECT read_time AS event_time, read_type AS event_type, ${ids('product_id')}, ${ids('category_id')},
    category_code, brand, v_price AS price, ${ids('user_id')}, user_session,
    CAST(${fileNumber} AS INTEGER) AS file_no, ${textForm(layout)} AS text_form
  FROM (SELECT ${values(layout)} FROM ${source.sql}) WHERE ${isSound(layout)}`;
}

/** The rejected rows: `row_number` in the source, `reason`, and the `text` of their nine fields. Binds the source's values. */
export function selectBadRows(source: Source): string {
  const { layout } = source;
  const texts = fields.map((field) => `coalesce(${field}, '')`).join(', ');
  return `SELECT number AS row_number, ${reason(layout)} AS reason, concat_ws(',', ${texts}) AS text
  FROM (SELECT ${values(layout)}, ${source.rowNumber} AS number FROM ${source.sql})
  WHERE NOT (${isSound(layout)}) AND NOT ${isIgnored(layout)}`;
}

/** The `row_number` of the rows that the layout ignores: other event types, and page views of no product. Binds the source's values. */
export function selectIgnoredRows(source: Source): string {
  return `SELECT number AS row_number FROM (SELECT *, ${source.rowNumber} AS number FROM ${source.sql})
  WHERE ${isIgnored(source.layout)}`;
}

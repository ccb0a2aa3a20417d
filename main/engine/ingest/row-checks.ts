/**
 * From texts to values, in SQL. DuckDB's casts are kinder than we may be ('1.6' becomes the integer 2, '1e3' a thousand,
 * five decimals are rounded, a zone behind a time is dropped), so each text is matched before it is cast. A row whose
 * texts do not all fit is a reject with the reason of its first misfit.
 */
import { fields, type Field } from './layout.js';
import type { Source } from './sources.js';

/** ENUM types of a dataset; `brand` and `category_code` are VARCHAR where a column has too many values. */
export interface ColumnTypes {
  readonly eventType: string;
  readonly categoryCode: string;
  readonly brand: string;
}

const usualTime = `regexp_full_match(event_time, '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC')`;
const anyTime = `\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?( ?(UTC|GMT|Z|[+-](0\\d|1[0-4])(:?[0-5]\\d)?))?`;

/** Times in UTC; another offset is converted, no zone at all means UTC. */
const time = `CASE
    WHEN ${usualTime} THEN TRY_CAST(event_time AS TIMESTAMP)
    WHEN NOT regexp_full_match(event_time, '${anyTime}') THEN NULL
    WHEN regexp_matches(substr(event_time, 20), '[+-]')
      THEN timezone('UTC', TRY_CAST(left(event_time, 19) || replace(substr(event_time, 20), ' ', '') AS TIMESTAMPTZ))
    ELSE TRY_CAST(rtrim(event_time, ' UTCGMZ') AS TIMESTAMP) END`;

const id = (field: Field) =>
  `CASE WHEN regexp_full_match(${field}, '[0-9]{1,19}') THEN TRY_CAST(${field} AS BIGINT) END`;

const price = `CASE WHEN regexp_full_match(price, '[+-]?([0-9]+(\\.[0-9]{0,4})?|\\.[0-9]{1,4})')
    THEN TRY_CAST(price AS DECIMAL(18,4)) END`;

/** The way the published files write a row: then equal values are equal texts. */
const usualTexts = `${usualTime} AND regexp_full_match(price, '(0|[1-9][0-9]*)\\.[0-9][0-9]')
    AND product_id NOT LIKE '0%' AND user_id NOT LIKE '0%' AND (category_id IS NULL OR category_id NOT LIKE '0%')`;

/**
 * 0 for a row written the usual way, else a digest of its texts: two rows are equal as they stand in the file exactly
 * when their values and this number are.
 */
const textForm = `CASE WHEN ${usualTexts} THEN 0 ELSE (md5_number_lower(
    event_time || chr(10) || price || chr(10) || product_id || chr(10) || coalesce(category_id, '') || chr(10) || user_id
  ) % 4294967295 + 1) END::UINTEGER`;

const shown = (field: Field) => `'“' || left(${field}, 80) || '”'`;

const missing = (field: Field) => `WHEN ${field} IS NULL THEN '${field} is missing'`;

const badId = (field: Field) => `WHEN ${field} IS NOT NULL AND v_${field} IS NULL THEN
      CASE WHEN regexp_full_match(${field}, '[0-9]+') THEN '${field} is larger than 9223372036854775807: ' || ${shown(field)}
      ELSE '${field} is not a whole number: ' || ${shown(field)} END`;

const reason = `CASE
    ${missing('event_time')}
    WHEN v_event_time IS NULL THEN 'event_time is not a time: ' || ${shown('event_time')}
    ${missing('event_type')}
    WHEN v_event_type IS NULL THEN 'unknown event type ' || ${shown('event_type')}
    ${missing('product_id')}
    ${badId('product_id')}
    ${badId('category_id')}
    ${missing('price')}
    WHEN v_price IS NULL THEN
      CASE WHEN regexp_full_match(price, '[+-]?[0-9]*\\.[0-9]{5,}') THEN 'price has more than 4 decimals: ' || ${shown('price')}
      WHEN regexp_full_match(price, '[+-]?[0-9]+(\\.[0-9]*)?') THEN 'price is too large: ' || ${shown('price')}
      ELSE 'price is not a number: ' || ${shown('price')} END
    ${missing('user_id')}
    ${badId('user_id')}
  END`;

const isSound = `v_event_time IS NOT NULL AND v_event_type IS NOT NULL AND v_product_id IS NOT NULL AND v_price IS NOT NULL
    AND v_user_id IS NOT NULL AND (category_id IS NULL OR v_category_id IS NOT NULL)`;

const values = (types: ColumnTypes) => `*, ${time} AS v_event_time,
    TRY_CAST(event_type AS ${types.eventType}) AS v_event_type, ${id('product_id')} AS v_product_id,
    ${id('category_id')} AS v_category_id, ${price} AS v_price, ${id('user_id')} AS v_user_id`;

/** The sound rows of a source as `stored_events` has them. Binds the source's values. */
export function selectSoundRows(source: Source, types: ColumnTypes, fileNumber: number): string {
  return `SELECT v_event_time AS event_time, v_event_type AS event_type, v_product_id AS product_id,
    v_category_id AS category_id, CAST(category_code AS ${types.categoryCode}) AS category_code,
    CAST(brand AS ${types.brand}) AS brand, v_price AS price, v_user_id AS user_id, user_session,
    CAST(${fileNumber} AS SMALLINT) AS file_no, ${textForm} AS text_form
  FROM (SELECT ${values(types)} FROM ${source.sql}) WHERE ${isSound}`;
}

/** The other rows: `row_number` in the source, `reason`, and the `text` of their nine fields. Binds the source's values. */
export function selectBadRows(source: Source, types: ColumnTypes): string {
  const texts = fields.map((field) => `coalesce(${field}, '')`).join(', ');
  return `SELECT number AS row_number, ${reason} AS reason, concat_ws(',', ${texts}) AS text
  FROM (SELECT ${values(types)}, ${source.rowNumber} AS number FROM ${source.sql}) WHERE NOT (${isSound})`;
}

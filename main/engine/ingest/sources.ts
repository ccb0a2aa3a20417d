/** Files as relations for DuckDB: the nine fields as texts, an empty text being null, and what the layout reads in them. */
import type { FileLayout } from '../../../preload/contract.js';
import { quoteIdentifier, type BoundValue } from '../database.js';
import { fields, type Field, type FieldColumns } from './layout.js';
import { readFields } from './read-fields.js';
import type { Signs } from './record-text.js';
import type { Newline } from './scan-records.js';

export interface Source {
  /**
   * A relation in the file's order with the nine fields as VARCHAR as they stand, `read_time` (TIMESTAMP in UTC) and
   * `read_type` (one of the four); these two are null where the layout cannot read the text.
   */
  readonly sql: string;
  readonly values: readonly BoundValue[];
  /** The 1-based number of a row, as an expression over the relation. */
  readonly rowNumber: string;
  readonly layout: FileLayout;
}

/** A relation with the nine fields as VARCHAR, read through a layout. */
export function openSource(
  texts: { readonly sql: string; readonly values: readonly BoundValue[]; readonly rowNumber: string },
  layout: FileLayout,
): Source {
  const read = readFields(layout);
  return {
    sql: `(SELECT *, ${read.sql} FROM ${texts.sql})`,
    values: [...read.values, ...texts.values],
    rowNumber: texts.rowNumber,
    layout,
  };
}

/** DuckDB takes a path for a pattern: characters that mean something in one stand for themselves in brackets. */
export function literalPath(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}

export interface CsvShape {
  readonly path: string;
  readonly columnCount: number;
  readonly fieldColumns: FieldColumns;
  readonly hasHeader: boolean;
  readonly newline: Newline;
  readonly hasQuotedFields: boolean;
  readonly hasQuotedNewlines: boolean;
  readonly signs: Signs;
}

const newlineNames: Readonly<Record<Newline, string>> = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' };

/** A CSV whose shape has been proved by a scan: nothing is left to guess, and rows of a wrong length are passed over. */
export function csvSource(shape: CsvShape, layout: FileLayout): Source {
  const columns = Array.from({ length: shape.columnCount }, (_, at) => `c${at}: 'VARCHAR'`).join(', ');
  const quote = shape.hasQuotedFields ? shape.signs.quote : '';
  const isParallel = !shape.hasQuotedNewlines && shape.newline !== '\r';
  const options = [
    `columns = {${columns}}`,
    `auto_detect = false`,
    `header = ${shape.hasHeader}`,
    `delim = ?`,
    `quote = ?`,
    `escape = ?`,
    `new_line = '${newlineNames[shape.newline]}'`,
    `ignore_errors = true`,
    `parallel = ${isParallel}`,
  ];
  const selected = fields.map((field) => {
    const column = shape.fieldColumns[field];
    return `${column === null ? 'CAST(NULL AS VARCHAR)' : `c${column}`} AS ${field}`;
  });
  return openSource(
    {
      sql: `(SELECT ${selected.join(', ')} FROM read_csv(?, ${options.join(', ')}))`,
      values: [literalPath(shape.path), shape.signs.delimiter, quote, quote],
      rowNumber: 'row_number() OVER ()', // keeps to the order of the file, at the price of one thread
    },
    layout,
  );
}

export interface ParquetColumn {
  readonly name: string;
  /** Of DuckDB. */
  readonly type: string;
}

const isId = (field: Field) => field === 'product_id' || field === 'user_id' || field === 'category_id';

/** A Parquet column as text in the way a CSV has it: times to the microsecond, whole ids without decimals. */
function parquetText(field: Field, { name, type }: ParquetColumn): string {
  const column = quoteIdentifier(name);
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(timezone('UTC', ${column}) AS VARCHAR) || ' UTC'`;
  if (type.startsWith('TIMESTAMP') || type === 'DATE') return `CAST(CAST(${column} AS TIMESTAMP) AS VARCHAR)`;
  const text = `nullif(CAST(${column} AS VARCHAR), '')`;
  if (isId(field) && (type === 'DOUBLE' || type === 'FLOAT')) return `regexp_replace(${text}, '\\.0$', '')`;
  return text;
}

const hasTime = (type: string) => type.startsWith('TIMESTAMP') || type === 'DATE';
const isNumber = (type: string) => /^(DECIMAL|DOUBLE|FLOAT|U?(TINY|SMALL|BIG|HUGE)?INT)/.test(type);

/** Columns that have a type of their own need no form: times are times, numbers have a decimal point. */
function typedLayout(layout: FileLayout, columns: ParquetShape['columns']): FileLayout {
  const { event_time: time, price } = columns;
  return {
    ...layout,
    time: time !== null && hasTime(time.type) ? { ...layout.time, form: 'text' } : layout.time,
    decimal: price !== null && isNumber(price.type) ? '.' : layout.decimal,
  };
}

export interface ParquetShape {
  readonly path: string;
  /** The column of each field; null where the file has none. */
  readonly columns: Readonly<Record<Field, ParquetColumn | null>>;
  /** Of the rows only the first `rows` of every `step`: the others are passed over before anything is read in them. */
  readonly pieces?: { readonly rows: number; readonly step: number };
}

export function parquetSource(shape: ParquetShape, layout: FileLayout): Source {
  const selected = fields.map((field) => {
    const column = shape.columns[field];
    return `${column === null ? 'CAST(NULL AS VARCHAR)' : parquetText(field, column)} AS ${field}`;
  });
  const { pieces } = shape;
  const chosen = pieces === undefined ? '' : ` WHERE file_row_number % ${pieces.step} < ${pieces.rows}`;
  return openSource(
    {
      sql: `(SELECT ${selected.join(', ')}, file_row_number FROM read_parquet(?, file_row_number = true)${chosen})`,
      values: [literalPath(shape.path)],
      rowNumber: 'file_row_number + 1',
    },
    typedLayout(layout, shape.columns),
  );
}

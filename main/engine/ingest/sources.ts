/** Files as relations for DuckDB: the nine fields as texts, an empty text being null. */
import { quoteIdentifier, type BoundValue } from '../database.js';
import { fields, type Field, type FieldColumns } from './layout.js';
import type { Newline } from './scan-records.js';

export interface Source {
  /** A relation with the nine fields as VARCHAR, in the file's order. */
  readonly sql: string;
  readonly values: readonly BoundValue[];
  /** The 1-based number of a row, as an expression over the relation. */
  readonly rowNumber: string;
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
}

const newlineNames: Readonly<Record<Newline, string>> = { '\n': '\\n', '\r\n': '\\r\\n', '\r': '\\r' };

/** A CSV whose shape has been proved by a scan: nothing is left to guess, and rows of a wrong length are passed over. */
export function csvSource(shape: CsvShape): Source {
  const columns = Array.from({ length: shape.columnCount }, (_, at) => `c${at}: 'VARCHAR'`).join(', ');
  const quote = shape.hasQuotedFields ? '"' : '';
  const isParallel = !shape.hasQuotedNewlines && shape.newline !== '\r';
  const options = [
    `columns = {${columns}}`,
    `auto_detect = false`,
    `header = ${shape.hasHeader}`,
    `delim = ','`,
    `quote = '${quote}'`,
    `escape = '${quote}'`,
    `new_line = '${newlineNames[shape.newline]}'`,
    `ignore_errors = true`,
    `parallel = ${isParallel}`,
  ];
  const selected = fields.map((field) => `c${shape.fieldColumns[field]} AS ${field}`);
  return {
    sql: `(SELECT ${selected.join(', ')} FROM read_csv(?, ${options.join(', ')}))`,
    values: [literalPath(shape.path)],
    rowNumber: 'row_number() OVER ()', // keeps to the order of the file, at the price of one thread
  };
}

/** A Parquet column as text in the way a CSV has it: times in UTC without a zone, to the microsecond. */
function parquetText(name: string, type: string): string {
  const column = quoteIdentifier(name);
  if (type === 'TIMESTAMP WITH TIME ZONE') return `CAST(timezone('UTC', ${column}) AS VARCHAR)`;
  if (type.startsWith('TIMESTAMP')) return `CAST(CAST(${column} AS TIMESTAMP) AS VARCHAR)`;
  return `nullif(CAST(${column} AS VARCHAR), '')`;
}

export interface ParquetShape {
  readonly path: string;
  /** Name and DuckDB type of the column of each field. */
  readonly columns: Readonly<Record<Field, { readonly name: string; readonly type: string }>>;
}

export function parquetSource(shape: ParquetShape): Source {
  const selected = fields.map((field) => {
    const { name, type } = shape.columns[field];
    return `${parquetText(name, type)} AS ${field}`;
  });
  return {
    sql: `(SELECT ${selected.join(', ')}, file_row_number FROM read_parquet(?, file_row_number = true))`,
    values: [literalPath(shape.path)],
    rowNumber: 'file_row_number + 1',
  };
}

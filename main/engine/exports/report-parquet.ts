/** A report as Parquet, written by DuckDB with the types of its columns and the question in the file's metadata. */
import type { Column, ReportResult } from '../../../preload/shapes.js';
import { quoteIdentifier, type Connection } from '../database.js';

/** Ids are whole numbers of 64 bits where all of them are; else texts. Both keep every digit. */
function idType(values: readonly (string | null)[]): string {
  const whole = (id: string | null) => id === null || (/^-?(?:0|[1-9]\d{0,18})$/.test(id) && fits(BigInt(id)));
  const fits = (id: bigint) => BigInt.asIntN(64, id) === id;
  return values.every(whole) ? 'BIGINT' : 'VARCHAR';
}

function parquetType(column: Column): string {
  switch (column.type) {
    case 'text':
      return 'VARCHAR';
    case 'id':
      return idType(column.values);
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIMESTAMP WITH TIME ZONE';
    case 'boolean':
      return 'BOOLEAN';
    case 'integer':
      return 'BIGINT';
    case 'number':
      return 'DOUBLE';
  }
}

/** A column's values as one JSON list: one bound value a column, whatever the number of rows. */
function toJsonList(column: Column): string {
  return JSON.stringify(Array.from<string | number | null>(column.values));
}

/** Writes the table to `path` (zstd). Throws EngineError as {@link Connection} does. */
export async function writeReportParquet(connection: Connection, path: string, result: ReportResult): Promise<void> {
  const { columns } = result.table;
  const selected = columns.map((column) => {
    const raw = column.values instanceof Float64Array ? 'DOUBLE' : 'VARCHAR';
    return `CAST(unnest(from_json(?::JSON, '["${raw}"]')) AS ${parquetType(column)}) AS ${quoteIdentifier(column.name)}`;
  });
  await connection.run(`CREATE TEMP TABLE report AS SELECT ${selected.join(', ')}`, columns.map(toJsonList));
  const { report, title, dataset, params, summary } = result;
  await connection.run('SET VARIABLE question = ?', [JSON.stringify({ report, title, dataset, params, summary })]);
  await connection.run(
    "COPY temp.report TO ? (FORMAT parquet, COMPRESSION zstd, KV_METADATA {vitrine: getvariable('question')})",
    [path],
  );
}

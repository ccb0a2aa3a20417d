/** Hive's types in DuckDB's words and in the words of a query's result. */

export interface ResultType {
  /** As ColumnInfo.Type: `varchar`, `bigint`, `decimal`. */
  readonly name: string;
  readonly precision: number;
  readonly scale: number;
}

export function toDuckDbType(hive: string): string {
  const list = /^array<(.*)>$/.exec(hive);
  if (list) return `${toDuckDbType(list[1] ?? 'string')}[]`;
  if (/^(string|(var)?char\(\d+\))$/.test(hive)) return 'VARCHAR';
  if (/^decimal/.test(hive)) return hive === 'decimal' ? 'DECIMAL(10,0)' : hive.toUpperCase();
  const types: Readonly<Record<string, string>> = { int: 'INTEGER', binary: 'BLOB', float: 'FLOAT' };
  return types[hive] ?? hive.toUpperCase();
}

/** Of DuckDB's result column. Whole numbers that Trino does not have are bigint there. */
export function toResultType(duckDb: string): ResultType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(duckDb);
  if (decimal) return { name: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  if (duckDb.endsWith('[]')) return { name: 'array', precision: 0, scale: 0 };
  if (duckDb.startsWith('STRUCT')) return { name: 'row', precision: 0, scale: 0 };
  if (duckDb.startsWith('MAP')) return { name: 'map', precision: 0, scale: 0 };
  if (duckDb.startsWith('TIMESTAMP WITH TIME ZONE'))
    return { name: 'timestamp with time zone', precision: 3, scale: 0 };
  if (duckDb.startsWith('TIMESTAMP')) return { name: 'timestamp', precision: 3, scale: 0 };
  const types: Readonly<Record<string, readonly [string, number]>> = {
    BOOLEAN: ['boolean', 0],
    TINYINT: ['tinyint', 3],
    SMALLINT: ['smallint', 5],
    INTEGER: ['integer', 10],
    FLOAT: ['float', 17],
    DOUBLE: ['double', 17],
    DATE: ['date', 0],
    BLOB: ['varbinary', 0],
  };
  if (/INT/.test(duckDb) && types[duckDb] === undefined && duckDb !== 'INTERVAL')
    return { name: 'bigint', precision: 19, scale: 0 };
  const [name, precision] = types[duckDb] ?? ['varchar', 2_147_483_647];
  return { name, precision, scale: 0 };
}

/** SQL that writes a column as Athena writes it into its result file. */
export function writeAsText(column: string, duckDb: string): string {
  if (duckDb.startsWith('TIMESTAMP WITH TIME ZONE')) return `strftime(${column}, '%Y-%m-%d %H:%M:%S.%g UTC')`;
  if (duckDb.startsWith('TIMESTAMP')) return `strftime(${column}, '%Y-%m-%d %H:%M:%S.%g')`;
  if (duckDb === 'DOUBLE' || duckDb === 'FLOAT') return `java_double(${column})`;
  if (toResultType(duckDb).name === 'bigint') return `CAST(CAST(${column} AS bigint) AS varchar)`;
  return `CAST(${column} AS varchar)`;
}

/** Doubles as Java writes them: `0.1`, `3.0`, `1.0E10`, `2.5E-5`, `Infinity`. */
export const javaDouble = `
CREATE OR REPLACE MACRO java_exponent(sign, digits, exponent) AS
  sign || substr(digits, 1, 1) || '.' || CASE WHEN length(digits) > 1 THEN substr(digits, 2) ELSE '0' END || 'E' || exponent;
CREATE OR REPLACE MACRO java_double(x) AS CASE
  WHEN x IS NULL THEN NULL
  WHEN isnan(x) THEN 'NaN'
  WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
  WHEN x = 0 OR abs(x) BETWEEN 1e-3 AND 9999999.999999998e0 THEN CAST(x AS varchar)
  WHEN contains(CAST(x AS varchar), 'e') THEN java_exponent(CASE WHEN x < 0 THEN '-' ELSE '' END,
    replace(split_part(CAST(abs(x) AS varchar), 'e', 1), '.', ''), CAST(split_part(CAST(x AS varchar), 'e', 2) AS integer))
  WHEN abs(x) > 1 THEN java_exponent(CASE WHEN x < 0 THEN '-' ELSE '' END,
    rtrim(replace(CAST(abs(x) AS varchar), '.', ''), '0'), length(split_part(CAST(abs(x) AS varchar), '.', 1)) - 1)
  ELSE java_exponent(CASE WHEN x < 0 THEN '-' ELSE '' END, ltrim(replace(CAST(abs(x) AS varchar), '.', ''), '0'),
    length(ltrim(replace(CAST(abs(x) AS varchar), '.', ''), '0')) - length(split_part(CAST(abs(x) AS varchar), '.', 2)) - 1) END;
`;

/** A DuckDB result as columns: numbers in a Float64Array (NaN for null), all else as texts (null for null). */
import { DuckDBTypeId, type DuckDBResultReader, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';

export interface ResultColumn {
  readonly name: string;
  /** True where the engine's type is BIGINT or wider, which a double may not hold exactly. */
  readonly wide: boolean;
  readonly values: Float64Array | readonly (string | null)[];
}

const numeric = new Set<DuckDBTypeId>([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
]);
const wide = new Set<DuckDBTypeId>([DuckDBTypeId.BIGINT, DuckDBTypeId.UBIGINT, DuckDBTypeId.HUGEINT]);

function toText(value: DuckDBValue): string | null {
  return value === null ? null : String(value as string | number | bigint | boolean | object);
}

/** Timestamps as ISO 8601 with Z: the engine stores UTC. */
function toTime(value: DuckDBValue): string | null {
  return value === null ? null : `${String(value as object).replace(' ', 'T')}Z`;
}

function toNumber(value: DuckDBValue): number {
  return value === null ? NaN : Number(typeof value === 'object' ? String(value) : value);
}

function convert(type: DuckDBType, values: readonly DuckDBValue[]): ResultColumn['values'] {
  if (numeric.has(type.typeId)) return Float64Array.from(values, toNumber);
  return values.map(type.typeId === DuckDBTypeId.TIMESTAMP ? toTime : toText);
}

/** All rows of a reader that has read to the end, column by column. Ids are to be cast to varchar in the SQL. */
export function readColumns(reader: DuckDBResultReader): readonly ResultColumn[] {
  const columns = reader.getColumns();
  return reader.columnNames().map((name, at) => {
    const type = reader.columnType(at);
    return { name, wide: wide.has(type.typeId), values: convert(type, columns[at] ?? []) };
  });
}

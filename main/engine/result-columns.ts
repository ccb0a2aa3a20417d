/** A DuckDB result as columns: numbers in a Float64Array (NaN for null), all else as texts (null for null). */
import { DuckDBTypeId, type DuckDBMaterializedResult, type DuckDBValue, type DuckDBVector } from '@duckdb/node-api';

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

/** Writes a chunk's column to where its rows begin. */
function fill(
  values: Float64Array | (string | null)[],
  vector: DuckDBVector,
  typeId: DuckDBTypeId,
  from: number,
): void {
  const rows = vector.itemCount;
  if (values instanceof Float64Array) {
    for (let row = 0; row < rows; row += 1) values[from + row] = toNumber(vector.getItem(row) as DuckDBValue);
    return;
  }
  const write = typeId === DuckDBTypeId.TIMESTAMP ? toTime : toText;
  for (let row = 0; row < rows; row += 1) values[from + row] = write(vector.getItem(row) as DuckDBValue);
}

/** All rows column by column, a chunk at a time: a million rows are never there twice. Ids are to be cast to varchar in the SQL. */
export function readColumns(result: DuckDBMaterializedResult): readonly ResultColumn[] {
  const chunks = Array.from({ length: result.chunkCount }, (_, at) => result.getChunk(at));
  const length = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return result.columnTypes().map(({ typeId }, at) => {
    const values = numeric.has(typeId) ? new Float64Array(length) : new Array<string | null>(length);
    let from = 0;
    for (const chunk of chunks) {
      fill(values, chunk.getColumnVector(at), typeId, from);
      from += chunk.rowCount;
    }
    return { name: result.columnName(at), wide: wide.has(typeId), values };
  });
}

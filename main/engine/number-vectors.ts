/** A DuckDB result of numbers as typed arrays: copied chunk by chunk from the engine's memory, without a value a row. */
import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBTypeId,
  INTEGER,
  type DuckDBAppender,
  type DuckDBMaterializedResult,
  type DuckDBResult,
} from '@duckdb/node-api';

export type NumberVector = Float64Array | BigInt64Array | Int32Array | Uint8Array;

const kinds: Partial<Record<DuckDBTypeId, new (length: number) => NumberVector>> = {
  [DuckDBTypeId.DOUBLE]: Float64Array,
  [DuckDBTypeId.BIGINT]: BigInt64Array,
  [DuckDBTypeId.INTEGER]: Int32Array,
  [DuckDBTypeId.UTINYINT]: Uint8Array,
};

/** One array a column; throws where a column's type is none of those. The values of nulls are not defined. */
export function joinVectors(result: DuckDBResult): readonly NumberVector[] {
  const { chunkCount } = result as DuckDBMaterializedResult;
  const chunks = Array.from({ length: chunkCount }, (_, at) => (result as DuckDBMaterializedResult).getChunk(at));
  const length = chunks.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return result.columnTypes().map(({ typeId }, at) => {
    const Kind = kinds[typeId];
    if (Kind === undefined) throw new Error(`Column ${at} is not DOUBLE, BIGINT, INTEGER or UTINYINT.`);
    const joined = new Kind(length);
    let start = 0;
    for (const chunk of chunks) {
      const { items } = chunk.getColumnVector(at) as unknown as { items: NumberVector };
      (joined as Float64Array).set((items as Float64Array).subarray(0, chunk.rowCount), start);
      start += chunk.rowCount;
    }
    return joined;
  });
}

/** As many rows as a chunk of DuckDB's holds. */
const chunkRows = 2048;

/** Appends the columns, all of one length, and closes the appender. */
export function appendVectors(appender: DuckDBAppender, columns: readonly (Float64Array | Int32Array)[]): void {
  const types = columns.map((column) => (column instanceof Int32Array ? INTEGER : DOUBLE));
  const rows = columns[0]?.length ?? 0;
  for (let at = 0; at < rows; at += chunkRows) {
    const chunk = DuckDBDataChunk.create(types, Math.min(chunkRows, rows - at));
    chunk.setColumns(columns.map((column) => Array.from(column.subarray(at, at + chunkRows))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

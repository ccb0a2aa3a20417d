/** The events of a dataset in their order, as batches: ranges of rows of `stored_events`, one query each. */
import { EngineError } from '../../../../preload/contract.js';
import type { Connection } from '../../database.js';
import type { NumberVector } from '../../number-vectors.js';
import type { EventBatch } from '../events.js';

/** Larger ones are hardly faster, and several of them are in memory at once. */
export const usualBatchRows = 131_072;

export interface EventRange {
  /** ISO 8601; from here to before there; null for the whole data. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface EventSource {
  /** Events of the range, counted by a query of its own. */
  readonly rows: number;
  /** Places in the order of events: of the first and the last one; NaN where there are none. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** Milliseconds since 1970: the first and the last event; null where there are none. */
  readonly first: number | null;
  readonly last: number | null;
  /** Throws EngineError `mismatch` where an event comes out of order, and what queries throw. */
  batches(): AsyncGenerator<EventBatch>;
}

/** As DuckDB reads it into a TIMESTAMP. */
function toTimestamp(time: string): string {
  return new Date(time).toISOString().replace('Z', '');
}

/** A dictionary's number, or for a column of too many values for one a hash of 31 bits; −1 for null. */
async function codeOf(connection: Connection, column: 'category_code' | 'brand'): Promise<string> {
  const [row] = await connection.rows(
    `SELECT data_type AS type FROM duckdb_columns()
    WHERE database_name = current_database() AND table_name = 'stored_events' AND column_name = ?`,
    [column],
  );
  const code = row?.['type'] === 'VARCHAR' ? `hash(${column}) >> 33` : `enum_code(${column})`;
  return `CASE WHEN ${column} IS NULL THEN -1 ELSE CAST(${code} AS INTEGER) END`;
}

function toBatch(columns: readonly NumberVector[]): EventBatch {
  const [row, time, type, product, user, session, price, category, brand] = columns as [
    Float64Array,
    Float64Array,
    Uint8Array,
    BigInt64Array,
    BigInt64Array,
    BigInt64Array,
    Float64Array,
    Int32Array,
    Int32Array,
  ];
  return { length: row.length, row, time, type, product, user, session, price, category, brand };
}

function requireOrder(batch: EventBatch, lastRow: number, lastTime: number): void {
  let row = lastRow;
  let time = lastTime;
  for (let at = 0; at < batch.length; at++) {
    const thisRow = batch.row[at] as number;
    const thisTime = batch.time[at] as number;
    if (!(thisRow > row) || !(thisTime >= time))
      throw new EngineError('mismatch', `The events are not in order at row ${thisRow}.`, {
        wayOut: 'Remove the dataset and load its files again.',
      });
    row = thisRow;
    time = thisTime;
  }
}

/** `batchRows` is how many places in the order of events one query reads. */
export async function openEventSource(
  connection: Connection,
  { from, to }: EventRange,
  batchRows = usualBatchRows,
): Promise<EventSource> {
  const conditions = [
    ...(from === null ? [] : ['event_time >= CAST(? AS TIMESTAMP)']),
    ...(to === null ? [] : ['event_time < CAST(? AS TIMESTAMP)']),
  ];
  const values = [from, to].flatMap((time) => (time === null ? [] : [toTimestamp(time)]));
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const [found] = await connection.rows(
    `SELECT CAST(count(*) AS DOUBLE) AS events, CAST(min(rowid) AS DOUBLE) AS first_row,
      CAST(max(rowid) AS DOUBLE) AS last_row, CAST(epoch_ms(min(event_time)) AS DOUBLE) AS first,
      CAST(epoch_ms(max(event_time)) AS DOUBLE) AS last
    FROM stored_events ${where}`,
    values,
  );
  const rows = Number(found?.['events']);
  const firstRow = rows === 0 ? NaN : Number(found?.['first_row']);
  const lastRow = rows === 0 ? NaN : Number(found?.['last_row']);
  const category = await codeOf(connection, 'category_code');
  const brand = await codeOf(connection, 'brand');
  // The ENUM of event types has the order of the codes in events.ts.
  const select = `SELECT CAST(rowid AS DOUBLE), CAST(epoch_ms(event_time) AS DOUBLE), CAST(enum_code(event_type) AS UTINYINT),
      product_id, user_id, session_key, coalesce(CAST(price AS DOUBLE), CAST('nan' AS DOUBLE)), ${category}, ${brand}
    FROM stored_events WHERE rowid >= ? AND rowid < ?`;

  return {
    rows,
    firstRow,
    lastRow,
    first: rows === 0 ? null : Number(found?.['first']),
    last: rows === 0 ? null : Number(found?.['last']),
    async *batches() {
      let lastTime = -Infinity;
      let before = -1;
      for (let start = firstRow; rows > 0 && start <= lastRow; start += batchRows) {
        const end = Math.min(start + batchRows, lastRow + 1);
        const batch = toBatch(await connection.vectors(select, [start, end]));
        if (batch.length === 0) continue;
        requireOrder(batch, before, lastTime);
        before = batch.row[batch.length - 1] as number;
        lastTime = batch.time[batch.length - 1] as number;
        yield batch;
      }
    },
  };
}

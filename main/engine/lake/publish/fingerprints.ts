/**
 * What the rows of a day or of a table are, in 32 digits: the same for the same rows in whatever order, another for
 * others. Two sums of 64 bits over DuckDB's hash of each row: no proof against somebody who makes rows on purpose, and
 * another DuckDB may hash otherwise, upon which everything is sent again.
 */
import { quoteIdentifier, type Connection } from '../../database.js';
import { digest } from './lake-place.js';
import { eventColumns, type LakeColumn, type LakeTable } from './lake-tables.js';

/** Rises when the same rows would be written otherwise: other types, another order, another compression. */
const writing = 1;

export interface Content {
  readonly rows: number;
  readonly fingerprint: string;
}

export interface DayContent extends Content {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

const sums = `count(*) AS n, CAST(sum(CAST(h AS HUGEINT)) AS VARCHAR) AS total, CAST(bit_xor(h) AS VARCHAR) AS parity`;

function toContent(columns: readonly LakeColumn[], row: Record<string, unknown> | undefined): Content {
  const rows = Number(row?.['n'] ?? 0);
  const types = columns.map(({ name, type }) => [name, type]);
  return { rows, fingerprint: digest([writing, types, rows, row?.['total'] ?? null, row?.['parity'] ?? null]) };
}

// A session's text follows from its key, and is looked up only when it is written.
const hashed = `hash(position, e.event_time, CAST(e.event_type AS VARCHAR), e.product_id, e.category_id,
  CAST(e.category_code AS VARCHAR), CAST(e.brand AS VARCHAR), e.price, e.user_id, e.session_key)`;

/**
 * All days that have events, in order, with one look at every event. The number of an event within its day is part of
 * it: that is its distance from the day's first, except in days with gaps, which an addition may leave.
 */
export async function fingerprintDays(connection: Connection): Promise<readonly DayContent[]> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE lake_days AS
    SELECT CAST(event_time AS DATE) AS day, min(event_no) AS first, max(event_no) - min(event_no) + 1 > count(*) AS has_gaps
    FROM events GROUP BY 1`);
  const rows = await connection.rows(`SELECT CAST(day AS VARCHAR) AS day, ${sums}
    FROM (
      SELECT e.day, ${hashed} AS h
      FROM (SELECT e.*, e.event_no - d.first AS position, d.day FROM events e
        JOIN lake_days d ON d.day = CAST(e.event_time AS DATE) WHERE NOT d.has_gaps) e
      UNION ALL
      SELECT e.day, ${hashed} AS h
      FROM (SELECT e.*, row_number() OVER (PARTITION BY d.day ORDER BY e.event_no) - 1 AS position, d.day FROM events e
        JOIN lake_days d ON d.day = CAST(e.event_time AS DATE) WHERE d.has_gaps) e)
    GROUP BY day ORDER BY day`);
  await connection.run('DROP TABLE temp.lake_days');
  return rows.map((row) => ({ day: String(row['day']), ...toContent(eventColumns, row) }));
}

export async function fingerprintTable(connection: Connection, { name, columns }: LakeTable): Promise<Content> {
  const values = columns.map((column) => column.expression).join(', ');
  const [row] = await connection.rows(
    `SELECT ${sums} FROM (SELECT hash(${values}) AS h FROM ${quoteIdentifier(name)} e)`,
  );
  return toContent(columns, row);
}

/** A whole dataset as a file: CSV in the layout it came in (it loads back equal), or Parquet. */
import { EngineError, fields, type DatasetInfo, type Field, type Progress } from '../../../preload/contract.js';
import type { Job } from '../serve.js';
import type { Connection } from '../database.js';

type Format = 'csv' | 'csv.gz' | 'parquet';

const pollMs = 200;

// A price has the two decimals of the original files, and more only where it has more.
const priceText = `CASE WHEN price = CAST(price AS decimal(18,2)) THEN CAST(CAST(price AS decimal(18,2)) AS varchar)
  ELSE rtrim(CAST(price AS varchar), '0') END AS price`;

// The cast writes fractions of a second only where there are some.
const timeText = `CAST(event_time AS varchar) || ' UTC' AS event_time`;

/** Fields that a text writes otherwise than they are stored. */
const asTexts: Readonly<Partial<Record<Field, string>>> = { event_time: timeText, price: priceText };

/** Ids are numbers in Parquet where no file has another. */
async function findNumbers(connection: Connection): Promise<Readonly<Partial<Record<Field, string>>>> {
  const found: Partial<Record<Field, string>> = {};
  for (const kind of ['product', 'category', 'user'] as const) {
    const field = `${kind}_id` as const;
    if ((await connection.number(`SELECT count(*) FROM ${kind}_words`)) === 0)
      found[field] = `CAST(${field} AS bigint) AS ${field}`;
  }
  return found;
}

/** The fields that the files had, in the usual order; sessions that were made are not written as if they had been there. */
async function selectEvents(connection: Connection, format: Format, info: DatasetInfo): Promise<string> {
  const written = format === 'parquet' ? await findNumbers(connection) : asTexts;
  const columns = fields.filter((field) => !info.absentFields.includes(field)).map((field) => written[field] ?? field);
  return `SELECT ${columns.join(', ')} FROM written_events ORDER BY event_no`;
}

// No formula guard here: the file is for programs, and has to load back as it was.
const options: Readonly<Record<Format, string>> = {
  csv: 'FORMAT csv, HEADER true',
  'csv.gz': 'FORMAT csv, HEADER true, COMPRESSION gzip',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/** The format that a file's ending names. Throws EngineError `bad_params` for any other ending. */
export function datasetFormat(path: string): Format {
  const ending = /\.(csv\.gz|csv|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined)
    throw new EngineError('bad_params', `A dataset is not written as ${path}.`, {
      file: path,
      wayOut: 'End the name with .csv, .csv.gz or .parquet.',
    });
  return ending as Format;
}

function toProgress(percentage: number, rows: number, startedMs: number): Progress {
  const share = Math.min(1, Math.max(0, percentage / 100));
  const elapsed = (Date.now() - startedMs) / 1000;
  const done = Math.round(rows * share);
  const secondsLeft = share > 0.02 ? (elapsed * (1 - share)) / share : null;
  return { phase: 'Writing', done, total: rows, unit: 'rows', rows: done, secondsLeft };
}

/**
 * Writes all events in their stored order to `path`; `connection` sees the dataset's tables. Returns the rows written.
 * Throws EngineError `mismatch` when they are not as many as the dataset has.
 */
export async function writeDataset(
  connection: Connection,
  path: string,
  format: Format,
  info: DatasetInfo,
  job: Job,
): Promise<number> {
  const startedMs = Date.now();
  const timer = setInterval(() => job.onProgress(toProgress(connection.percentage, info.rows, startedMs)), pollMs);
  try {
    const select = await selectEvents(connection, format, info);
    const rows = await connection.number(`COPY (${select}) TO ? (${options[format]})`, [path]);
    if (rows !== info.rows)
      throw new EngineError('mismatch', `${rows} rows were written, but ${info.name} has ${info.rows}.`, {
        wayOut: 'Remove the dataset and load its files again.',
      });
    return rows;
  } finally {
    clearInterval(timer);
  }
}

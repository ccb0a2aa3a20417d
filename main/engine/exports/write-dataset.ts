/** A whole dataset as a file: CSV in the layout it came in (it loads back equal), or Parquet. */
import { EngineError, type DatasetInfo, type Progress } from '../../../preload/contract.js';
import type { Job } from '../serve.js';
import type { Connection } from '../database.js';

type Format = 'csv' | 'csv.gz' | 'parquet';

const pollMs = 200;
const product = 'product_id, category_id, category_code, brand';

// A price has the two decimals of the original files, and more only where it has more.
const priceText = `CASE WHEN price = CAST(price AS decimal(18,2)) THEN CAST(CAST(price AS decimal(18,2)) AS varchar)
  ELSE rtrim(CAST(price AS varchar), '0') END AS price`;

// The cast writes fractions of a second only where there are some.
const timeText = `CAST(event_time AS varchar) || ' UTC' AS event_time`;

const csvText = `SELECT ${timeText}, event_type, ${product}, ${priceText}, user_id, user_session FROM written_events ORDER BY event_no`;
/** Ids are numbers where no file has another. */
const parquetText = (areWords: ReadonlySet<string>) => {
  const id = (column: string) => (areWords.has(column) ? column : `CAST(${column} AS bigint) AS ${column}`);
  return `SELECT event_time, event_type, ${id('product_id')}, ${id('category_id')}, category_code, brand, price,
    ${id('user_id')}, user_session FROM written_events ORDER BY event_no`;
};

async function findWordColumns(connection: Connection): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const kind of ['product', 'category', 'user'])
    if ((await connection.number(`SELECT count(*) FROM ${kind}_words`)) > 0) found.add(`${kind}_id`);
  return found;
}

// No formula guard here: the file is for programs, and has to load back as it was.
const copies: Readonly<Record<Format, (areWords: ReadonlySet<string>) => string>> = {
  csv: () => `COPY (${csvText}) TO ? (FORMAT csv, HEADER true)`,
  'csv.gz': () => `COPY (${csvText}) TO ? (FORMAT csv, HEADER true, COMPRESSION gzip)`,
  parquet: (areWords) => `COPY (${parquetText(areWords)}) TO ? (FORMAT parquet, COMPRESSION zstd)`,
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
    const rows = await connection.number(copies[format](await findWordColumns(connection)), [path]);
    if (rows !== info.rows)
      throw new EngineError('mismatch', `${rows} rows were written, but ${info.name} has ${info.rows}.`, {
        wayOut: 'Remove the dataset and load its files again.',
      });
    return rows;
  } finally {
    clearInterval(timer);
  }
}

/** The whole result of a query that has succeeded: its object in S3 as a stream, read by DuckDB; or page by page. */
import { join } from 'node:path';
import type { QueryExecution } from '@aws-sdk/client-athena';
import type { S3Client } from '@aws-sdk/client-s3';
import { EngineError } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import type { Connection } from '../../database.js';
import type { ResultColumn } from '../../result-columns.js';
import { isOutOfReach } from '../aws-faults.js';
import type { Run } from '../driver.js';
import type { CsvRecords } from './csv-records.js';
import { downloadResult, parseObjectUri, type ResultObject } from './download-result.js';
import { pageResult, readResultColumns, type AthenaColumn, type Paging } from './page-result.js';

export interface ReadingNeeds {
  readonly openS3: () => Promise<S3Client>;
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
  readonly withTemporaryFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
}

/** DuckDB's own; it takes sixteen times as much memory. */
const usualLine = 2_000_000;

export interface Result {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
}

/** A DML statement writes a CSV, unless Athena keeps the results itself. */
function findObject(execution: QueryExecution): ResultObject | null {
  const location = execution.ResultConfiguration?.OutputLocation ?? '';
  if (execution.ManagedQueryResultsConfiguration?.Enabled === true || !location.endsWith('.csv')) return null;
  return parseObjectUri(location);
}

/** Throws EngineError: `network` for a result that does not come whole, and what services say. */
export async function readResult(
  needs: ReadingNeeds,
  paging: Paging,
  execution: QueryExecution,
  run: Run,
): Promise<Result> {
  const isSelect = (execution.StatementType ?? 'DML') === 'DML';
  const object = isSelect ? findObject(execution) : null;
  run.phase('reading the result');
  if (object !== null) {
    const columns = await readResultColumns(paging);
    const result = columns.length > 0 ? await readObject(needs, paging, { object, columns, run }) : null;
    if (result !== null) return result;
  }
  return pageResult(paging, isSelect, (rows) => run.phase(`reading the result: ${rows.toLocaleString('en')} rows`));
}

interface Reading {
  readonly object: ResultObject;
  readonly columns: readonly AthenaColumn[];
  readonly run: Run;
}

/** Null where the object is out of reach. */
async function readObject(
  needs: ReadingNeeds,
  paging: Paging,
  { object, columns, run }: Reading,
): Promise<Result | null> {
  const client = await needs.openS3();
  const { signal, pace, queryId } = paging;
  return needs.withTemporaryFolder(async (folder) => {
    const file = join(folder, 'result.csv');
    let records: CsvRecords;
    try {
      const onBytes = (done: number, total: number | null) => run.phase('reading the result', done, total);
      records = await downloadResult({ client, object, file, signal, pace, onBytes });
    } catch (error) {
      signal.throwIfAborted();
      if (isOutOfReach(error)) return null;
      throw explainRemoteError(error, {
        trying: 'read the result of the query from S3',
        action: 's3:GetObject',
        resource: `arn:aws:s3:::${object.bucket}/${object.key}`,
        queryId,
      });
    }
    return needs.connect(signal, (connection) => readCsv(connection, file, columns, records));
  });
}

/**
 * Athena quotes every value that is not null: `""` is an empty text, nothing is null. Names may stand twice, so the file
 * is read by names of our own.
 */
async function readCsv(
  connection: Connection,
  file: string,
  columns: readonly AthenaColumn[],
  records: CsvRecords,
): Promise<Result> {
  const types = columns.map(({ kind }, at) => `'c${at}': '${kind.duckDbType}'`).join(', ');
  const read = await connection.columns(
    `SELECT * FROM read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '',
      allow_quoted_nulls = false, parallel = false, max_line_size = ${Math.max(usualLine, records.longestBytes + 1)}, columns = {${types}})`,
    [file],
  );
  const rowCount = read[0]?.values.length ?? 0;
  const expected = records.count - 1; // without the header
  if (rowCount !== expected)
    throw new EngineError(
      'mismatch',
      `The result of the query has ${expected.toLocaleString('en')} rows, ${rowCount.toLocaleString('en')} could be read.`,
      { wayOut: 'Ask again.' },
    );
  return { rowCount, columns: read.map((column, at) => ({ ...column, name: columns[at]?.name ?? column.name })) };
}

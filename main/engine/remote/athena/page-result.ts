/** Reads a result through Athena's own call, a thousand rows at a time: where its object is out of reach, or is none. */
import {
  GetQueryResultsCommand,
  type AthenaClient,
  type GetQueryResultsOutput,
  type Row,
} from '@aws-sdk/client-athena';
import { explainRemoteError } from '../../aws-errors.js';
import type { ResultColumn } from '../../result-columns.js';
import { isPassing } from '../aws-faults.js';
import { ColumnBuilder, readColumnKind, type ColumnKind } from '../column-builder.js';
import { growingPauses, sleep, type Pace } from '../pace.js';

/** Of the API. */
const rowsOfPage = 1000;

export interface AthenaColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

export interface Paging {
  readonly client: AthenaClient;
  readonly queryId: string;
  readonly signal: AbortSignal;
  readonly pace: Pace;
}

async function readPage(
  { client, queryId, signal, pace }: Paging,
  maxResults: number,
  token?: string,
): Promise<GetQueryResultsOutput> {
  const nextPause = growingPauses(pace.retryMs, pace.retryCapMs);
  const startedMs = Date.now();
  const command = new GetQueryResultsCommand({
    QueryExecutionId: queryId,
    MaxResults: maxResults,
    ...(token !== undefined && { NextToken: token }),
  });
  for (;;) {
    try {
      return await client.send(command, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!isPassing(error) || Date.now() - startedMs > pace.faultMs)
        throw explainRemoteError(error, {
          trying: 'read the result of the query',
          action: 'athena:GetQueryResults',
          queryId,
        });
      await sleep(nextPause(), signal);
    }
  }
}

function readColumnInfo({ ResultSet }: GetQueryResultsOutput): readonly AthenaColumn[] {
  return (ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type, Precision, Scale }) => ({
    name: Name ?? '',
    kind: readColumnKind(Type ?? 'varchar', Precision, Scale),
  }));
}

/** The columns of a result, without its rows. */
export async function readResultColumns(paging: Paging): Promise<readonly AthenaColumn[]> {
  return readColumnInfo(await readPage(paging, 1));
}

const cellsOf = ({ Data }: Row) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null);

/** Only answers of a SELECT begin with the names of their columns. */
function isHeader(row: Row | undefined, columns: readonly AthenaColumn[]): boolean {
  if (row === undefined) return false;
  const cells = cellsOf(row);
  return cells.length === columns.length && columns.every(({ name }, at) => cells[at] === name);
}

export async function pageResult(
  paging: Paging,
  hasHeader: boolean,
  onRows: (rows: number) => void,
): Promise<{ readonly columns: readonly ResultColumn[]; readonly rowCount: number }> {
  let page = await readPage(paging, rowsOfPage);
  const columns = readColumnInfo(page);
  const builders = columns.map(({ name, kind }) => new ColumnBuilder(name, kind));
  let rows = page.ResultSet?.Rows ?? [];
  if (hasHeader && isHeader(rows[0], columns)) rows = rows.slice(1);
  for (let rowCount = 0; ;) {
    for (const row of rows) {
      const cells = cellsOf(row);
      builders.forEach((builder, at) => builder.push(cells[at] ?? null));
    }
    rowCount += rows.length;
    onRows(rowCount);
    if (page.NextToken === undefined || page.NextToken === null)
      return { columns: builders.map((builder) => builder.finish()), rowCount };
    page = await readPage(paging, rowsOfPage, page.NextToken);
    rows = page.ResultSet?.Rows ?? [];
  }
}

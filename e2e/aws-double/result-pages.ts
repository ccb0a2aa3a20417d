/** GetQueryResults: pages out of the double's copy of the result file. */
import { open } from 'node:fs/promises';
import { invalid, readLimit, readText, type Input } from './athena-input.js';
import type { ResultColumn } from './duckdb-executor.js';
import type { Execution } from './executions.js';

const readBytes = 1 << 20;
const quoteByte = 34;
const newlineByte = 10;

/** End of each record in `data`, just behind its line break; quoted line breaks do not count. */
function findRecords(data: Buffer, limit: number): readonly number[] {
  const ends: number[] = [];
  let isQuoted = false;
  for (let at = 0; at < data.length && ends.length < limit; at += 1) {
    if (data[at] === quoteByte) isQuoted = !isQuoted;
    else if (data[at] === newlineByte && !isQuoted) ends.push(at + 1);
  }
  return ends;
}

/** Cells of one record; null where nothing stands. */
export function readRecord(text: string): readonly (string | null)[] {
  const cells: (string | null)[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/g)) {
    cells.push(quoted === undefined ? plain || null : quoted.replaceAll('""', '"'));
    if (end === '') break;
  }
  return cells;
}

/** Records from byte `from` of the file, at most `limit`, and where the next one begins (null at the end). */
async function readRecords(
  file: string,
  from: number,
  limit: number,
): Promise<{ readonly records: readonly string[]; readonly next: number | null }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    let data = Buffer.alloc(0);
    for (;;) {
      const more = Buffer.alloc(Math.min(readBytes, size - from - data.length));
      await handle.read(more, 0, more.length, from + data.length);
      data = Buffer.concat([data, more]);
      const ends = findRecords(data, limit);
      const isAll = from + data.length >= size;
      if (ends.length < limit && !isAll) continue;
      const records = ends.map((end, at) => data.subarray(ends[at - 1] ?? 0, end - 1).toString('utf8'));
      const next = from + (ends.at(-1) ?? 0);
      return { records, next: next < size ? next : null };
    }
  } finally {
    await handle.close();
  }
}

function describeColumn({ label, name, precision, scale }: ResultColumn): object {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: label,
    Label: label,
    Type: name,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: name === 'varchar',
  };
}

export async function getQueryResults(execution: Execution, input: Input): Promise<object> {
  const limit = readLimit(input, 1000);
  const { state, result, id } = execution;
  if (state === 'QUEUED' || state === 'RUNNING')
    throw invalid(`Query has not yet finished. Current state: ${state}`, 'INVALID_QUERY_EXECUTION_STATE');
  if (state !== 'SUCCEEDED' || result === null)
    throw invalid(`Query did not finish successfully. Final query state: ${state}`, 'INVALID_QUERY_EXECUTION_STATE');
  const token = readText(input, 'NextToken');
  const parts = token === undefined ? null : /^([\w-]+):(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (token !== undefined && parts?.[1] !== id) throw invalid('The NextToken is not valid.');
  const { records, next } = await readRecords(result.file, Number(parts?.[2] ?? 0), limit);
  // a DDL's line is one cell, whatever is in it
  const cells = records.map((record) => (result.isCsv ? readRecord(record) : [record]));
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: cells.map((row) => ({ Data: row.map((cell) => (cell === null ? {} : { VarCharValue: cell })) })),
      ResultSetMetadata: { ColumnInfo: result.columns.map(describeColumn) },
    },
    ...(next !== null && { NextToken: Buffer.from(`${id}:${next}`).toString('base64') }),
  };
}
